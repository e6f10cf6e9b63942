"""Whom the policy sees in somebody: roles of the school as actors of the vocabulary. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from schoolgate.people.rules import role_of
from schoolgate.policies.language.words import Words

# Roles that the vocabulary has no word of its own for.
_COUNTS_AS: Final = {
    "chair": "governor",
    "data_protection_lead": "office_staff",
    "deputy_headteacher": "senior_leader",
    "dsl": "senior_leader",
    "inclusion_leader": "senior_leader",
    "online_safety_governor": "governor",
    "school_business_manager": "office_staff",
}


def actors_of(words: Words, *, post: str, roles: Iterable[str], kind: str) -> tuple[str, ...]:
    """Return the actors that somebody is, the post first; never empty for somebody with a kind."""
    known = words.lexicon.actors
    every = (post, *sorted(roles))
    found = [name for role in every if (name := _COUNTS_AS.get(role, role)) in known]
    return tuple(dict.fromkeys(found or [role_of(kind)]))
