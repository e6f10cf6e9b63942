"""Two wordings side by side: which clauses read otherwise, and which words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from schoolgate.policies.english.plain import plain
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.document import Table
from schoolgate.policies.language.effective import Pack, PackClause
from schoolgate.policies.language.words import Words

_WORDS = re.compile(r"\s+|[^\s]+")
MOST_WORDS = 6000  # longer texts are shown one below the other, with no words marked


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words: `same`, `gone` or `new`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Reworded:
    """A clause that reads otherwise; `kind` is changed, new or dropped."""

    ref: str
    title: str
    kind: str
    runs: tuple[Run, ...]


def reworded(before: Pack, after: Pack) -> list[Reworded]:
    """Return the clauses whose words or boxes differ, in the newer order; dropped ones last."""
    old, new = _by_name(before), _by_name(after)
    found = [
        _clause(name, (old.get(name), before.words), (new.get(name), after.words))
        for name in (*new, *(name for name in old if name not in new))
        if _content(old.get(name)) != _content(new.get(name))
    ]
    return sorted(found, key=lambda one: one.kind == "dropped")


def _by_name(pack: Pack) -> dict[str, PackClause]:
    """Return clauses by number, those without one by their title."""
    return {clause.ref or f"# {clause.title}": clause for clause in pack.clauses}


def _content(clause: PackClause | None) -> object:
    return clause.canonical() if clause is not None else None


Side = tuple[PackClause | None, Words]


def _clause(name: str, before: Side, after: Side) -> Reworded:
    old, new = before[0], after[0]
    here = new or old
    kind = "new" if old is None else "dropped" if new is None else "changed"
    ref = "" if name.startswith("# ") else name
    return Reworded(ref, here.title if here else "", kind, marked(before, after))


def marked(before: Side, after: Side) -> tuple[Run, ...]:
    """Return one clause in both wordings as people read it, with what goes and what comes."""
    titled = before[0] and after[0] and before[0].title != after[0].title
    texts = (_text(*side, titled=bool(titled)) for side in (before, after))
    return tuple(runs(*texts))


def _text(clause: PackClause | None, words: Words, *, titled: bool) -> str:
    if clause is None:
        return ""
    parts = [clause.title] if titled else []
    return "\n\n".join([*parts, *(_part(part, words) for part in clause.parts)])


def _part(part: str | Said | Table, words: Words) -> str:
    """Return a part as plain text: a box as its sentence, a table row by row."""
    if isinstance(part, str):
        return part
    if isinstance(part, Said):
        made = plain(part, words)
        return "\n".join([made.text, *(f"– {step}" for step in made.steps)])
    return "\n".join(" | ".join(cells) for _, cells in part.rows)


def runs(before: str, after: str) -> Iterator[Run]:
    """Yield two texts as one: what stays, what goes and what comes, word by word."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        yield from (Run(kind, text) for kind, text in (("gone", before), ("new", after)) if text)
        return
    gone, came = "", ""
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        here, there = "".join(old[a:b]), "".join(new[c:d])
        if op != "equal" or ((gone or came) and not here.strip() and "\n" not in here):
            gone, came = gone + here, came + there  # words in a row change together
            continue
        yield from _changed(gone, came)
        gone, came = "", ""
        yield Run("same", here)
    yield from _changed(gone, came)


def _changed(gone: str, came: str) -> Iterator[Run]:
    if gone.strip() or came.strip() or gone != came:
        yield from (Run(kind, text) for kind, text in (("gone", gone), ("new", came)) if text)
    elif gone:
        yield Run("same", gone)
