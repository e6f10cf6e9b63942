"""Named times that rules refer to, and the hours that a school gives them. Source: POL-27. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from schoolgate.kernel.times import LESSON, WEEKDAYS, WORKING_HOURS, Band, Calendar, spans


class Named(NamedTuple):
    """A time that policies speak of: the fact that it sets, and how people call it."""

    key: str
    value: str
    label: str
    hint: str = ""


# In the order in which they count: a moment in lessons is not only in working hours.
NAMED: Final = {
    "lesson": Named("during", LESSON, "Lesson and contact time",
                    "Teaching or looking after pupils; for office staff it is working time"),
    "social_time": Named("during", "social_time", "Break and social time"),
    "lunch_break": Named("during", "lunch_break", "Lunch break"),
    "non_contact_time": Named("during", "non_contact_time", "Working time without pupils"),
    "working_hours": Named("during", WORKING_HOURS, "Normal working hours"),
    "own_time": Named("during", "own_time", "Own time", "Outside the working day"),
    "permitted_time": Named("permitted_time", "yes", "The times meant by “at certain times”"),
}  # fmt: skip
_KEYS: Final = {"during": frozenset(one.value for one in NAMED.values() if one.key == "during"),
                "permitted_time": frozenset({"yes"})}  # fmt: skip


def bands(hours: Mapping[str, str]) -> tuple[Band, ...]:
    """Return what hours on school days make. Raises ValueError with the reason."""
    return tuple(_bands(hours))


def _bands(hours: Mapping[str, str]) -> Iterator[Band]:
    for name, one in NAMED.items():
        if text := hours.get(name, "").strip():
            yield Band(one.label.lower(), one.key, one.value, WEEKDAYS, tuple(spans(text)))


def told(calendar: Calendar, at: datetime, *, teaches: bool) -> str:
    """Return the named time at a moment in words: for a teacher, or for office staff."""
    is_open = calendar.is_open(at.date())
    if is_open is None:
        return "no term is stated for this day, so the time is not known"
    facts = calendar.facts(at, {}, _KEYS, teaches=teaches)
    names = {one.value: one.label.lower() for one in NAMED.values() if one.key == "during"}
    said = [names[facts["during"]]] if facts.get("during") in names else []
    if facts.get("permitted_time") == "yes":
        said.append("within the permitted times")
    if said:
        return " and ".join(said)
    return "no named time" if is_open else "the school is closed: outside hours"
