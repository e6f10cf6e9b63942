"""What follows from a year, a date or a role's name. Plain values in, plain values out."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What somebody is to the school; the policy's word for their post stands in `Person.role`."""

    COMMUNITY_USER = "community_user"
    CONTRACTOR = "contractor"
    GOVERNOR = "governor"
    PARENT = "parent"
    PUPIL = "pupil"
    RELATIVE = "relative"
    STAFF = "staff"
    SUPPLY = "supply"
    TRAINEE = "trainee"
    VISITOR = "visitor"
    VOLUNTEER = "volunteer"


class Flag(StrEnum):
    """What only those who need it may know of a pupil."""

    IN_CARE = "in_care"
    NO_PHOTO = "no_photo"


YOUNGEST: Final = -2  # nursery for two-year-olds; -1 nursery, 0 reception, then years 1 to 13
OLDEST: Final = 13
STAFF_KINDS: Final = frozenset({Kind.STAFF, Kind.SUPPLY, Kind.TRAINEE})
_KIND_OF_ROLE: Final = {
    "auditor": Kind.VISITOR,
    "chair": Kind.GOVERNOR,
    "community_user": Kind.COMMUNITY_USER,
    "governor": Kind.GOVERNOR,
    "guest": Kind.VISITOR,
    "parent": Kind.PARENT,
    "pupil_ks1": Kind.PUPIL,
    "pupil_ks2": Kind.PUPIL,
    "volunteer": Kind.VOLUNTEER,
}
_ROLE_OF_KIND: Final = {
    Kind.COMMUNITY_USER: "community_user",
    Kind.CONTRACTOR: "guest",
    Kind.GOVERNOR: "governor",
    Kind.PARENT: "parent",
    Kind.RELATIVE: "community_user",
    Kind.STAFF: "office_staff",
    Kind.SUPPLY: "teacher",
    Kind.TRAINEE: "guest",
    Kind.VISITOR: "guest",
    Kind.VOLUNTEER: "volunteer",
}
# How packs spell roles that have a shorter name here.
_SAME_ROLE: Final = {
    "chair_of_governors": "chair",
    "child_protection_officer": "dsl",
    "computing_lead": "esafety_coordinator",
    "computing_and_e_safety_lead": "esafety_coordinator",
    "designated_safeguarding_lead": "dsl",
    "e_safety_coordinator": "esafety_coordinator",
    "governing_body": "governor",
    "governors": "governor",
    "head": "headteacher",
    "head_teacher": "headteacher",
    "online_safety_lead": "esafety_coordinator",
}
_STAGES: Final = ((0, "EYFS"), (2, "KS1"), (6, "KS2"), (9, "KS3"), (11, "KS4"), (13, "KS5"))
_LAST_OF_KS1: Final = 2


def key_stage(year: int | None) -> str:
    """Return EYFS, KS1 … KS5 for a year (nursery -2 and -1, reception 0, 1 to 13); "" for none."""
    if year is None or year < YOUNGEST:
        return ""
    return next((stage for last, stage in _STAGES if year <= last), "")


def pupil_role(year: int | None) -> str:
    """Return the policy's word for a pupil. A pupil without a year counts as a younger one."""
    return "pupil_ks2" if year is not None and year > _LAST_OF_KS1 else "pupil_ks1"


def role_of(kind: str, year: int | None = None) -> str:
    """Return the policy's word for somebody of this kind who has no post that says more."""
    return pupil_role(year) if kind == Kind.PUPIL else _ROLE_OF_KIND[Kind(kind)]


def kind_of(role: str) -> Kind:
    """Return what somebody in this role is to the school: staff, unless the role says otherwise."""
    return _KIND_OF_ROLE.get(role, Kind.STAFF)


def year_name(year: int | None) -> str:
    """Return a year as people say it: Nursery, Reception, Year 4."""
    if year is None:
        return ""
    return {YOUNGEST: "Nursery (age 2)", -1: "Nursery", 0: "Reception"}.get(year, f"Year {year}")


def role_slug(name: str) -> str:
    """Return a role of a pack as appointments spell it: “the Computing Lead” is one role."""
    words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_").removeprefix("the_")
    return _SAME_ROLE.get(words, words)


def is_current(on: date, first: date | None, until: date | None) -> bool:
    """Tell whether `on` lies in a span: from inclusive, until exclusive, None for open."""
    return (first is None or first <= on) and (until is None or on < until)
