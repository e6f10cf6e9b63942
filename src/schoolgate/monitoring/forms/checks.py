"""The form of the regular look at how each area is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django import forms

from schoolgate.concerns.fields import Ticketed, one_of, words
from schoolgate.monitoring.actions.checking import Seen
from schoolgate.monitoring.rules.checks import AREAS, Result
from schoolgate.people.forms import day_field
from schoolgate.people.models import Person

_RESULTS: Final = [(one.value, one.said) for one in Result]


class UseCheckForm(Ticketed):
    """For each area: what was found, in words, and who it was."""

    on = day_field("On which day did you look?")

    def __init__(
        self, *args: Any, areas: Iterable[str], people: Iterable[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._areas = tuple(areas)
        there = Person.objects.filter(pk__in=[one.pk for one in people])
        for area in self._areas:
            title = AREAS[area][0]
            self.fields[f"{area}_result"] = one_of(title, _RESULTS)
            self.fields[f"{area}_words"] = words(
                f"{title}: what did you find?", rows=3, required=False,
                hint="Only where something was found. It goes to the headteacher, and is not kept"
                " with this review",
            )  # fmt: skip
            self.fields[f"{area}_person"] = forms.ModelChoiceField(
                there, label=f"{title}: who was it, where you know?", required=False
            )

    def seen(self) -> Iterator[tuple[str, Seen]]:
        """Yield what was seen in each area."""
        given = self.cleaned_data
        for area in self._areas:
            yield area, Seen(Result(given[f"{area}_result"]), given[f"{area}_words"],
                             given[f"{area}_person"])  # fmt: skip
