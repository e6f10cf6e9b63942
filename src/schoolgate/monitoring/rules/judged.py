"""Whose messages a machine may read by itself, as the policy's boxes say. Pure.

Employees': where monitoring begins with an electronic system, which tells the headteacher (000
§14.1, 003 §16). Pupils': what they were told of; a notice about email is none about chats.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

MAIL: Final = "mail"
CHAT: Final = "chat"
_PUPILS: Final = frozenset({"pupils", "users of school systems", "everyone"})


class May(NamedTuple):
    """The clauses by which messages are judged, "" where there is none."""

    pupils_mail: str = ""
    pupils_chat: str = ""
    staff: str = ""

    def of_pupils(self, kind: str) -> str:
        """Return the clause for a pupil's message of a kind, "mail" or "chat"."""
        return self.pupils_mail if kind == MAIL else self.pupils_chat


def told_of(told: Iterable[str], what: Iterable[str]) -> frozenset[str]:
    """Return of which kinds of messages a notice tells pupils that they are watched."""
    plain = " ".join(what).lower()
    watched = "monitored" in plain or "will see" in plain
    if _PUPILS.isdisjoint(one.lower() for one in told) or not watched or "social media" in plain:
        return frozenset()
    if "email" in plain:
        return frozenset({MAIL})
    whole = "use is" in plain or "activity" in plain
    return frozenset({MAIL, CHAT}) if whole else frozenset()


def begins_by_machine(told_by: str) -> bool:
    """Tell whether a route that monitoring sets off begins with an electronic system."""
    return "electronic system" in told_by.lower()
