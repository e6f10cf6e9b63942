"""Forms for those who are asked to something: to stay out of a discussion, to come to a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from schoolgate.approvals.forms import MomentField
from schoolgate.concerns.fields import Ticketed, line
from schoolgate.concerns.rules.standing_down import NOTICE
from schoolgate.people.models import Person


class Chosen(forms.ModelMultipleChoiceField[Person]):
    """Several people, each with a box to tick."""

    widget = forms.CheckboxSelectMultiple


def of(people: Iterable[Person]) -> Any:
    """Return people as choices of a field, by name."""
    return Person.objects.filter(pk__in=[one.pk for one in people]).order_by("name", "pk")


class StandDownForm(forms.Form):
    """Whom to ask to stay out of it."""

    hint = " ".join(NOTICE)
    whom = Chosen(Person.objects.none(), label="Who is asked?",
                  error_messages={"required": "Tick at least one"})  # fmt: skip

    def __init__(self, *args: Any, staff: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whom = self.fields["whom"]
        if isinstance(whom, forms.ModelMultipleChoiceField):
            whom.queryset = of(staff)


class InviteForm(Ticketed):
    """One family, one meeting."""

    whom = line("Which family is asked?", hint="One family at a time; each has its own meeting")
    guests = Chosen(
        Person.objects.none(), required=False, label="Which of them see it on their own page?",
        help_text="They see this meeting and no other, and nothing else of the case",
    )  # fmt: skip
    companion = forms.ModelChoiceField(
        Person.objects.none(), label="Which leader will be with you?",
        error_messages={"required": "Choose somebody: you are not alone there"},
    )  # fmt: skip
    meet_at = MomentField(label="When is it?")
    where = line("Where is it?")
    how = line("How were they asked?", hint="In person or by telephone, not by letter")

    def __init__(
        self, *args: Any, families: Iterable[Person], leaders: Iterable[Person], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for name, there in (("guests", families), ("companion", leaders)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = of(there)
