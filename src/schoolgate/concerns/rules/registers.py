"""The closed words of what the headteacher keeps beside cases, and the week at the gate. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple


class What(StrEnum):
    """What a school arranges."""

    DISCLOSURES = "disclosure"
    DRAFTING = "drafting"
    MAILBOX = "mailbox"

    @property
    def said(self) -> str:
        """The arrangement in words."""
        return _ARRANGED[self]


_ARRANGED: Final = {
    What.DISCLOSURES: "procedure for disclosures out of hours",
    What.DRAFTING: "help with statements",
    What.MAILBOX: "mailbox for worries",
}


class Standing(StrEnum):
    """How an unofficial page or group stands."""

    OPEN = "open"
    CLOSED = "closed"
    SPOKEN = "spoken"
    REPORTED = "reported"
    GONE = "gone"

    @property
    def said(self) -> str:
        """The status in words."""
        return _STANDINGS[self]


_STANDINGS: Final = {
    Standing.OPEN: "Anybody can read it",
    Standing.CLOSED: "Closed: only its members read it",
    Standing.SPOKEN: "Its owner was spoken to",
    Standing.REPORTED: "Reported to the site",
    Standing.GONE: "It is gone",
}


class Half(StrEnum):
    """The two times at which children come and go."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


# Who counts as a senior leader at the gate. Source: 000 Preventative (304), 003 (571).
LEADERS: Final = frozenset({
    "assistant_headteacher", "chair", "deputy_headteacher", "dsl", "headteacher",
    "inclusion_leader", "senior_leader",
})  # fmt: skip


class Turn(NamedTuple):
    """One time at the gate; `who` is empty where nobody is down for it."""

    on: date
    half: Half
    who: str

    @property
    def is_gap(self) -> bool:
        """Tell whether nobody is down for it."""
        return not self.who


def monday(day: date) -> date:
    """Return the first day of the week of a day."""
    return day - timedelta(days=day.weekday())


def week(
    begins: date, school_days: Collection[date], down: Iterable[tuple[date, str, str]]
) -> list[Turn]:
    """Return every turn of a week on which there is school; `down` is (day, half, name). HSM-26."""
    known = {(on, half): who for on, half, who in down}
    days = (begins + timedelta(days=n) for n in range(7))
    return [Turn(on, half, known.get((on, half), ""))
            for on in days if on in school_days for half in Half]  # fmt: skip
