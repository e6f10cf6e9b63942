"""The forms of the first questions about an adult who works here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from schoolgate.concerns.meeting_forms import Chosen, of
from schoolgate.people.models import Person


class ManagedForm(forms.Form):
    """Whom the one who asks manages: asked before they are told whom it is about."""

    managed = Chosen(Person.objects.none(), label="Whom do you manage?", required=False,
                     help_text="Tick everybody. If it is nobody, go on.")  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["managed"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = of(people)


class LineForm(forms.Form):
    """Who manages the adult whom a case is about."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label="Who is their line manager?", required=False,
        empty_label="Nobody but the headteacher",
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Person.objects.filter(pk__in=[one.pk for one in people])
