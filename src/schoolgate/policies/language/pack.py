"""A pack: its documents read, checked, joined with its template, and made into rules."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from schoolgate.kernel.times import Calendar
from schoolgate.policies.language import tables
from schoolgate.policies.language.boxes import Said, check_people, said
from schoolgate.policies.language.document import Box, Clause, Document, Table, read
from schoolgate.policies.language.front import Front, front_matter
from schoolgate.policies.language.mistakes import Mistake, Notebook, PackError, did_you_mean
from schoolgate.policies.language.rulebuilder import RuleBuilder
from schoolgate.policies.language.words import Words, shipped
from schoolgate.policies.rules import MOST_FACTS, Rule, RuleBook

MOST_RULES: Final = 2000


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
            if tables.kind_of(table) == "matrix":
                yield from (cells[0] for _, cells in table.rows if cells[0])

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
    def hash(self) -> str:
        """Return the SHA-256 of the effective content, hexadecimal."""
        content = [[clause.canonical() for clause in self.clauses], self.front.title, self.id]
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=list)
        return hashlib.sha256(text.encode()).hexdigest()

    def boxes(self, kind: str) -> Iterator[tuple[PackClause, Said]]:
        """Yield the boxes of one kind with their clauses."""
        for clause in self.clauses:
            yield from ((clause, box) for box in clause.boxes if box.kind == kind)

    def roles(self) -> dict[str, Said]:
        """Return the roles that role boxes declare, by lower-case name."""
        return {box.one("role").lower(): box for _, box in self.boxes("role")}


def find(name: str, packs: Path) -> Path:
    """Find a pack's folder by path, `name` or `name@version`. Raises PackError when there is none."""
    given = Path(name)
    if given.is_dir():
        return newest(given)
    short, _, version = name.partition("@")
    folder = packs / short
    if version and (folder / version).is_dir():
        return folder / version
    if folder.is_dir():
        return newest(folder)
    known = sorted(path.name for path in packs.iterdir() if path.is_dir()) if packs.is_dir() else []
    hint = did_you_mean(short, known) or (f" Known: {', '.join(known)}." if known else "")
    raise PackError([Mistake(name, 1, f"there is no pack '{name}' in {packs}.{hint}")])


def newest(folder: Path) -> Path:
    """Return the folder itself when it holds documents, else its newest numbered issue."""
    if any(folder.glob("*.md")):
        return folder
    issues = [path for path in folder.iterdir() if path.is_dir() and any(path.glob("*.md"))]
    if not issues:
        says = "this folder holds no document (a file that ends in .md)"
        raise PackError([Mistake(str(folder), 1, says)])
    return max(issues, key=lambda path: [int(n) for n in re.findall(r"\d+", path.name)] or [0])


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
    clauses, dropped = _joined(main, built, base)
    pack = _finished(main, read_, clauses, dropped, words, times, base, folder)
    _references(main, read_, pack)
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

    def tables(self, kind: str) -> Iterator[Table]:
        """Yield the tables of one kind."""
        for clause in self.document.clauses:
            yield from (table for table in clause.tables if tables.kind_of(table) == kind)

    def build(self, words: Words, times: tables.Times) -> list[PackClause]:
        """Check every box and build the rules."""
        for table in self.tables("times"):
            if _columns(table, 3, self.notes):
                tables.add_times(table, words, times, self.notes)
        for table in self.tables("terms"):
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
                if isinstance(part, Table) and tables.kind_of(part) == "matrix":
                    if _columns(part, 3, self.notes):
                        rules += builder.matrix(part, clause.ref)
        made.rules = tuple(rules)
        return made

    def _box_rules(self, clause: Clause, box: Said, builder: RuleBuilder) -> list[Rule]:
        if not clause.ref:
            says = "this box stands under no clause number; give the heading above it a number"
            self.notes.note(box.line, says)
            return []
        rule = builder.rule(clause.ref, box) if box.kind == "rule" else None
        return [rule] if rule is not None else []


def _columns(table: Table, least: int, notes: Notebook) -> bool:
    if len(table.header) >= least:
        return True
    notes.note(table.line, f"this table needs at least {least} columns; check the heading row")
    return False


def _parts(clause: Clause) -> Iterator[str | Box | Table]:
    """Yield prose, boxes and tables in the order written; blank-line separated prose stays whole."""
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
    own = any(True for reading in readings for kind in ("words", "times") for _ in reading.tables(kind))
    words = words.child() if own else words
    for reading in readings:
        for table in reading.tables("words"):
            tables.add_words(table, words, reading.notes)
    return words


def _template(main: _Reading, packs: Path, above: tuple[str, ...]) -> Pack | None:
    wanted = main.front.extends
    line = main.document.front_lines.get("extends", 1)
    if wanted in above or len(above) > 3:
        main.notes.note(line, f"'{wanted}' extends itself through others; break the circle")
        return None
    if "@" not in wanted:
        main.notes.note(line, f"extends = \"{wanted}\" names no version; write \"{wanted}@1\"")
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


