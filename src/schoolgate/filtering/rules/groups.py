"""The groups that a list of one's own, and the answer to unlisted sites, speak of. Pure.

A group stands for profiles of the filter. Nobody is in two groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from schoolgate.filtering.rules.verdicts import OTHERS, STAFF


class Group(StrEnum):
    """For whom something holds."""

    GUESTS = "guests"
    PUPILS_KS1 = "pupils_ks1"
    PUPILS_KS2 = "pupils_ks2"
    STAFF = "staff"


class Unlisted(StrEnum):
    """What happens to a site that stands on no list."""

    ALLOW = "allow"
    ASK = "ask"
    BLOCK = "block"


LABELS: Final[Mapping[str, str]] = {
    Group.PUPILS_KS1: "Younger pupils (key stage 1)",
    Group.PUPILS_KS2: "Older pupils (key stage 2)",
    Group.STAFF: "Staff",
    Group.GUESTS: "Guests, governors and volunteers",
}
ANSWERS: Final[Mapping[str, str]] = {
    Unlisted.ALLOW: "open",
    Unlisted.BLOCK: "closed",
    Unlisted.ASK: "closed, and the page says whom to ask",
}
# Where nobody has said otherwise: what no list knows is open, and people look on.
USUAL: Final[Mapping[str, Unlisted]] = dict.fromkeys(LABELS, Unlisted.ALLOW)
_ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    Group.PUPILS_KS1: ("pupil_ks1",), Group.PUPILS_KS2: ("pupil_ks2",),
    Group.STAFF: STAFF, Group.GUESTS: OTHERS,
}  # fmt: skip


def roles_of(groups: Iterable[str]) -> frozenset[str]:
    """Return the roles that these groups stand for; every role for none: that is everyone."""
    chosen = [*groups] or [*_ROLES]
    return frozenset(role for group in chosen for role in _ROLES[group])


def closed_unlisted(answers: Mapping[str, Unlisted]) -> dict[str, bool]:
    """Return the roles for whom a site that stands on no list is closed."""
    shut = [group for group, answer in answers.items() if answer is not Unlisted.ALLOW]
    return dict.fromkeys(roles_of(shut), True) if shut else {}


def words(groups: Iterable[str]) -> str:
    """Return groups as a sentence names them."""
    return ", ".join(LABELS[one] for one in LABELS if one in {*groups}) or "everyone"
