"""Join the documents of a pack with its template, check the whole, and make its rule book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from schoolgate.policies.language import tables
from schoolgate.policies.language.boxes import Said, check_people, said
from schoolgate.policies.language.document import Box, Clause, Document, Table, read
from schoolgate.policies.language.effective import Pack, PackClause, find, newest
from schoolgate.policies.language.front import front_matter
from schoolgate.policies.language.inheritance import joined, renumber
from schoolgate.policies.language.mistakes import Mistake, Notebook, PackError, did_you_mean
from schoolgate.policies.language.rulebuilder import RuleBuilder
from schoolgate.policies.language.words import Words, shipped
from schoolgate.policies.rules import MOST_FACTS, Rule, RuleBook

__all__ = ["MOST_RULES", "Pack", "PackClause", "PackError", "assemble", "find", "load", "newest",
           "renumber"]  # fmt: skip

MOST_RULES: Final = 2000


def load(name: str, packs: Path, _above: tuple[str, ...] = ()) -> Pack:
    """Read and check a pack with its template. Raises PackError with every mistake found."""
    folder = find(name, packs)
    texts = {path.name: _text(path) for path in sorted(folder.glob("*.md"))}
    return assemble(texts, packs=packs, folder=folder, above=_above)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        says = "this file is not UTF-8 text; save it as plain text (UTF-8)"
        raise PackError([Mistake(path.name, 1, says)]) from None


def assemble(
    texts: Mapping[str, str],
    *,
    packs: Path,
    folder: Path | None = None,
    above: tuple[str, ...] = (),
    base: Pack | None = None,
) -> Pack:
    """Make a pack out of the texts of its documents, by file name. Raises PackError.

    `base` may be given when the template is already loaded (400 schools share one).
    """
    read_ = [_Reading(file, text) for file, text in texts.items()]
    notes = [reading.notes for reading in read_]
    main = next((r for r in read_ if r.front.pack and not r.front.part_of), None)
    if main is None:
        _stop(notes)
        says = 'no document here names its pack; add pack = "…" to the front matter'
        raise PackError([Mistake(next(iter(texts), str(folder)), 1, says)])
    read_.sort(key=lambda reading: reading is not main)
    if base is None and main.front.extends:
        base = _template(main, packs, above)
    words = _words(read_, base)
    times = tables.Times()
    built = [clause for reading in read_ for clause in reading.build(words, times)]
    _twice(read_, built)
    clauses, dropped = built, frozenset[str]()
    if base is not None:
        lines = main.document.front_lines
        clauses, dropped = joined(main.front, lines, built, base, main.notes)
    book = _book(clauses, read_, _Inherits(base, dropped, words, times))
    fronts = tuple(reading.front for reading in read_)
    pack = Pack(main.front, fronts, clauses, book, words, base, folder or Path())
    _limits(main.notes, pack)
    _references(read_, pack)
    _stop(notes)
    return pack


def _stop(notes: Sequence[Notebook]) -> None:
    mistakes = [mistake for note in notes for mistake in note.mistakes]
    if mistakes:
        raise PackError(mistakes)


class _Reading:
    """One document while it is read."""

    def __init__(self, file: str, text: str) -> None:
        self.notes = Notebook(file)
        self.document: Document = read(text, self.notes)
        self.front = front_matter(self.document, self.notes)
        self.built: list[PackClause] = []

    def tables_of(self, kind: str) -> Iterator[Table]:
        """Yield the tables of one kind."""
        for clause in self.document.clauses:
            yield from (table for table in clause.tables if tables.kind_of(table) == kind)

    def build(self, words: Words, times: tables.Times) -> list[PackClause]:
        """Check every box and build the rules."""
        for table in self.tables_of("times"):
            if _columns(table, 3, self.notes):
                tables.add_times(table, words, times, self.notes)
        for table in self.tables_of("terms"):
            if _columns(table, 3, self.notes):
                tables.add_terms(table, times, self.notes)
        builder = RuleBuilder(words, self.notes)
        origin = f"{self.front.pack or self.front.part_of}@{self.front.version}"
        self.built = [self._clause(c, builder, origin) for c in self.document.clauses]
        return self.built

    def _clause(self, clause: Clause, builder: RuleBuilder, origin: str) -> PackClause:
        made = PackClause(
            clause.ref, clause.title, clause.depth, self.notes.file, clause.line, origin
        )
        made.document = self.front.title
        rules: list[Rule] = []
        for part in _parts(clause):
            if isinstance(part, Box):
                box = said(part, self.notes)
                made.parts.append(box)
                rules += self._box_rules(clause, box, builder)
            else:
                made.parts.append(part)
                rules += self._matrix_rules(clause, part, builder)
        made.rules = tuple(rules)
        return made

    def _matrix_rules(self, clause: Clause, part: str | Table, builder: RuleBuilder) -> list[Rule]:
        if isinstance(part, str) or tables.kind_of(part) != "matrix":
            return []
        return builder.matrix(part, clause.ref) if _columns(part, 3, self.notes) else []

    def _box_rules(self, clause: Clause, box: Said, builder: RuleBuilder) -> list[Rule]:
        if not clause.ref:
            says = "this box stands under no clause number; give the heading above it a number"
            self.notes.note(box.line, says)
            return []
        return builder.rules(clause.ref, box) if box.kind == "rule" else []


def _columns(table: Table, least: int, notes: Notebook) -> bool:
    if len(table.header) >= least:
        return True
    notes.note(table.line, f"this table needs at least {least} columns; check the heading row")
    return False


def _parts(clause: Clause) -> Iterator[str | Box | Table]:
    """Yield prose, boxes and tables in the order written; prose between them stays whole."""
    text = dict(clause.prose)
    run: list[str] = []
    for part in clause.order:
        if isinstance(part, int):
            run.append(text[part])
            continue
        if joined := "\n".join(run).strip():
            yield joined
        run = []
        yield part
    if joined := "\n".join(run).strip():
        yield joined


def _words(readings: Sequence[_Reading], base: Pack | None) -> Words:
    words = base.words if base is not None else shipped()
    own = any(
        True for reading in readings for kind in ("words", "times") for _ in reading.tables_of(kind)
    )
    words = words.child() if own else words
    for reading in readings:
        for table in reading.tables_of("words"):
            tables.add_words(table, words, reading.notes)
    return words


def _template(main: _Reading, packs: Path, above: tuple[str, ...]) -> Pack | None:
    wanted = main.front.extends
    line = main.document.front_lines.get("extends", 1)
    if wanted in above or len(above) > 3:
        main.notes.note(line, f"'{wanted}' extends itself through others; break the circle")
        return None
    if "@" not in wanted:
        main.notes.note(line, f'extends = "{wanted}" names no version; write "{wanted}@1"')
        return None
    try:
        base = load(wanted, packs, (*above, wanted))
    except PackError as error:
        first = error.mistakes[0]
        main.notes.note(line, f"the template {wanted} cannot be used: {first}")
        return None
    if base.id != wanted:
        main.notes.note(line, f"the template on file is {base.id}, not {wanted}")
    return base


def _twice(readings: Sequence[_Reading], built: Sequence[PackClause]) -> None:
    seen: dict[str, PackClause] = {}
    notes = {reading.notes.file: reading.notes for reading in readings}
    for clause in built:
        for ref in (clause.ref, *clause.rows()):
            first = seen.setdefault(ref, clause) if ref else clause
            if first is not clause:
                where = f"line {first.line}" + (
                    f" of {first.file}" if first.file != clause.file else ""
                )
                notes[clause.file].note(clause.line, f"clause {ref} already stands at {where}")


@dataclass(frozen=True, slots=True)
class _Inherits:
    """What a rule book stands on besides its own rules."""

    base: Pack | None
    dropped: frozenset[str]
    words: Words
    times: tables.Times


def _book(
    clauses: Sequence[PackClause], readings: Sequence[_Reading], inherits: _Inherits
) -> RuleBook:
    """Make the rule book; over a template that is not renumbered, its rules stay shared."""
    base, calendar = inherits.base, inherits.times.calendar()
    if base is not None and calendar is None:
        calendar = base.book.calendar
    if base is not None and not readings[0].front.renumber:
        mine = [rule for reading in readings for c in reading.built for rule in c.rules]
        return RuleBook(mine, base=base.book, dropped=inherits.dropped, calendar=calendar)
    every = [rule for clause in clauses for rule in clause.rules]
    return RuleBook(every, calendar=calendar, assume=inherits.words.assumptions())


def _limits(notes: Notebook, pack: Pack) -> None:
    rules = list(pack.book.rules())
    if len(rules) > MOST_RULES:
        notes.note(1, f"this policy has {len(rules)} rules; at most {MOST_RULES} can be checked")
        return
    for rule in rules:
        keys = {test.key for fact in rule.facts() for test in fact.tests()}
        if len(keys) > MOST_FACTS:
            says = f"this rule looks at {len(keys)} different facts; at most {MOST_FACTS}; split it"
            notes.note(rule.line, says)


def _references(readings: Sequence[_Reading], pack: Pack) -> None:
    roles = list(pack.roles())
    for reading in readings:
        for clause in reading.built:
            for box in clause.boxes:
                check_people(box, pack.words, roles, reading.notes)
                for ref in box.all("overrides"):
                    if ref not in pack.by_ref:
                        hint = did_you_mean(ref, pack.by_ref)
                        line = box.lines["overrides"]
                        reading.notes.note(line, f"there is no clause {ref} to override.{hint}")
