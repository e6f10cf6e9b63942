"""What shows that a clause is carried out: its rules, duties, records and dates. Row POL-29."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from schoolgate.duties import permissions, showing
from schoolgate.duties.models import Outcome
from schoolgate.duties.queries.board import Board, Item
from schoolgate.duties.queries.listed import read
from schoolgate.duties.rules import State
from schoolgate.duties.showing import Light, Shown
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.policies.english.plain import Plain, plain
from schoolgate.policies.language.effective import PackClause
from schoolgate.records import queries as journal
from schoolgate.records.models import Entry

_MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class Record:
    """One proof: its day, what it is in words, and its entry of the journal if it is one."""

    on: date
    words: str
    sequence: int | None = None


@dataclass(frozen=True, slots=True)
class Proved:
    """A duty with its proofs, the newest first, and by when it is next to be done."""

    item: Item
    shown: Shown
    records: tuple[Record, ...]
    next_on: date | None

    @property
    def last_on(self) -> date | None:
        """The day of the last proof."""
        return self.records[0].on if self.records else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A clause with everything that hangs on it. `said` are its rules and other boxes in words."""

    ref: str
    title: str
    clause: PackClause | None
    said: tuple[Plain, ...]
    duties: tuple[Proved, ...]

    @property
    def light(self) -> Light:
        """The worst of its duties; grey without any."""
        return showing.worst(one.shown.light for one in self.duties)

    @property
    def last_on(self) -> date | None:
        """The day of the last proof of any of its duties."""
        return max((one.last_on for one in self.duties if one.last_on), default=None)

    @property
    def next_on(self) -> date | None:
        """The day by which the next of its duties is due."""
        return min((one.next_on for one in self.duties if one.next_on), default=None)


def of_clauses(*, viewer: Person | None, on: date) -> list[Evidence]:
    """Return every clause that obliges somebody, with its proofs. Raises PackError."""
    known = read(viewer, on) if permissions.sees_all(viewer, on=on) else None
    if known is None:
        return []
    by_clause: dict[str, list[Item]] = {}
    for item in known.items:
        by_clause.setdefault(item.duty.clause, []).append(item)
    return [_evidence(known, ref, items) for ref, items in by_clause.items() if ref]


def of_clause(*, viewer: Person | None, ref: str, on: date) -> Evidence | None:
    """Return one clause with its proofs, also where it obliges nobody. Raises PackError."""
    known = read(viewer, on) if permissions.sees_all(viewer, on=on) else None
    if known is None or ref not in known.pack.by_ref:
        return None
    return _evidence(known, ref, [one for one in known.items if one.duty.clause == ref])


def entries_of(*, viewer: Person, ref: str, on: date) -> list[tuple[Entry, str]]:
    """Return the newest entries of the journal under a clause that the viewer may read."""
    reader = people.reader_of(viewer, on=on)
    found = journal.entries(viewer=reader, school=viewer.school,
                            filters=journal.Filters(clause=ref))  # fmt: skip
    return [(entry, journal.sentence(entry)) for entry in found[:_MOST_ENTRIES]]


def _evidence(known: Board, ref: str, items: Iterable[Item]) -> Evidence:
    clause = known.pack.by_ref.get(ref)
    boxes = [box for box in clause.boxes if box.kind != "duty"] if clause is not None else []
    said = tuple(plain(box, known.pack.words) for box in boxes)
    title = clause.title if clause is not None else ""
    return Evidence(ref, title, clause, said, tuple(_proved(known, item) for item in items))


def _proved(known: Board, item: Item) -> Proved:
    records = {(one.on, one.words): one for one in (*_of_turns(item), *_beside(known, item))}
    found = tuple(sorted(records.values(), key=lambda one: (one.on, one.words), reverse=True))
    open_ = (turn.occurrence.due_on for turn in item.turns
             if turn.state in {State.TO_DO, State.OVERDUE, State.COMING})  # fmt: skip
    return Proved(item, _shown(item, found), found, min(filter(None, open_), default=None))


def _shown(item: Item, found: tuple[Record, ...]) -> Shown:
    if item.duty.is_asserted:
        return showing.ASSERTED
    if item.question:
        return Shown(Light.AMBER, item.question)
    if not item.turns and (item.is_free or item.period.event is None):
        return showing.of_any(bool(found))
    return showing.of_times([turn.state for turn in item.turns])


def _of_turns(item: Item) -> Iterator[Record]:
    for turn in item.turns:
        for part in turn.parts:
            if part.proof is not None:
                words = f"{turn.label}: entry {part.proof.sequence} of the journal"
                yield Record(part.proof.on, words, part.proof.sequence)


def _beside(known: Board, item: Item) -> Iterator[Record]:
    """Yield what people recorded, and acts that prove a duty which falls due on no day."""
    for (duty, _, _), doing in known.doings.items():
        if duty == item.duty.key and doing.outcome == Outcome.DONE:
            said = (doing.evidence, doing.link, doing.attendance)
            told = ". ".join(text for text in said if text)
            whose = f" for {doing.person}" if doing.person_id is not None else ""
            yield Record(doing.on, f"Recorded by {doing.by}{whose}. {told}".strip())
    if not item.turns:
        for verb in item.duty.proofs:
            for proof in known.proofs.by_verb.get(verb, ()):
                yield Record(proof.on, f"Entry {proof.sequence} of the journal", proof.sequence)
