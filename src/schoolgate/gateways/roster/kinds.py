"""What exports call people, their posts and their years, in our own words."""

from __future__ import annotations

import re
from typing import Final

from schoolgate.people import rules
from schoolgate.people.rules import Kind

_KINDS: Final = {
    "agency": Kind.SUPPLY, "carer": Kind.PARENT, "contact": Kind.PARENT, "employee": Kind.STAFF,
    "guardian": Kind.PARENT, "peripatetic": Kind.SUPPLY, "student": Kind.PUPIL,
    "supply staff": Kind.SUPPLY, "supply teacher": Kind.SUPPLY, "teacher": Kind.STAFF,
    "parents": Kind.PARENT, "pupils": Kind.PUPIL, "students": Kind.PUPIL,
    "governors": Kind.GOVERNOR, "volunteers": Kind.VOLUNTEER,
    **{kind.value.replace("_", " "): kind for kind in Kind},
}  # fmt: skip
_POSTS: Final = {
    "class teacher": "teacher", "early career teacher": "newly_qualified_teacher",
    "ect": "newly_qualified_teacher", "higher level teaching assistant": "teaching_assistant",
    "hlta": "teaching_assistant", "learning support assistant": "teaching_assistant",
    "lsa": "teaching_assistant", "newly qualified teacher": "newly_qualified_teacher",
    "nqt": "newly_qualified_teacher", "ta": "teaching_assistant", "teacher": "teacher",
    "teaching assistant": "teaching_assistant",
}  # fmt: skip
# What a file may make of somebody. Whoever leads is appointed: no import gives or takes that.
FROM_A_FILE: Final = frozenset(_POSTS.values()) | {
    *(rules.role_of(kind) for kind in Kind), "pupil_ks2",
}  # fmt: skip
_NAMED_YEARS: Final = {
    "e1": -2, "e2": -1, "f1": -1, "f2": 0, "foundation 1": -1, "foundation 2": 0, "it": -2,
    "kg": 0, "n": -1, "n1": -2, "n2": -1, "nursery": -1, "nursery 1": -2, "nursery 2": -1,
    "pk": -1, "pr": -1, "r": 0, "rec": 0, "reception": 0, "yr": 0, "year r": 0,
}  # fmt: skip
_NUMBERED: Final = re.compile(r"(?:nc )?(?:year|yr|y|grade)? ?0?(\d{1,2})")


def _fold(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split())


def kind_word(text: str) -> str:
    """Return what a file means by “Student” or “Supply Teacher” as a Kind; "" if unknown."""
    return _KINDS.get(_fold(text), "")


def post(kind: str, job: str, *, newly_qualified: bool) -> str:
    """Return the policy's word for a post; for work that it does not name, the kind's own word."""
    if kind not in rules.STAFF_KINDS:
        return rules.role_of(kind)
    found = _POSTS.get(_fold(job), rules.role_of(kind))
    return "newly_qualified_teacher" if newly_qualified and found == "teacher" else found


def year_number(text: str) -> int | None:
    """Return a year as `Person.year` keeps it; None for one that no school in England has."""
    folded = _fold(text)
    if folded in _NAMED_YEARS:
        return _NAMED_YEARS[folded]
    match = _NUMBERED.fullmatch(folded)
    number = int(match[1]) if match else 0
    return number if 1 <= number <= rules.OLDEST else None
