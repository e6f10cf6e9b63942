"""Say a difference between two policies in plain English. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from schoolgate.policies.analysis.differences import Act, Change
from schoolgate.policies.english.sentences import people
from schoolgate.policies.language.pack import Pack
from schoolgate.policies.language.words import Words


def headline(before: Pack, after: Pack, changes: Sequence[Change]) -> str:
    """Return how many differences there are, by kind."""
    counts = Counter(change.kind for change in changes)
    parts = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    return f"From {before.id} to {after.id}: {len(changes)} differences ({parts or 'none'})."


def said(change: Change, words: Words) -> str:
    """Return one difference as a line: who, what, from what to what, when, and the clauses."""
    if not change.acts:
        return f"“{change.what}”: {change.before} → {change.after}"
    who = people(sorted(change.actors), words)
    text = f"{who}, {acts(change.acts, words)}: "
    if change.what:
        text += f"“{change.what}”: "
    text += f"{change.before} → {change.after}"
    if change.when:
        text += f", when {' and '.join(change.when)}"
    return text + clauses(change)


def clauses(change: Change) -> str:
    """Return the clauses of both sides in brackets."""
    old, new = (
        ", ".join(side) or "no clause" for side in (change.clauses_before, change.clauses_after)
    )
    return f" [{old} → {new}]"


def acts(pairs: Iterable[Act], words: Words, most: int = 4) -> str:
    """Return acts as words; the rest of a long list as a count."""
    names = words.lexicon
    said_ = []
    for action, resource in sorted(pairs):
        verb = names.actions[action].verb if action in names.actions else action
        noun = names.resources[resource].noun if resource in names.resources else resource
        said_.append(f"{verb} {noun}")
    more = f" and {len(said_) - most} more" if len(said_) > most else ""
    return ", ".join(said_[:most]) + more
