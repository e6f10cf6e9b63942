"""The text that somebody signs: statements, and the clauses of the policy that concern the role.

A section is what the policy says on one clause to that role: its prose, and those of its boxes and
matrix rows that speak of the role. It is the same section as long as these words are the same.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from schoolgate.agreements.rules.documents import Document
from schoolgate.agreements.rules.kinds import ACTORS, PUPILS, Group, Kind
from schoolgate.agreements.rules.statements import Statement
from schoolgate.kernel import canonical
from schoolgate.policies.english.plain import plain
from schoolgate.policies.language.boxes import SHAPES, Said
from schoolgate.policies.language.document import Table
from schoolgate.policies.language.effective import Pack, PackClause
from schoolgate.policies.language.tables import kind_of
from schoolgate.web import prose

_SHOWN: Final = frozenset({"agreement", "duty", "notice", "rule", "summary"})
_CHAPTER: Final = frozenset({Kind.OWN_DEVICE, Kind.SOCIAL_MEDIA, Kind.SUPPORT})
# Told by families only what speaks of them; “everyone” is for the rest of the policy.
_FAMILIES: Final = PUPILS | {Group.PARENT}
_NO_LIABILITY: Final = re.compile(
    r"own risk|no responsibility|not (?:be )?(?:liable|responsible)|no liability", re.I
)
_WATCHED: Final = re.compile(r"monitor", re.I)


@dataclass(frozen=True, slots=True)
class Section:
    """A clause as it concerns the one who signs. `mark`: monitoring, liability or empty.

    `who`: the actors of the group of whom it speaks, where these are not all; it is not stored.
    """

    ref: str
    title: str
    body: str
    mark: str = ""
    who: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def hash(self) -> str:
        """The SHA-256 of what it says, hexadecimal."""
        return _sha([self.ref, self.title, self.body])

    @property
    def html(self) -> str:
        """The body as clean HTML."""
        return prose.html(self.body)


@dataclass(frozen=True)
class Text:
    """What is signed. Two texts are one when their `canonical` form is the same byte for byte."""

    document: str
    title: str
    statements: tuple[Statement, ...]
    sections: tuple[Section, ...]

    @cached_property
    def canonical(self) -> str:
        """Canonical JSON: what is stored, and what is hashed."""
        return canonical.text({
            "document": self.document, "title": self.title,
            "statements": [[one.key, one.text] for one in self.statements],
            "sections": [[one.ref, one.title, one.body, one.mark] for one in self.sections],
        })  # fmt: skip

    @cached_property
    def hash(self) -> str:
        """The SHA-256 of the canonical form, hexadecimal."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    @cached_property
    def parts(self) -> frozenset[str]:
        """The hashes of its sections and statements: what the one who signs has agreed to."""
        said = {_sha([one.key, one.text]) for one in self.statements}
        return frozenset(said | {one.hash for one in self.sections})

    @property
    def says_monitored(self) -> bool:
        """Tell whether it says that use is recorded and monitored (AGR-13)."""
        return any(one.mark == "monitoring" for one in self.sections)


def read(stored: str) -> Text:
    """Return a text from its canonical form."""
    value: Mapping[str, Any] = json.loads(stored)
    return Text(
        value["document"], value["title"],
        tuple(Statement(*one) for one in value["statements"]),
        tuple(Section(*one) for one in value["sections"]),
    )  # fmt: skip


def text_of(pack: Pack, document: Document) -> Text:
    """Return what is signed for an agreement under a policy."""
    found = tuple(_sections(pack, document))
    return Text(document.key, document.title, document.statements, found)


def _sections(pack: Pack, document: Document) -> Iterator[Section]:
    watched = _watched(pack, ACTORS[document.group]) if document.kind is not Kind.SUPPORT else ()
    for clause in pack.clauses:
        mark = _mark(clause, document, watched)
        if mark or _in_chapter(clause, document):
            body = "\n\n".join(_words(pack, clause, document, whole=bool(mark)))
            if body:
                who = frozenset() if mark else _who(pack, clause, document)
                yield Section(clause.ref, clause.title, body, mark, who)


