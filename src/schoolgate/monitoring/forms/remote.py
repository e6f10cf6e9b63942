"""The form of a remote session."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from schoolgate.concerns.fields import Ticketed, line, one_of
from schoolgate.people.models import Person


class RemoteForm(Ticketed):
    """Which machine, whose screen, to look or to take over, and why."""

    machine = line("Which machine?", hint="Its name or number, for example Suite 07")
    person = forms.ModelChoiceField(
        Person.objects.none(), label="Who is signed in there?", required=False,
        empty_label="Nobody", help_text="They get a notice with your name and reason",
    )  # fmt: skip
    what = one_of("What will you do?", [("view", "Look at the screen"),
                                        ("control", "Take over the machine")])  # fmt: skip
    reason = line("Why?")

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Person.objects.filter(pk__in=[one.pk for one in people])
