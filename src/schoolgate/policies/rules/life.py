"""The life of a version: what it goes through, and what it is on a day. Pure.

A version is stored with a stage; what it is called follows from the stage and the day, so that
nothing has to happen at midnight. Source: docs/workflows/policies.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple


class Stage(StrEnum):
    """How far a version has come. Only `draft` may be written on."""

    DRAFT = "draft"
    CONSULTED = "consulted"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class State(StrEnum):
    """What a version is on a day, as people say it."""

    DRAFT = "draft"
    CONSULTED = "consulted"
    APPROVED = "approved"
    IN_FORCE = "in force"
    REPLACED = "replaced"
    ENDED = "no longer in force"
    WITHDRAWN = "withdrawn"


def state(
    stage: str, *, from_on: date | None, until_on: date | None, replaced_on: date | None, on: date
) -> State:
    """Return what a version is on a day.

    `from_on` is the day from which it is in force (None: not published), `until_on` the day on
    which it ends without a successor, `replaced_on` the first day of its successor.
    """
    if stage != Stage.APPROVED or from_on is None or on < from_on:
        return State(stage)
    if replaced_on is not None and on >= replaced_on:
        return State.REPLACED
    if until_on is not None and on >= until_on:
        return State.ENDED
    return State.IN_FORCE


class Move(StrEnum):
    """What can be done with a version as a whole."""

    CONSULT = "consult"
    REOPEN = "reopen"
    APPROVE = "approve"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


class _Way(NamedTuple):
    of: frozenset[Stage]
    to: Stage


# From which stages, to which; publishing and withdrawing take a version that has no date yet.
WAYS: Final = {
    Move.CONSULT: _Way(frozenset({Stage.DRAFT}), Stage.CONSULTED),
    Move.REOPEN: _Way(frozenset({Stage.CONSULTED}), Stage.DRAFT),
    Move.APPROVE: _Way(frozenset({Stage.CONSULTED}), Stage.APPROVED),
    Move.PUBLISH: _Way(frozenset({Stage.APPROVED}), Stage.APPROVED),
    Move.WITHDRAW: _Way(frozenset({Stage.DRAFT, Stage.CONSULTED, Stage.APPROVED}), Stage.WITHDRAWN),
}
# Whoever wrote a policy asks these; a school's own list comes from what it did before.
GROUPS: Final = ("staff", "pupils", "parents", "governors")


def ways(stage: str, *, published: bool) -> frozenset[Move]:
    """Return the moves that a version's stage leaves open, whoever may make them."""
    if published:
        return frozenset()
    return frozenset(move for move, way in WAYS.items() if stage in way.of)


def not_consulted(groups: Iterable[str], *, expected: Iterable[str] = GROUPS) -> list[str]:
    """Return the groups that nobody has asked. “Pupils, by the school council” asks pupils."""
    asked = [group.lower() for group in groups]
    return [one for one in expected if not any(one.lower() in group for group in asked)]


def signing_roles(approver: str) -> frozenset[str]:
    """Return the roles that can sign for the body which a header names as approver."""
    if "chair" in approver.lower():
        return frozenset({"chair"})
    return frozenset({"chair", "governor"})
