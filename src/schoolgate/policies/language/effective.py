"""A pack in force: its clauses with their boxes and rules, and where its folder is."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.document import Table
from schoolgate.policies.language.front import Front
from schoolgate.policies.language.mistakes import Mistake, PackError, did_you_mean
from schoolgate.policies.language.tables import kind_of
from schoolgate.policies.language.words import Words
from schoolgate.policies.rules import Rule, RuleBook


@dataclass(slots=True)
class PackClause:
    """A clause in force: its text, boxes and rules, and the pack (`name@version`) it comes from."""

    ref: str
    title: str
    depth: int
    file: str
    line: int
    origin: str
    parts: list[str | Said | Table] = field(default_factory=list)
    rules: tuple[Rule, ...] = ()
    document: str = ""

    @property
    def boxes(self) -> list[Said]:
        """Return the boxes in order."""
        return [part for part in self.parts if isinstance(part, Said)]

    @property
    def tables(self) -> list[Table]:
        """Return the tables in order."""
        return [part for part in self.parts if isinstance(part, Table)]

    @property
    def prose(self) -> str:
        """Return the prose as Markdown."""
        return "\n\n".join(part for part in self.parts if isinstance(part, str))

    @property
    def locked(self) -> bool:
        """Tell whether a school may not weaken it."""
        return any(box.locked for box in self.boxes)

    def rows(self) -> Iterator[str]:
        """Yield the clause numbers that stand in its matrices."""
        for table in self.tables:
            if kind_of(table) == "matrix":
                yield from (cells[0] for _, cells in table.rows if cells[0])

    def places(self) -> Iterator[tuple[str, int]]:
        """Yield its clause number and those of its matrix rows, each with its line."""
        if self.ref:
            yield self.ref, self.line
        for table in self.tables:
            if kind_of(table) == "matrix":
                yield from ((cells[0], line) for line, cells in table.rows if cells[0])

    def canonical(self) -> list[Any]:
        """Return its content as plain lists, for hashing."""
        parts: list[Any] = []
        for part in self.parts:
            if isinstance(part, Said):
                parts.append([part.kind, sorted(part.phrases.items())])
            elif isinstance(part, Table):
                parts.append([part.header, [cells for _, cells in part.rows]])
            else:
                parts.append(part)
        return [self.ref, self.title, parts]


@dataclass
class Pack:
    """An effective policy: template, minus what is left out, with clauses replaced and added."""

    front: Front
    fronts: tuple[Front, ...]
    clauses: list[PackClause]
    book: RuleBook
    words: Words
    base: Pack | None
    folder: Path

    @property
    def name(self) -> str:
        """Return the short name."""
        return self.front.pack

    @property
    def id(self) -> str:
        """Return name@version."""
        return f"{self.front.pack}@{self.front.version}"

    @cached_property
    def by_ref(self) -> Mapping[str, PackClause]:
        """Return the clauses by number, matrix rows included."""
        found = {clause.ref: clause for clause in self.clauses if clause.ref}
        for clause in self.clauses:
            for row in clause.rows():
                found.setdefault(row, clause)
        return found

    @cached_property
    def text(self) -> str:
        """Return the effective content as canonical JSON: what is stored, and what is hashed."""
        content = [[clause.canonical() for clause in self.clauses], self.front.title, self.id]
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=list)

    @cached_property
    def hash(self) -> str:
        """Return the SHA-256 of the effective content, hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def boxes(self, kind: str) -> Iterator[tuple[PackClause, Said]]:
        """Yield the boxes of one kind with their clauses."""
        for clause in self.clauses:
            yield from ((clause, box) for box in clause.boxes if box.kind == kind)

    def proved_by(self, act: str) -> list[tuple[PackClause, Said]]:
        """Return the duties that an act proves, with their clauses."""
        return [(clause, box) for clause, box in self.boxes("duty")
                if act in map(str.lower, box.all("proved by"))]  # fmt: skip

    def clause_of(self, act: str) -> str:
        """Return the clause that asks for an act which proves a duty; empty where none does."""
        return next((clause.ref for clause, _ in self.proved_by(act)), "")

    def roles(self) -> dict[str, Said]:
        """Return the roles that role boxes declare, by lower-case name."""
        return {box.one("role").lower(): box for _, box in self.boxes("role")}


def find(name: str, packs: Path) -> Path:
    """Find a pack's folder by path, `name` or `name@version`. Raises PackError if none."""
    if _is_folder(given := Path(name)):
        return newest(given)
    short, _, version = name.partition("@")
    folder = packs / short
    if version and _is_folder(folder / version):
        return folder / version
    if _is_folder(folder):
        return newest(folder)
    known = sorted(path.name for path in packs.iterdir() if path.is_dir()) if packs.is_dir() else []
    hint = did_you_mean(short, known) or (f" Known: {', '.join(known)}." if known else "")
    raise PackError([Mistake(name, 1, f"there is no pack '{name}' in {packs}.{hint}")])


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name too long, or with a character that no name has
        return False


def newest(folder: Path) -> Path:
    """Return the folder itself when it holds documents, else its newest numbered issue."""
    if any(folder.glob("*.md")):
        return folder
    issues = [path for path in folder.iterdir() if path.is_dir() and any(path.glob("*.md"))]
    if not issues:
        says = "this folder holds no document (a file that ends in .md)"
        raise PackError([Mistake(str(folder), 1, says)])
    return max(issues, key=lambda path: [int(n) for n in re.findall(r"\d+", path.name)] or [0])


def standards_folders(packs: Path) -> list[Path]:
    """Return the folders of the standards packs on file, by name."""
    return [path for path in sorted((packs / "standards").glob("*/")) if any(path.glob("*.md"))]
