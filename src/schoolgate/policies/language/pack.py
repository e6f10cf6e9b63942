"""Join the documents of a pack with its template, check the whole, and make its rule book."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from schoolgate.kernel.times import Calendar
from schoolgate.policies.language import tables
from schoolgate.policies.language.boxes import Said, check_people, said
from schoolgate.policies.language.document import (
    MOST_BYTES,
    Box,
    Clause,
    Document,
    Table,
    read,
)  # fmt: skip
from schoolgate.policies.language.effective import Pack, PackClause, find, newest
from schoolgate.policies.language.front import front_matter
from schoolgate.policies.language.inheritance import joined, renumber
from schoolgate.policies.language.limits import MOST_RULES, too_many_facts, too_many_rules
from schoolgate.policies.language.mistakes import Mistake, Notebook, PackError, did_you_mean
from schoolgate.policies.language.rulebuilder import RuleBuilder
from schoolgate.policies.language.words import Words, shipped
from schoolgate.policies.rules import Level, Rule, RuleBook

__all__ = ["MOST_RULES", "NAMED", "Pack", "PackClause", "PackError", "assemble", "find", "load",
           "newest", "renumber", "texts_of"]  # fmt: skip

NAMED: Final = re.compile(r"[A-Za-z0-9][\w-]{0,60}@[A-Za-z0-9][\w.-]{0,30}")


def load(name: str, packs: Path, _above: tuple[str, ...] = ()) -> Pack:
    """Read and check a pack with its template. Raises PackError with every mistake found."""
    folder = find(name, packs)
    return assemble(texts_of(folder), packs=packs, folder=folder, above=_above)


def texts_of(folder: Path) -> dict[str, str]:
    """Return the documents of a folder by file name. Raises PackError for what is no text."""
    return {path.name: _text(path) for path in sorted(folder.glob("*.md"))}


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            return " " * (MOST_BYTES + 1)  # the reader says that it is too large
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
    _limits(read_, pack)
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
        for table in self.tables_of("record"):
            tables.check_heading(table, self.notes)
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
        if made.locked:
            rules = [replace(rule, locked=True) for rule in rules]
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
    if not NAMED.fullmatch(wanted):
        short = wanted.partition("@")[0][:60]
        main.notes.note(line, f'extends = "{wanted[:80]}" names no version; write "{short}@1"')
        return None
    try:
        base = load(wanted, packs, (*above, wanted))
    except PackError as error:
        first = error.mistakes[0]
        why = first.text if first.file == wanted else str(first)
        main.notes.note(line, f"the template {wanted} cannot be used: {why}")
        return None
    if base.id != wanted:
        says = f'the template on file is {base.id}, not {wanted}; write extends = "{base.id}"'
        main.notes.note(line, says)
    return base


def _twice(readings: Sequence[_Reading], built: Sequence[PackClause]) -> None:
    seen: dict[str, tuple[str, int]] = {}
    notes = {reading.notes.file: reading.notes for reading in readings}
    for clause in built:
        for ref, line in clause.places():
            file, first = seen.setdefault(ref, (clause.file, line))
            if (file, first) != (clause.file, line):
                where = f"line {first}" + (f" of {file}" if file != clause.file else "")
                says = f"clause {ref} already stands at {where}; give one of them another number"
                notes[clause.file].note(line, says)


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
    if base is not None:
        calendar = _with_theirs(calendar, base.book.calendar)
    if base is not None and not readings[0].front.renumber:
        mine = [rule for reading in readings for c in reading.built for rule in c.rules]
        return RuleBook(mine, base=base.book, dropped=inherits.dropped, calendar=calendar)
    every = [rule for clause in clauses for rule in clause.rules]
    return RuleBook(every, calendar=calendar, assume=inherits.words.assumptions())


def _with_theirs(mine: Calendar | None, theirs: Calendar) -> Calendar:
    """Return a school's own times and terms; what it does not state, its template states."""
    if mine is None:
        return theirs
    return Calendar(mine.bands or theirs.bands, mine.terms or theirs.terms)


def _limits(readings: Sequence[_Reading], pack: Pack) -> None:
    if says := too_many_rules(pack.book):
        readings[0].notes.note(1, says)
        return
    for reading in readings:
        own = (rule for clause in reading.built for rule in clause.rules)
        for rule, says in too_many_facts(pack.book, own):
            reading.notes.note(rule.line, says)


def _references(readings: Sequence[_Reading], pack: Pack) -> None:
    roles = list(pack.roles())
    for reading in readings:
        for clause in reading.built:
            for box in clause.boxes:
                check_people(box, pack.words, roles, reading.notes)
                for ref in box.all("overrides"):
                    if fault := _no_override(ref, pack):
                        reading.notes.note(box.lines["overrides"], fault)


def _no_override(ref: str, pack: Pack) -> str:
    """Return why a clause cannot be overridden, or nothing."""
    clause = pack.by_ref.get(ref)
    if clause is None:
        return f"there is no clause {ref} to override.{did_you_mean(ref, pack.by_ref)}"
    if clause.locked:
        return f"clause {ref} is locked; nothing overrides it. Delete 'overrides'"
    if any(rule.clause == ref and rule.answer is Level.ILLEGAL for rule in clause.rules):
        return f"clause {ref} says illegal; nothing overrides that. Delete 'overrides'"
    return ""
