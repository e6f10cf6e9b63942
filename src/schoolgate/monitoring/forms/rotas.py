"""Forms of rotas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from schoolgate.concerns.fields import Ticketed, line, one_of, words
from schoolgate.monitoring.rules.rotas import Days, Slot, channels_of
from schoolgate.people.forms import day_field
from schoolgate.people.models import Person


class RotaForm(Ticketed):
    """A holiday, or weekends, and the channels that are watched."""

    name = line("What is it for?", hint="For example Easter holiday")
    first_on = day_field("First day")
    last_on = day_field("Last day")
    days = one_of("Which days?", [(one.value, one.said) for one in Days], initial=Days.EVERY.value)
    channels = words("Which of the school’s own channels?", hint="One a line", rows=4)

    def clean_channels(self) -> tuple[str, ...]:
        """Return the channels, each once."""
        return tuple(channels_of(str(self.cleaned_data["channels"])))


class _SlotsForm(forms.Form):
    """Some days of a rota, as numbers of its slots."""

    slots = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Choose at least one"}
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[Slot, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offered = [slot for slot, _ in offered]
        field = self.fields["slots"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(str(at), said) for at, (_, said) in enumerate(offered)]

    def chosen(self) -> list[Slot]:
        """Return the slots that were chosen."""
        return [self._offered[int(at)] for at in self.cleaned_data["slots"]]


class FillForm(_SlotsForm):
    """Who watches on some days."""

    person = forms.ModelChoiceField(Person.objects.none(), label="Who watches then?",
                                    required=False, empty_label="Nobody")  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slots"].label = "Which days?"
        field = self.fields["person"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Person.objects.filter(pk__in=[one.pk for one in people])


class LookedForm(_SlotsForm):
    """What I looked at."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slots"].label = "What did you look at?"
