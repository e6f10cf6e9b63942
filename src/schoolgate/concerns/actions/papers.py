"""Paper: pages printed with numbers, typed in later, and found empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from schoolgate.concerns.actions.reporting import Told, UnableToReport, report
from schoolgate.concerns.models import Case, PaperPage, Report, TypedIn
from schoolgate.concerns.rules.papers import MOST, Paper
from schoolgate.concerns.rules.words import Way
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people.models import Person, School
from schoolgate.records import actions as journal
from schoolgate.records.parties import Thing


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on one line of a page. `written_at` is as on the paper."""

    words: dict[str, str]
    written_at: datetime
    ticket: UUID
    line: int = 1
    illegal: bool = False


@transaction.atomic
def print_pages(*, paper: Paper, count: int, by: Person, at: datetime) -> list[PaperPage]:
    """Take the next numbers for new pages. Raises UnableToReport."""
    if not 1 <= count <= MOST:
        raise UnableToReport(f"Print between 1 and {MOST} pages at once.")
    School.objects.select_for_update().get(pk=by.school_id)  # two who print at once, one by one
    there = PaperPage.objects.filter(school=by.school_id, paper=paper)
    last = there.aggregate(last=Max("number"))["last"] or 0
    made = PaperPage.objects.bulk_create(
        PaperPage(
            school_id=by.school_id, paper=paper, number=last + n, printed_at=at, printed_by=by
        )
        for n in range(1, count + 1)
    )
    span = f"{made[0].reference} to {made[-1].reference}" if count > 1 else made[0].reference
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.PAPER_PRINTED,
                  object=Thing("concerns.paper", "", span), body={"count": count})  # fmt: skip
    return made


@transaction.atomic
def type_in(*, page: PaperPage, line: Line, by: Person, at: datetime) -> Case:
    """Make a report of a line that somebody wrote on paper; both times are kept. Raises
    UnableToReport when the line was typed in before or the page was found empty."""
    sent = TypedIn.objects.filter(page=page, line=line.line, report__ticket=line.ticket).first()
    if sent is not None:
        return sent.report.case
    _refuse(page, line, by, at)
    way = Way.LOG_BOOK if page.paper == Paper.LOG_BOOK else Way.PAPER_FORM
    words = line.words | {"paper": f"{page.reference}, line {line.line}"}
    told = Told(way, words, ticket=line.ticket, illegal=line.illegal, found_at=line.written_at)
    case = report(school=by.school, told=told, by=None, at=at)
    row = Report.objects.get(school=by.school_id, ticket=line.ticket)
    try:
        with transaction.atomic():
            TypedIn.objects.create(
                school_id=by.school_id, page=page, line=line.line, report=row, by=by
            )
    except IntegrityError:
        raise UnableToReport(_TWICE) from None
    return case


_TWICE = "This line was typed in already. Look at the number of the page and of the line."


def _refuse(page: PaperPage, line: Line, by: Person, at: datetime) -> None:
    if page.school_id != by.school_id:
        raise UnableToReport("This page belongs to another school.")
    if page.empty_at is not None:
        raise UnableToReport(f"{page} was put down as empty. Look at its number again.")
    if line.written_at > at:
        raise UnableToReport("It cannot have been written in the future. Look at day and time.")
    if TypedIn.objects.filter(page=page, line=line.line).exists():
        raise UnableToReport(_TWICE)


@transaction.atomic
def note_empty(*, page: PaperPage, by: Person, at: datetime) -> bool:
    """Write that a page came back with nothing on it; False when something is known of it."""
    if page.school_id != by.school_id or page.typed.exists():
        return False
    open_ones = PaperPage.objects.filter(pk=page.pk, empty_at=None)
    if open_ones.update(empty_at=at, empty_by=by) != 1:
        return False
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.PAPER_EMPTY, object=page)
    return True
