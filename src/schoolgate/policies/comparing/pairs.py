"""Two policies side by side: what answers differently, worked out once for each pair. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from schoolgate.policies.analysis.differences import Change, differences
from schoolgate.policies.english.changes import acts, said
from schoolgate.policies.english.sentences import people
from schoolgate.policies.english.wording import capital, listed
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.words import Words

KINDS = {
    "side effect": "Side effects",
    "looser": "Looser",
    "stricter": "Stricter",
    "newly silent": "No longer settled",
    "newly settled": "Newly settled",
    "condition": "Conditions newly asked for",
    "duty": "Duties and advice",
    "unstated": "Left unstated",
}
ABOUT = {
    "side effect": "Safeguards that the change drops or weakens, where it may not have meant to.",
    "looser": "Refused before, allowed now.",
    "stricter": "Allowed before, refused now.",
    "newly silent": "The first policy answers; the second says nothing.",
    "newly settled": "The first policy says nothing; the second answers.",
    "condition": "Leave, consent or care that only the second asks for.",
    "duty": "Things to do, or to bear in mind, on one side only.",
    "unstated": "Times and facts that one side leaves open.",
}
_TEST = re.compile(r"(not )?([a-z0-9_]+) (=|!=) (.+)")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in words, with its clauses on both sides and the groups that it concerns."""

    kind: str
    who: str
    what: str
    gate: str
    before: str
    after: str
    when: tuple[str, ...]
    clauses_before: tuple[str, ...]
    clauses_after: tuple[str, ...]
    line: str
    actors: frozenset[str]


def between(before: Pack, after: Pack) -> list[Difference]:
    """Return every difference in behaviour, side effects first. Takes seconds for long policies."""
    return [_difference(change, after) for change in differences(before.book, after.book)]


def _difference(change: Change, after: Pack) -> Difference:
    words = after.words
    return Difference(
        change.kind,
        people(sorted(change.actors), words) if change.actors else "",
        acts(change.acts, words) if change.acts else "",
        change.what,
        change.before,
        change.after,
        tuple(_plain(phrase, words) for phrase in change.when),
        change.clauses_before,
        change.clauses_after,
        said(change, words),
        change.actors,
    )


def _plain(phrase: str, words: Words) -> str:
    """Return `channel = email | website` as `by way of: by email or on the school website`."""
    match = _TEST.fullmatch(phrase)
    if match is None:
        return phrase
    known = words.lexicon.keys.get(match[2])
    values = [value.strip() for value in match[4].split("|")]
    names = [known.values.get(v, v.replace("_", " ")) if known else v for v in values]
    label = (known.label if known else "") or match[2].replace("_", " ")
    negated = bool(match[1]) is not (match[3] == "!=")
    return f"{label}: {'not ' if negated else ''}{listed(names, 'or')}"


def filtered(
    found: Iterable[Difference], *, kind: str, group: frozenset[str] | None, words: str
) -> list[Difference]:
    """Return the differences of one kind, for one group of people, with every word of a search."""
    wanted = words.lower().split()
    return [
        one
        for one in found
        if (not kind or one.kind == kind)
        and (group is None or one.actors & group)
        and all(word in one.line.lower() for word in wanted)
    ]


def counts(found: Iterable[Difference]) -> dict[str, int]:
    """Return how many differences there are of each kind, in order."""
    counted = Counter(one.kind for one in found)
    return {kind: counted[kind] for kind in KINDS if counted[kind]}


def grouped(found: Sequence[Difference]) -> list[tuple[str, str, list[Difference]]]:
    """Return (title, explanation, differences) of each kind, in order."""
    return [
        (KINDS[kind], ABOUT[kind], [one for one in found if one.kind == kind])
        for kind in KINDS
        if any(one.kind == kind for one in found)
    ]


@lru_cache(maxsize=64)
def label(name: str) -> str:
    """Return `Derbyshire, issue 5` for the template `derbyshire@5`."""
    short, _, issue = name.partition("@")
    return f"{capital(short.replace('-', ' '))} template, issue {issue}"