def _joined(
    main: _Reading, own: list[PackClause], base: Pack | None
) -> tuple[list[PackClause], frozenset[str]]:
    if base is None:
        return own, frozenset()
    front, notes = main.front, main.notes
    inherited = [_renumbered(clause, front.renumber) for clause in base.clauses]
    at_front = main.document.front_lines
    known = {clause.ref for clause in inherited if clause.ref}
    left_out = _left_out(main, base, known)
    replaced = {clause.ref for clause in own if clause.ref in known}
    locked = {clause.ref: clause for clause in inherited if clause.locked}
    for ref in sorted((replaced | left_out) & locked.keys()):
        line = next((c.line for c in own if c.ref == ref), at_front.get("omit", 1))
        says = f"clause {ref} of {base.id} is locked; it may be added to, not replaced or left out"
        notes.note(line, says)
    kept = [clause for clause in inherited if clause.ref not in left_out]
    return _merged(kept, own), frozenset(
        rule.clause
        for clause in inherited
        if clause.ref in replaced | left_out
        for rule in clause.rules
    )


def _left_out(main: _Reading, base: Pack, known: set[str]) -> set[str]:
    found: set[str] = set()
    line = main.document.front_lines.get("omit", 1)
    for item in main.front.omit:
        refs = {ref for ref in known if ref == item.clause or ref.startswith(item.clause + ".")}
        if not refs:
            hint = did_you_mean(item.clause, known)
            main.notes.note(line, f"{base.id} has no clause {item.clause} to leave out.{hint}")
        if not item.because.strip():
            says = f"leaving out clause {item.clause} needs a reason; add because = \"…\""
            main.notes.note(line, says)
        found |= refs
    return found


def _merged(kept: list[PackClause], own: list[PackClause]) -> list[PackClause]:
    """Put the school's clauses in place of those they replace, or behind the one before them."""
    result = list(kept)
    at = -1
    for clause in own:
        place = next((i for i, c in enumerate(result) if c.ref and c.ref == clause.ref), None)
        if place is None:
            at += 1
            result.insert(at, clause)
        else:
            result[place] = clause
            at = place
    return result


def _renumbered(clause: PackClause, numbers: Mapping[str, str]) -> PackClause:
    new = renumber(clause.ref, numbers)
    if new == clause.ref and all(renumber(r.clause, numbers) == r.clause for r in clause.rules):
        return clause
    rules = tuple(
        replace(
            rule,
            clause=renumber(rule.clause, numbers),
            overrides=frozenset(renumber(ref, numbers) for ref in rule.overrides),
        )
        for rule in clause.rules
    )
    return replace(clause, ref=new, rules=rules)


def renumber(ref: str, numbers: Mapping[str, str]) -> str:
    """Return a template's clause number as this pack numbers it; the longest match counts."""
    for old in sorted(numbers, key=len, reverse=True):
        if ref == old or ref.startswith(old + "."):
            return numbers[old] + ref[len(old) :]
    return ref


def _finished(
    main: _Reading,
    readings: Sequence[_Reading],
    clauses: list[PackClause],
    dropped: frozenset[str],
    words: Words,
    times: tables.Times,
    base: Pack | None,
    folder: Path | None,
) -> Pack:
    own_files = {reading.notes.file for reading in readings}
    calendar = Calendar(tuple(times.bands), tuple(times.terms))
    if base is not None and not main.front.renumber:
        built = [clause for reading in readings for clause in reading.built]
        book = RuleBook(
            [rule for clause in built for rule in clause.rules],
            base=base.book,
            dropped=dropped,
            calendar=calendar if times.bands or times.terms else None,
            assume=None,
        )
    else:
        if base is not None and not (times.bands or times.terms):
            calendar = base.book.calendar
        every = [rule for clause in clauses for rule in clause.rules]
        book = RuleBook(every, calendar=calendar, assume=words.assumptions())
    pack = Pack(main.front, tuple(r.front for r in readings), clauses, book, words, base,
                folder or Path())  # fmt: skip
    _limits(main.notes, pack, own_files)
    return pack


def _limits(notes: Notebook, pack: Pack, own_files: set[str]) -> None:
    rules = list(pack.book.rules())
    if len(rules) > MOST_RULES:
        notes.note(1, f"this policy has {len(rules)} rules; at most {MOST_RULES} can be checked")
        return
    for rule in rules:
        keys = {test.key for fact in rule.facts() for test in fact.tests()}
        if len(keys) > MOST_FACTS:
            says = f"this rule looks at {len(keys)} different facts; at most {MOST_FACTS}; split it"
            notes.note(rule.line, says)


def _references(main: _Reading, readings: Sequence[_Reading], pack: Pack) -> None:
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
