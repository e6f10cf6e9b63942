"""Where somebody stands with an agreement: signed, signed before it changed, declined, not yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from schoolgate.agreements.rules.texts import Section, Text


class State(StrEnum):
    """Where one agreement of one person stands."""

    SIGNED = "Signed"
    CHANGED = "Changed, to be signed again"
    DECLINED = "Declined"
    OUTSTANDING = "Outstanding"


WAITING = frozenset({State.CHANGED, State.DECLINED, State.OUTSTANDING})


def covers(signed: Text, now: Text) -> bool:
    """Tell whether what was signed holds everything that the text in force asks to be agreed to.

    What has gone from it since is no reason to sign again.
    """
    return signed.hash == now.hash or now.parts <= signed.parts


def concerned(signed: Text, now: Text, group: frozenset[str]) -> frozenset[str]:
    """Return which actors of a group have to sign again who signed an older text."""
    if covers(signed, now):
        return frozenset()
    told = {one.hash for one in now.sections}
    if not now.parts - told <= signed.parts:
        return group  # a statement is for everybody
    new = [one.who or group for one in now.sections if one.hash not in signed.parts]
    return frozenset().union(*new)


def is_concerned(actors: frozenset[str], them: frozenset[str], group: frozenset[str]) -> bool:
    """Tell whether somebody is among those; somebody whom the policy has no word for always is."""
    mine = actors & group
    return bool(them) and (not mine or not mine.isdisjoint(them))


def state(
    *, signed_at: datetime | None, is_covered: bool, declined_at: datetime | None
) -> State:  # fmt: skip
    """Return where an agreement stands: the latest word counts."""
    if declined_at is not None and (signed_at is None or declined_at > signed_at):
        return State.DECLINED
    if signed_at is None:
        return State.OUTSTANDING
    return State.SIGNED if is_covered else State.CHANGED


def is_told(section: Section, actors: frozenset[str]) -> bool:
    """Tell whether a section speaks of one of these actors, or of everybody."""
    return not section.who or not actors.isdisjoint(section.who)


@dataclass(frozen=True, slots=True)
class Change:
    """A section that is new or reads differently; `before` is empty for a new one."""

    section: Section
    before: str


def changes(before: Text, now: Text, actors: frozenset[str] = frozenset()) -> Iterator[Change]:
    """Yield what is new in a text to somebody who signed an older one, in its order.

    With actors, only what speaks of them or of everybody.
    """
    old = {one.ref: one for one in before.sections}
    for one in now.sections:
        if one.hash not in before.parts and (not actors or is_told(one, actors)):
            yield Change(one, old[one.ref].body if one.ref in old else "")