def _mark(clause: PackClause, document: Document, watched: tuple[str, ...]) -> str:
    if clause.ref in watched:
        return "monitoring"
    is_adult = document.group not in PUPILS
    return "liability" if is_adult and _NO_LIABILITY.search(clause.prose) else ""


def _watched(pack: Pack, actors: frozenset[str]) -> tuple[str, ...]:
    """Return the clauses that tell people that use is monitored: theirs, or else anybody's."""
    told = [(clause, box) for clause, box in pack.boxes("notice")
            if _WATCHED.search(box.one("what"))]  # fmt: skip
    theirs = [
        clause.ref
        for clause, box in told
        if any((pack.words.people(who) or frozenset()) & actors for who in box.all("told"))
    ]
    return tuple(theirs or [clause.ref for clause, _ in told])


def _in_chapter(clause: PackClause, document: Document) -> bool:
    """Tell whether an agreement may speak of a clause; a narrow one keeps to its box’s chapter."""
    if document.kind not in _CHAPTER:
        return True
    depth = 2 if document.clause[:1].isdigit() else 1
    return clause.ref.split(".")[:depth] == document.clause.split(".")[:depth]


def _words(pack: Pack, clause: PackClause, document: Document, *, whole: bool) -> Iterator[str]:
    """Yield the prose of a clause and what its boxes say to the role; nothing where none does."""
    told = [*_told(pack, clause, document)]
    if clause.prose and (told or whole or (document.kind in _CHAPTER and clause.ref)):
        yield clause.prose
    if told:
        yield "\n".join(f"- {one}" for one in told)


def _who(pack: Pack, clause: PackClause, document: Document) -> frozenset[str]:
    """Return the actors of the group of whom a clause speaks; none where it speaks of all."""
    if document.kind in _CHAPTER:
        return frozenset()
    phrases: list[str] = []
    for part in clause.parts:
        if isinstance(part, Said) and _is_told(pack, part, document):
            phrases += (phrase for key in _keys(part) for phrase in part.all(key))
        elif isinstance(part, Table) and kind_of(part) == "matrix":
            phrases += part.header[2:]
    group = ACTORS[document.group]
    named = group & {one for phrase in phrases for one in pack.words.people(phrase) or ()}
    return frozenset() if named == group else named


def _told(pack: Pack, clause: PackClause, document: Document) -> Iterator[str]:
    actors = ACTORS[document.group]
    for part in clause.parts:
        if isinstance(part, Said):
            if _is_told(pack, part, document):
                said = plain(part, pack.words)
                yield " ".join((said.text, "; ".join(said.steps))).strip()
        elif isinstance(part, Table) and kind_of(part) == "matrix":
            yield from _rows(pack, part, actors)


def _is_told(pack: Pack, box: Said, document: Document) -> bool:
    if box.kind not in _SHOWN or box.kind == "agreement":
        return False
    return any(_speaks_of(pack, one, document) for key in _keys(box) for one in box.all(key))


def _keys(box: Said) -> frozenset[str]:
    return frozenset({"for"} if box.kind == "summary" else {"who", *SHAPES[box.kind].who})


def _speaks_of(pack: Pack, phrase: str, document: Document) -> bool:
    named = pack.words.people(phrase) or frozenset()
    if named.isdisjoint(ACTORS[document.group]):
        return False
    return document.group not in _FAMILIES or named.isdisjoint(ACTORS[Group.STAFF])


def _rows(pack: Pack, table: Table, actors: frozenset[str]) -> Iterator[str]:
    """Yield the rows of a matrix with the cells of the columns that speak of the role."""
    columns = [
        at for at, head in enumerate(table.header)
        if at > 1 and (pack.words.people(head) or frozenset()) & actors
    ]  # fmt: skip
    for _, cells in table.rows:
        said = ", ".join(dict.fromkeys(cells[at] for at in columns if at < len(cells)))
        if said:
            yield f"{cells[1]}: {said}"


def _sha(value: list[str]) -> str:
    return hashlib.sha256(canonical.text(value).encode()).hexdigest()
