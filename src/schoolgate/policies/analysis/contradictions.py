"""Which conflicting pairs of rules a school must decide about, and how to say so.

Most conflicts are the ordinary work of a policy: a general permission and a ban on some matter
(bullying, unlicensed copies) that limits it. A contradiction is one of these:
- two matrices gate the same act differently;
- a permission that another clause refuses in every case, so that it never takes effect;
- a ban about the very circumstances that the permission names, or a ban's exception that another
  ban takes away again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schoolgate.policies.analysis.conflicts import Conflict, allowing, conflicts, phrases
from schoolgate.policies.analysis.logic import example
from schoolgate.policies.language.pack import Pack
from schoolgate.policies.rules import Level, Rule

MATTER: Final = frozenset({"content", "effect", "employment", "intent", "licence"})
_AIM: Final = frozenset(
    {"aim", "purpose"}
)  # a ban on an aim limits every exception, as a matter does
_NEW_KEYS: Final = 1  # an exception and a ban meet when the ban looks at one thing more


def contradictions(pack: Pack) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield a sentence and the two clauses for each contradiction, each pair of clauses once."""
    seen: set[frozenset[str]] = set()
    for conflict in conflicts(pack.book):
        clauses = (conflict.allows.clause, conflict.refuses.clause)
        if frozenset(clauses) not in seen and must_decide(conflict, pack):
            seen.add(frozenset(clauses))
            yield _sentence(conflict), clauses


def must_decide(conflict: Conflict, pack: Pack) -> bool:
    """Tell whether a conflict is a contradiction in the sense of this module."""
    if conflict.by_cells or _never_takes_effect(conflict, pack):
        return True
    if any(fact.condition for fact in conflict.refuses.unless):
        return False  # a ban that leave or consent lifts: the gates of both clauses add up
    banned = {test.key for fact in conflict.refuses.when for test in fact.tests()}
    if banned & MATTER:
        return False
    named = {test.key for fact in conflict.allows.facts() for test in fact.tests()}
    new = banned - named
    if conflict.allows.answer is Level.ALLOWED or new & _AIM:
        return not new
    return len(new) <= _NEW_KEYS


def _never_takes_effect(conflict: Conflict, pack: Pack) -> bool:
    """Tell whether `refuses` refuses in every case in which `allows` allows."""
    other, assume = conflict.refuses, pack.book.assume
    ways_out = [(fact, False) for fact in other.when] + [(fact, True) for fact in other.unless]
    return not any(
        example([*allowed, way], assume) is not None
        for allowed in allowing(conflict.allows)
        for way in ways_out
    )


def _sentence(conflict: Conflict) -> str:
    one, other = conflict.allows, conflict.refuses
    what = _what(conflict)
    if conflict.by_cells:
        said = [
            f"{rule.clause} says “{rule.cell}” for {rule.said_who.lower()}" for rule in (one, other)
        ]
        return f"{what}: {said[0]}; {said[1]}."
    given = ", ".join(
        f"{key.removeprefix('own_').replace('_', ' ')} {value.replace('_', ' ')}"
        for key, value in conflict.when
    )
    return f"{what}: {_lets(one)}, but {other.clause} refuses {other.said_who.lower()}." + (
        f" For example: {given}." if given else ""
    )


def _lets(rule: Rule) -> str:
    who = rule.said_who.lower()
    if rule.answer is Level.ALLOWED:
        return f"{rule.clause} lets {who}"
    return f"{rule.clause} makes an exception for {who} ({phrases(rule.unless)})"


def _what(conflict: Conflict) -> str:
    shortest = min((conflict.allows, conflict.refuses), key=lambda rule: len(rule.acts))
    said = (shortest.said_what or "this act").split(";")[0].strip()
    return said[:1].upper() + said[1:]
