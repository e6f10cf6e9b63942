"""The kinds of agreement, and the groups of people that a policy binds by them."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from schoolgate.people.rules import STAFF_KINDS, pupil_role
from schoolgate.people.rules import Kind as PersonKind


class Kind(StrEnum):
    """What an agreement is about."""

    CLASS_RULES = "class-rules"
    COMMUNITY = "community"
    GOVERNOR = "governor"
    GUEST = "guest"
    HOME_SCHOOL = "home-school"
    OWN_DEVICE = "own-device"
    PARENT = "parent"
    PUPIL = "pupil"
    SOCIAL_MEDIA = "social-media"
    STAFF = "staff"
    SUPPORT = "support"
    VOLUNTEER = "volunteer"


class Group(StrEnum):
    """Who is bound."""

    COMMUNITY = "community"
    GOVERNOR = "governor"
    GUEST = "guest"
    PARENT = "parent"
    PUPIL_KS1 = "pupil-ks1"
    PUPIL_KS2 = "pupil-ks2"
    STAFF = "staff"
    VOLUNTEER = "volunteer"


class Method(StrEnum):
    """How it was signed."""

    CLASS = "class"
    DRAWN = "drawn"
    PAPER = "paper"
    SCREEN = "screen"
    TYPED = "typed"


METHOD_WORDS: Final[dict[str, str]] = {
    Method.CLASS: "with the whole class",
    Method.DRAWN: "by hand on a tablet",
    Method.PAPER: "on paper",
    Method.SCREEN: "on screen",
    Method.TYPED: "by typing the name on a tablet",
}
PUPILS: Final = frozenset({Group.PUPIL_KS1, Group.PUPIL_KS2})
# The policy's words for people (`policies/words/people.toml`), by the group that they are in.
ACTORS: Final[dict[Group, frozenset[str]]] = {
    Group.COMMUNITY: frozenset({"community_user"}),
    Group.GOVERNOR: frozenset({"governor"}),
    Group.GUEST: frozenset({"auditor", "guest"}),
    Group.PARENT: frozenset({"parent"}),
    Group.PUPIL_KS1: frozenset({"pupil_ks1"}),
    Group.PUPIL_KS2: frozenset({"pupil_ks2"}),
    Group.STAFF: frozenset({
        "esafety_coordinator", "headteacher", "it_technician", "network_manager",
        "newly_qualified_teacher", "office_staff", "senior_leader", "teacher",
        "teaching_assistant",
    }),
    Group.VOLUNTEER: frozenset({"volunteer"}),
}  # fmt: skip
# What a group signs unless its box is about something narrower.
USE: Final[dict[Group, Kind]] = {
    Group.COMMUNITY: Kind.COMMUNITY,
    Group.GOVERNOR: Kind.GOVERNOR,
    Group.GUEST: Kind.GUEST,
    Group.PARENT: Kind.PARENT,
    Group.PUPIL_KS1: Kind.PUPIL,
    Group.PUPIL_KS2: Kind.PUPIL,
    Group.STAFF: Kind.STAFF,
    Group.VOLUNTEER: Kind.VOLUNTEER,
}
# Signed only by whoever wants to do what it opens.
ON_DEMAND: Final = frozenset({Kind.OWN_DEVICE, Kind.SOCIAL_MEDIA})
USES_SYSTEMS: Final = frozenset(set(USE.values()) - {Kind.PARENT} | {Kind.OWN_DEVICE})
GROUP_WORDS: Final[dict[Group, str]] = {
    Group.COMMUNITY: "community users",
    Group.GOVERNOR: "governors",
    Group.GUEST: "contractors, agents and other guests",
    Group.PARENT: "parents and carers",
    Group.PUPIL_KS1: "pupils up to year 2",
    Group.PUPIL_KS2: "pupils from year 3",
    Group.STAFF: "staff",
    Group.VOLUNTEER: "volunteers",
}
_GROUP_OF: Final = {
    PersonKind.COMMUNITY_USER: Group.COMMUNITY,
    PersonKind.CONTRACTOR: Group.GUEST,
    PersonKind.GOVERNOR: Group.GOVERNOR,
    PersonKind.PARENT: Group.PARENT,
    PersonKind.RELATIVE: Group.COMMUNITY,
    PersonKind.VISITOR: Group.GUEST,
    PersonKind.VOLUNTEER: Group.VOLUNTEER,
    **dict.fromkeys(STAFF_KINDS, Group.STAFF),
}
_STAGES: Final = {"pupil_ks1": Group.PUPIL_KS1, "pupil_ks2": Group.PUPIL_KS2}


def group_of(kind: str, year: int | None, role: str = "") -> Group:
    """Return the group that somebody of this kind is in.

    A pupil's follows from the year; where none is known, from the role, and then the younger one.
    """
    if kind == PersonKind.PUPIL:
        return _STAGES[pupil_role(year) if year is not None else _stage(role)]
    return _GROUP_OF[PersonKind(kind)]


def _stage(role: str) -> str:
    return role if role in _STAGES else "pupil_ks1"


def groups_in(actors: Collection[str]) -> frozenset[Group]:
    """Return the groups that some of these actors are in."""
    return frozenset(group for group, them in ACTORS.items() if not them.isdisjoint(actors))
