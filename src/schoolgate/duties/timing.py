"""Days that follow from a phrase: a deadline after an event, the next review. Plain values."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from schoolgate.duties.rules import ONE_DAY, Occurrence
from schoolgate.people.calendar import Dates, resolve

_WITHIN: Final = re.compile(r"within (\d{1,3}) (school )?(day|week|month)s?")
_MOST_DAYS: Final = 400
_FIRST_REMINDER: Final = relativedelta(months=3)
_SECOND_REMINDER: Final = relativedelta(months=1)


def due_after(deadline: str, happened_on: date, dates: Dates) -> date | None:
    """Return the last day for what `by:` says after an event; None where it names none.

    `the last day` is the day of the event, `within 20 school days` counts days with lessons.
    """
    plain = deadline.strip().lower()
    if plain in ("the last day", "the same day") or plain.startswith("the same hour"):
        return happened_on
    found = _WITHIN.match(plain)
    if found is None:
        return None
    count = int(found[1])
    if found[2]:
        return _school_days(happened_on, count, dates)
    if found[3] == "month":
        return happened_on + relativedelta(months=count)
    return happened_on + timedelta(days=count * (7 if found[3] == "week" else 1))


def _school_days(first: date, count: int, dates: Dates) -> date:
    day = first
    for _ in range(_MOST_DAYS):
        day += ONE_DAY
        count -= dates.is_open(day)
        if count <= 0:
            break
    return day


def of_review(text: str, dates: Dates) -> Occurrence | None:
    """Return the review that a header's date asks for; it is told of from three months before."""
    found = resolve(text, dates)
    if found is None:
        return None
    day = found.day
    name = f"{day:%-d %B %Y}" if found.sure else f"about {day:%-d %B %Y}"
    return Occurrence(f"review/{day}", day - _FIRST_REMINDER, day, date.max, name)


def reminder(due_on: date, today: date) -> str:
    """Say how near a review is, in the four steps of a reminder; empty before the first."""
    if today > due_on:
        return "overdue"
    if today == due_on:
        return "due today"
    if today >= due_on - _SECOND_REMINDER:
        return "due within a month"
    return "due within three months" if today >= due_on - _FIRST_REMINDER else ""
