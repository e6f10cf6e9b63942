"""What came of a concern and how soon, in the few words of the report of a term. Plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

SAME_DAY: Final = "On the same day"
NEXT_DAY: Final = "On the next day"
SOON: Final = "After 2 to 4 days"
LATE: Final = "After 5 days or more"
NEVER: Final = "Not yet when the report was made"
DAYS: Final = (SAME_DAY, NEXT_DAY, SOON, LATE, NEVER)
_SOON: Final = 4

POLICE: Final = "Passed to the police or another body"
PUPIL: Final = "An outcome for a pupil, under the behaviour policy"
STAFF: Final = "An outcome for a member of staff"
OTHERS: Final = "An outcome for a parent or somebody outside"
NOTHING: Final = "No sanction"
CLOSED: Final = "Closed; nothing had to be decided"
OPEN: Final = "Not closed when the report was made"
OUTCOMES: Final = (NOTHING, PUPIL, STAFF, OTHERS, POLICE, CLOSED, OPEN)
_OF_KIND: Final = {"behaviour-outcome": PUPIL, "outside-outcome": OTHERS, "sanction": STAFF}
_NOTHING: Final = frozenset({"advice", "no-further", "none"})


def days(gone: int | None) -> str:
    """Return how soon something was done, in days; None where it never was."""
    if gone is None:
        return NEVER
    if gone <= 1:
        return SAME_DAY if gone <= 0 else NEXT_DAY
    return SOON if gone <= _SOON else LATE


def outcome(entries: Sequence[tuple[str, Mapping[str, str]]], *, is_closed: bool) -> str:
    """Return what came of a case by its last outcome; `entries` are kinds with what they say."""
    for kind, said in reversed(entries):
        chosen = said.get("outcome", "")
        if kind == "referral" or chosen == "police":
            return POLICE
        if chosen in _NOTHING:
            return NOTHING
        if kind in _OF_KIND:
            return _OF_KIND[kind]
    return CLOSED if is_closed else OPEN
