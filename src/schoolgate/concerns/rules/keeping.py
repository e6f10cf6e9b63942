"""How long the evidence of a case is kept: what a `keep` box of the policy says of it. DPR-16.

A box speaks of evidence where one of the things that it keeps does; its period counts from the day
on which the case was closed. `no period stated` is no period, and nor is silence.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from schoolgate.policies.language.effective import Pack

_SPAN: Final = re.compile(r"\b(\d{1,3}|[a-z]+) (day|week|month|year)s?\b")
_WORDS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """A period in the words of the policy, and its clause."""

    count: int
    unit: str
    clause: str

    @property
    def said(self) -> str:
        """The period in words: 6 years."""
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    def after(self, day: date) -> date:
        """Return the last day of the period that begins with a day."""
        if self.unit in {"day", "week"}:
            return day + timedelta(days=self.count * (7 if self.unit == "week" else 1))
        months = day.month - 1 + self.count * (12 if self.unit == "year" else 1)
        year, month = day.year + months // 12, months % 12 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))


def period_of(pack: Pack) -> Period | None:
    """Return how long a policy keeps evidence of cases; None where it does not say. Of several
    boxes the longest holds: nothing goes too early."""
    found = [
        period for clause, box in pack.boxes("keep")
        if any("evidence" in what.casefold() for what in box.all("what"))
        and (period := _read(box.one("for"), clause.ref)) is not None
    ]  # fmt: skip
    return max(found, key=lambda one: one.after(date(2000, 1, 1)), default=None)


def _read(said: str, clause: str) -> Period | None:
    match = _SPAN.search(said.casefold())
    if match is None:
        return None
    count = int(match[1]) if match[1].isdecimal() else _WORDS.get(match[1], 0)
    return Period(count, match[2], clause) if count else None
