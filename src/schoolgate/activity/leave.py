"""Leave to read: what a look-up hands over before anything of a named person is opened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a look-up may read."""

    WEB = "web"
    MAIL = "mail"


class OutsideLeave(Exception):
    """The leave does not reach that far. Nothing was opened; the message says why."""


@dataclass(frozen=True, slots=True)
class Leave:
    """What an authorisation allows. Only monitoring's look-up makes one.

    `person` are the pseudonyms of one person (16 hex each: the login, the mail addresses);
    `since` inclusive and `until` exclusive, both ms since 1970, UTC; `authorisation` names the
    look-up that was authorised, and is never empty.
    """

    person: frozenset[str]
    scope: frozenset[Scope]
    since: int
    until: int
    authorisation: str

    def allow(self, scope: Scope, *, at: int, people: frozenset[str]) -> None:
        """Raise OutsideLeave unless an event at `at` with `people` in it may be read."""
        if not self.authorisation:
            raise OutsideLeave("There is no authorisation. Ask the headteacher for a look-up.")
        if scope not in self.scope:
            raise OutsideLeave(f"The authorisation does not cover {scope}.")
        if not self.since <= at < self.until:
            raise OutsideLeave("That lies outside the days that were authorised.")
        if not self.person & people:
            raise OutsideLeave("That is not of the person whom the authorisation names.")
