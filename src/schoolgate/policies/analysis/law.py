"""Law and standards that a policy quotes: year, edition, age, and which Act makes what illegal."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

from schoolgate.policies.language.effective import Pack, PackClause
from schoolgate.policies.rules import Level, Rule

_LIST: Final = Path(__file__).with_name("law.toml")


@dataclass(frozen=True, slots=True)
class Reference:
    """A law or standard that policies quote. `life` in years; `year` 0 where there are editions."""

    name: str
    kind: str
    finds: tuple[str, ...]
    about: str
    checked: date
    year: int = 0
    edition: str = ""
    life: int = 0
    replaced: str = ""
    illegal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quoted:
    """A reference with the clauses of a policy that quote it, and the year that they state."""

    reference: Reference
    year: int
    clauses: tuple[str, ...]

    def is_old(self, on: date, life: int = 0) -> bool:
        """Tell whether it is older than its life, or has been replaced."""
        years = life or self.reference.life
        if self.reference.replaced:
            return True
        return bool(years and self.year and on.year - self.year >= years and not self._holds)

    @property
    def _holds(self) -> bool:
        return str(self.year) == self.reference.edition


@dataclass(slots=True)
class _Seen:
    clauses: list[str] = field(default_factory=list)


@cache
def shipped() -> tuple[Reference, ...]:
    """Return the references that the program knows, with the day on which they were checked."""
    read: dict[str, Any] = tomllib.loads(_LIST.read_text("utf-8"))
    every = [{"checked": read["checked"], **one} for one in read["reference"]]
    return tuple(msgspec.convert(one, Reference) for one in every)


def quoted(pack: Pack) -> list[Quoted]:
    """Return what a policy quotes, in the order of the shipped list; each edition by itself."""
    found: dict[tuple[str, int], _Seen] = {}
    known = {one.name: one for one in shipped()}
    for clause in pack.clauses:
        for reference, year in _in(clause):
            seen = found.setdefault((reference.name, year), _Seen())
            if clause.ref and clause.ref not in seen.clauses:
                seen.clauses.append(clause.ref)
    order = list(known)
    return [
        Quoted(known[name], year, tuple(seen.clauses))
        for (name, year), seen in sorted(found.items(), key=lambda one: (order.index(one[0][0]),
                                                                       one[0][1]))
    ]  # fmt: skip


def _in(clause: PackClause) -> Iterator[tuple[Reference, int]]:
    text = " ".join((clause.prose, *(box.one("law") for box in clause.boxes))).lower()
    for reference in shipped():
        for words in reference.finds:
            for match in re.finditer(re.escape(words), text):
                yield reference, reference.year or _year(text[match.start() : match.end() + 60])


def _year(text: str) -> int:
    match = re.search(r"\b((?:19|20)\d\d)\b", text)
    return int(match[1]) if match else 0


@dataclass(frozen=True, slots=True)
class Illegal:
    """Something that a policy calls illegal: its clause, its words, and the Acts behind it."""

    clause: str
    what: str
    acts: tuple[Reference, ...]


def illegal(pack: Pack) -> list[Illegal]:
    """Return what a policy calls illegal, each with its Acts; none where the list knows none."""
    found: dict[tuple[str, str], Illegal] = {}
    for rule in pack.book.rules():
        if rule.answer is Level.ILLEGAL:
            what = rule.said_what or rule.clause
            found.setdefault((rule.clause, what), Illegal(rule.clause, what, acts_behind(rule)))
    return list(found.values())


def acts_behind(rule: Rule) -> tuple[Reference, ...]:
    """Return the Acts that make an offence of what a rule calls illegal."""
    values = {value for fact in rule.when for every in fact.any_of for test in every
              if test.op == "=" for value in test.values}  # fmt: skip
    values |= {name for act in rule.acts for name in act}
    words = rule.said_what.lower()
    return tuple(
        one for one in shipped()
        if any(mark in values or mark.replace("_", " ") in words for mark in one.illegal)
    )  # fmt: skip
