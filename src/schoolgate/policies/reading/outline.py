"""A policy as sections to be read: one way from clauses to parts, for the page and for paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from schoolgate.policies.analysis.approvable import credit_of
from schoolgate.policies.english.plain import Plain, plain
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.document import Table
from schoolgate.policies.language.effective import Pack, PackClause
from schoolgate.policies.language.tables import kind_of
from schoolgate.policies.language.words import Words, slug
from schoolgate.policies.rules import Rule
from schoolgate.web import prose

TONES = {
    "allowed": "yes", "acceptable": "yes", "not allowed": "no", "unacceptable": "no",
    "unacceptable and illegal": "never", "": "silent", "–": "silent", "-": "silent", "—": "silent",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prose:
    """A run of prose, as Markdown."""

    text: str

    @property
    def html(self) -> str:
        """Return it as clean HTML."""
        return prose.html(self.text)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `tone` colours a matrix cell: yes, no, never, maybe, silent, or empty."""

    text: str
    tone: str = ""

    @property
    def html(self) -> str:
        """Return it as clean HTML."""
        return prose.inline_html(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; a matrix row has its own anchor and an `ask` query."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: matrix, times, terms, words or record."""

    kind: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class BoxPart:
    """A box in plain words, and the query that asks about it (only a rule has one)."""

    plain: Plain
    ask: str = ""


Part = Prose | Grid | BoxPart


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it; `level` counts from 1 without a gap."""

    anchor: str
    ref: str
    title: str
    level: int
    inherited: str = ""
    parts: tuple[Part, ...] = ()
    refs: tuple[str, ...] = ()
    credit: str = ""

    def text(self) -> str:
        """Return every word of it, for the search."""
        words = [self.ref, self.title]
        for part in self.parts:
            if isinstance(part, Prose):
                words.append(part.text)
            elif isinstance(part, BoxPart):
                words += [part.plain.text, *part.plain.steps]
            else:
                words += [cell.text for row in part.rows for cell in row.cells]
        return " ".join(words)


def anchor(ref: str) -> str:
    """Return the anchor of a clause or matrix row."""
    return f"clause-{ref}"


def outline(pack: Pack) -> list[Section]:
    """Return the sections of a policy in order, its part documents under their own titles."""
    parts = {front.title for front in pack.fronts if front.part_of}
    least = min((clause.depth for clause in pack.clauses if clause.depth), default=1)
    templates = dict(_templates(pack))
    found: list[Section] = []
    document = ""
    for index, clause in enumerate(pack.clauses):
        inside = clause.document in parts
        if inside and clause.document != document:
            found.append(_title(clause.document, found, index))
        document = clause.document
        if not _says_something(clause):
            continue
        level = max(1, clause.depth - least + 1) + int(inside)
        level = min(level, found[-1].level + 1 if found else 1)
        found.append(
            replace(
                _section(clause, index, level, pack.words),
                inherited=templates.get(clause.origin, ""),
            )
        )
    return found


def _title(title: str, found: list[Section], index: int) -> Section:
    return Section(f"part-{slug(title)}-{index}", "", title, 1)


def _says_something(clause: PackClause) -> bool:
    return bool(clause.ref or clause.title or clause.parts)


def _templates(pack: Pack) -> Iterator[tuple[str, str]]:
    base = pack.base
    while base is not None:
        yield base.id, f"{base.front.title}, issue {base.front.version}"
        base = base.base


def _section(clause: PackClause, index: int, level: int, words: Words) -> Section:
    name = anchor(clause.ref) if clause.ref else f"part-{slug(clause.title) or 'start'}-{index}"
    title = clause.title or ("" if clause.ref else "Introduction")
    parts = tuple(_part(clause, part, words) for part in clause.parts)
    refs = (clause.ref, *clause.rows())
    return Section(name, clause.ref, title, level, "", parts, refs, credit_of(clause))


def _part(clause: PackClause, part: str | Said | Table, words: Words) -> Part:
    if isinstance(part, str):
        return Prose(part)
    if isinstance(part, Said):
        return BoxPart(plain(part, words), _ask_about(clause, part.line))
    return _grid(clause, part)


def _grid(clause: PackClause, table: Table) -> Grid:
    kind = kind_of(table)
    matrix = kind == "matrix"
    rows = tuple(
        Row(
            tuple(
                Cell(text, _tone(text) if matrix and at > 1 else "")
                for at, text in enumerate(cells)
            ),
            anchor(cells[0]) if matrix and cells[0] else "",
            _ask_about(clause, line) if matrix else "",
        )
        for line, cells in table.rows
    )
    return Grid(kind, table.header, rows)


def _tone(text: str) -> str:
    answer = text.partition(":")[0].strip().lower()
    return TONES.get(answer, "maybe")


def _ask_about(clause: PackClause, line: int) -> str:
    """Return the query that opens Ask at the act of the rule on this line."""
    rule = next((rule for rule in clause.rules if rule.line == line), None)
    return urlencode(ask_query(rule)) if rule is not None and rule.acts else ""


def ask_query(rule: Rule) -> list[tuple[str, str]]:
    """Return what a rule is about as the fields of Ask."""
    action, resource = min(rule.acts)
    given = [
        ("fact", f"{test.key}:{min(test.values)}")
        for fact in rule.when
        if len(fact.any_of) == 1
        for test in fact.any_of[0]
        if test.op == "=" and len(test.values) == 1
    ]
    return [("what", f"{action}:{resource}"), *given]
