"""What shows whether a policy works: a section for each source, a missing one shown as missing.

Source: 002 Schedule (POL-17): the log of incidents, logs of internet activity, data of monitoring,
surveys. Rooms that keep one say at start-up what it tells of a span of days.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from schoolgate.people.models import School


class Source(StrEnum):
    """What the impact of a policy is read from."""

    INCIDENTS = "The log of incidents"
    INTERNET = "Logs of internet activity"
    MONITORING = "Data of network monitoring"
    SURVEYS = "Surveys of pupils, parents and staff"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a section: in words, what was counted, and the count as it may be shown."""

    what: str
    count: str


@dataclass(frozen=True, slots=True)
class Section:
    """A source with what it says; `figures` is None where nothing keeps it here."""

    source: Source
    figures: Sequence[Figure] | None


# Gets a school and the first and last day; None where the school keeps nothing of the kind.
Teller = Callable[[School, date, date], Sequence[Figure] | None]
_tellers: dict[Source, Teller] = {}


def told_by(source: Source, teller: Teller) -> None:
    """Ask this for what a source says from now on."""
    _tellers[source] = teller


def sections(school: School, first: date, last: date) -> list[Section]:
    """Return every source in its order, with what it says of the days from `first` to `last`."""
    return [
        Section(one, _tellers[one](school, first, last) if one in _tellers else None)
        for one in Source
    ]
