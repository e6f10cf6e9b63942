"""Reporting, writing and closing, killed at any write: whole, or not there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Count

from schoolgate.concerns import actions, queries, registers
from schoolgate.concerns.actions import Asking, Draft, Finding, Sorting, Told
from schoolgate.concerns.models import Case, Entry, Numbering, Report, Statement, Task, Word
from schoolgate.concerns.rules.matters import MATTERS
from schoolgate.concerns.rules.registers import Standing
from schoolgate.concerns.rules.words import Seriousness, State, Track, Way
from schoolgate.people.models import Person, School
from schoolgate.records import tenancy
from schoolgate.records.models import Entry as Kept
from tests.cast import NOW, assemble
from tests.killing import Acknowledge, HalfApplied, Lost, killed_at_every_write

# As many as make 200 writes: SQLite writes pages, PostgreSQL is sent statements.
_MANY = 6 if connection.vendor == "sqlite" else 8
SORTING = Sorting("bullying", "bullying", Track.INAPPROPRIATE, Seriousness.ORDINARY, "Read.")


def _told(number: int) -> Told:
    words = {"what": f"Words of {number}.", "device": "LT-17", "isolated": "yes"}
    return Told(Way.STAFF_FORM, words, matter=MATTERS["virus"])


def prepare_people() -> None:
    """A school, and nothing told."""
    assemble()


def prepare_cases() -> None:
    """Cases that are ready to be closed."""
    cast = assemble()
    for number in range(_MANY):
        told = Told(Way.STAFF_FORM, {"what": f"Words of {number}."})
        case = actions.report(school=cast.school, told=told, by=cast.teacher, at=NOW)
        actions.sort(case=case, sorting=SORTING, by=cast.dsl, at=NOW)
        said = {"lessons": "none", "change": "none"}
        actions.write(case=case, draft=Draft("debrief", said, NOW), by=cast.dsl, at=NOW)


def _everyone() -> tuple[School, Person, Person, list[Case]]:
    with tenancy.everywhere(because="The test looks for what to do."):
        school = School.objects.get(slug="elmfield")
        teacher, dsl = (
            Person.objects.select_related("school").get(school=school, role=role)
            for role in ("teacher", "dsl")
        )
        return school, teacher, dsl, list(Case.objects.select_related("school").order_by("pk"))


def report_all(acknowledge: Acknowledge) -> None:
    """One report after the other."""
    school, teacher, _, _ = _everyone()
    for number in range(_MANY):
        with tenancy.acting_for(school.pk):
            case = actions.report(school=school, told=_told(number), by=teacher, at=NOW)
        acknowledge(case.name)


def write_all(acknowledge: Acknowledge) -> None:
    """A note in one case after the other."""
    school, _, dsl, cases = _everyone()
    for case in cases:
        with tenancy.acting_for(school.pk):
            draft = Draft("note", {"words": f"Note in {case.name}."}, NOW)
            actions.write(case=case, draft=draft, by=dsl, at=NOW)
        acknowledge(case.name)


def close_all(acknowledge: Acknowledge) -> None:
    """One case after the other is closed."""
    school, _, dsl, cases = _everyone()
    for case in cases:
        with tenancy.acting_for(school.pk):
            actions.close(case=case, why="Over.", by=dsl, at=NOW)
        acknowledge(case.name)


def keep_registers(acknowledge: Acknowledge) -> None:
    """A statement, its approval, an enquiry that it answers, a page and how it stands."""
    school, _, _, _ = _everyone()
    with tenancy.everywhere(because="The test looks for the head."):
        head = Person.objects.select_related("school").get(school=school, role="headteacher")
    for number in range(_MANY):
        with tenancy.acting_for(school.pk):
            stated = actions.write_statement(words=f"Words of {number}.", by=head, at=NOW)
            actions.approve_statement(row=stated, by=head, at=NOW)
            stated.refresh_from_db()
            asking = Asking(f"Paper {number}", "Why?", NOW, head, statement=stated)
            actions.write_enquiry(asking=asking, by=head, at=NOW)
            page = Finding(f"Group {number}", "", Standing.OPEN, NOW.date())
            row = actions.register_page(finding=page, by=head, at=NOW)
            actions.move_page(row=row, status=Standing.GONE, by=head, at=NOW)
        acknowledge(str(number))


def registers_are_whole(acknowledged: Sequence[str], finished: bool) -> None:
    """Each row opens, and has its entry in the journal; each page says how it stands."""
    head = Person.objects.get(role="headteacher", school__slug="elmfield")
    numbers = {one.words.removeprefix("Words of ").rstrip(".")
               for one in registers.statements(viewer=head, on=NOW.date())}  # fmt: skip
    if lost := set(acknowledged) - numbers:
        raise Lost(f"{sorted(lost)}")
    enquired = registers.enquiries(viewer=head, on=NOW.date())
    pages = registers.watched(school=head.school)
    if any(not one.standings for one in pages):
        raise HalfApplied("a page that stands in no way")
    approved = Statement.objects.filter(approved_at__isnull=False)
    moved = sum(len(one.standings) - 1 for one in pages)
    there = {"statement:written": len(numbers), "statement:approved": approved.count(),
             "enquiry:written": len(enquired), "page:registered": len(pages),
             "page:moved": moved}  # fmt: skip
    for verb, count in there.items():
        if Kept.objects.filter(verb=f"concerns:{verb}").count() != count:
            raise HalfApplied(verb)
    assert not finished or len(acknowledged) == _MANY


def _compare(acknowledged: Sequence[str], there: set[str], *counts: int) -> None:
    if lost := set(acknowledged) - there:
        raise Lost(f"{sorted(lost)}")
    if any(count != len(there) for count in counts):
        raise HalfApplied(f"{len(there)}, {counts}")


def reports_are_whole(acknowledged: Sequence[str], finished: bool) -> None:
    """Each report has its case, number, people, task, words, and entry in the journal."""
    cases = list(Case.objects.all())
    dsl_like = Person.objects.get(role="headteacher", school__slug="elmfield")
    for case in cases:
        opened = queries.opened(case=case, viewer=dsl_like, on=NOW.date())
        if len(queries.reports(opened)) != 1 or len(queries.parties(opened)) != 1:
            raise HalfApplied(case.name)
    admitted = {one.pk for one in Case.objects.annotate(n=Count("admissions")).filter(n=4)}
    found = Word.objects.values("case").distinct().count()
    last = sum(Numbering.objects.values_list("last", flat=True))
    written = Kept.objects.filter(verb="concerns:report:made").count()
    _compare(acknowledged, {one.name for one in cases}, Report.objects.count(),
             Task.objects.count(), len(admitted), found, last, written)  # fmt: skip
    assert not finished or len(acknowledged) == _MANY


def notes_are_whole(acknowledged: Sequence[str], finished: bool) -> None:
    """Each note opens, is found, and has its entry in the journal."""
    dsl = Person.objects.get(role="dsl", school__slug="elmfield")
    notes = list(Entry.objects.filter(kind="note").select_related("case"))
    for one in notes:
        opened = queries.opened(case=one.case, viewer=dsl, on=NOW.date())
        if opened.read(one, "body") != {"words": f"Note in {one.case.name}."}:
            raise HalfApplied(one.case.name)
    written = [one for one in Kept.objects.filter(verb="concerns:entry:written")
               if '"note"' in str(one.body) or "'note'" in str(one.body)]  # fmt: skip
    _compare(acknowledged, {one.case.name for one in notes}, len(notes), len(written))
    assert not finished or len(acknowledged) == _MANY


def closings_are_whole(acknowledged: Sequence[str], finished: bool) -> None:
    """Each closed case has its entry in the chronology and in the journal."""
    closed = set(Case.objects.filter(state=State.CLOSED, closed_at=NOW))
    entries = Entry.objects.filter(kind="closed")
    written = Kept.objects.filter(verb="concerns:case:closed").count()
    if {one.case_id for one in entries} != {one.pk for one in closed}:
        raise HalfApplied("an entry without its state")
    _compare(acknowledged, {one.name for one in closed}, entries.count(), written)
    assert not finished or len(acknowledged) == _MANY


@pytest.mark.real_clock
@pytest.mark.parametrize(
    ("prepare", "act", "judge"),
    [
        (prepare_people, report_all, reports_are_whole),
        (prepare_cases, write_all, notes_are_whole),
        (prepare_cases, close_all, closings_are_whole),
        (prepare_people, keep_registers, registers_are_whole),
    ],
    ids=["report", "write", "close", "registers"],
)
def test_killed_at_any_write_nothing_is_lost_or_half(
    tmp_path: Path,
    prepare: Callable[[], None],
    act: Callable[[Acknowledge], None],
    judge: Callable[[Sequence[str], bool], None],
) -> None:
    tally = killed_at_every_write(prepare, act, judge, tmp_path)
    assert tally.troubles == []
    assert tally.killed == tally.points > tally.first
