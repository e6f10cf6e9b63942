"""What shows that a clause is carried out, on paper: for an inspector, a court, the governors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from schoolgate.duties.queries.evidence import Evidence, Proved
from schoolgate.people.models import School
from schoolgate.records.models import Entry
from schoolgate.web.paper.sheets import Head, Heading, Piece, Sheet, Table, Words, pdf

Entries = Sequence[tuple[Entry, str]]


def evidence(school: School, found: Evidence, entries: Entries, on: date) -> bytes:
    """Return one clause with its proofs as tagged PDF. Raises web.paper.making.UnableToPrint."""
    subject = f"Clause {found.ref} {found.title}".strip()
    sheet = Sheet(subject, tuple(_pieces(found, entries)), date=f"{on:%-d %B %Y}")
    return pdf(title=f"{subject}: what was done", head=Head(str(school)), sheets=[sheet])


def _pieces(found: Evidence, entries: Entries) -> Iterator[Piece]:
    if found.clause is not None and found.clause.prose:
        yield Words(found.clause.prose)
    if found.said:
        yield Heading("What it says as rules")
        yield Words("\n".join(f"- {one.text}" for one in found.said))
    yield Heading("Duties")
    if not found.duties:
        yield Words("No duty hangs on this clause.")
    for one in found.duties:
        yield Table(("What", "As it stands"), tuple(_duty(one)))
        if one.records:
            yield Table(("Day", "Proof"), tuple((_day(each.on), each.words)
                                                for each in one.records))  # fmt: skip
    if entries:
        yield Heading("Entries of the journal under this clause")
        yield Table(("Entry", "Day", "What"), tuple(
            (str(entry.sequence), _day(entry.at.date()), words) for entry, words in entries
        ))  # fmt: skip


def _duty(one: Proved) -> Iterator[tuple[str, str]]:
    duty = one.item.duty
    yield "Duty", f"{duty.what[:1].upper()}{duty.what[1:]}"
    yield "Whose", f"{one.item.owners.in_words} (the policy: {'; '.join(duty.who)})"
    yield "How often", one.item.period.in_words()
    yield "Shown", f"{one.shown.light}. {one.shown.because}"
    yield "Last proof", _day(one.last_on) or "None"
    yield "Next due", _day(one.next_on) or "No day"


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day is not None else ""
