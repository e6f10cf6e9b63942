"""Whom a phrase of a policy means, and who is next where nobody holds a role or may be told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from schoolgate.concerns.rules.facts import Facts
from schoolgate.people.rules import role_slug
from schoolgate.policies.language.words import Words

# A route is told to people who answer for it; a crowd is told nothing of a case.
_CROWD: Final = frozenset({
    "auditor", "community_user", "former_employee", "governor", "guest", "line_manager",
    "newly_qualified_teacher", "office_staff", "parent", "pupil_ks1", "pupil_ks2", "teacher",
    "teachers", "teaching_assistant", "volunteer",
})  # fmt: skip
_SAME: Final = {"senior_leaders": "senior_leader", "senior_leadership_team": "senior_leader"}
_NEXT: Final = {
    "chair": ("vice_chair",),
    "dsl": ("deputy_dsl",),
    "esafety_coordinator": ("dsl",),
    "it_technician": ("network_manager",),
    "network_manager": ("it_technician",),
    "senior_leader": ("deputy_headteacher",),
}
_THEN: Final = ("headteacher", "chair", "vice_chair", "deputy_headteacher", "senior_leader")
# Nobody below the headteacher deals with a matter that the headteacher is in.
_OF_THE_HEAD: Final = ("chair", "vice_chair", "deputy_headteacher")
# Who is told next of what is urgent and unread.
_UNREAD: Final = ("dsl", "headteacher", "deputy_dsl", "deputy_headteacher", "senior_leader",
                  "chair")  # fmt: skip
LINE: Final = frozenset({*_NEXT, *_THEN, *(role for line in _NEXT.values() for role in line)})


def offices(phrase: str, words: Words) -> tuple[str, ...]:
    """Return the roles that a phrase names, as appointments spell them; none for a crowd."""
    name = phrase.split(",")[0].strip()
    actors = words.people(name)
    slug = role_slug(name)
    found = {_SAME.get(slug, slug)} if actors is None else actors
    return () if any(role in _CROWD for role in found) else tuple(sorted(found))


def instead_of(role: str, facts: Facts) -> str:
    """Return the first in line for a role whom somebody holds and who has no part in the matter;
    nothing where there is nobody."""
    line = _OF_THE_HEAD if facts.head_is_in_it else (role, *_NEXT.get(role, ()), *_THEN)
    out = facts.shut_out | facts.vacant
    return next((one for one in line if one not in out), "")


def living(roles: Iterable[str], facts: Facts) -> tuple[str, ...]:
    """Return who is told in the place of these roles, each once, in their order."""
    found = (instead_of(role, facts) for role in roles)
    return tuple(dict.fromkeys(role for role in found if role))


def line_of(facts: Facts) -> tuple[str, ...]:
    """Return who is told in turn of what is urgent and unread: who holds a role, and has no part
    in the matter."""
    line = _OF_THE_HEAD if facts.head_is_in_it else _UNREAD
    return tuple(role for role in line if role not in facts.shut_out | facts.vacant)
