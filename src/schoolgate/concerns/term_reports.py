"""Reports of terms: which there are, what stands in one, and how it looks printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from schoolgate.concerns import keys
from schoolgate.concerns.counting import Counted, Table
from schoolgate.concerns.models import TermReport
from schoolgate.concerns.rules import terms
from schoolgate.concerns.rules.terms import Span
from schoolgate.kernel import suppressing
from schoolgate.notices.paper import head
from schoolgate.people import permissions as people
from schoolgate.people import queries as schools
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.policies.impact import Figure
from schoolgate.web.paper import sheets
from schoolgate.web.paper.sheets import Heading, Piece, Points, Sheet, Words

ABOUT: Final = (
    f"Numbers below {suppressing.FEWEST} are not shown, and neither is a larger one from which one "
    f"of them could be worked out: “{suppressing.HIDDEN}”. Of 0, 1 and 2 the report says "
    f"“{suppressing.FEW_SAID}”. Nobody is named. What governors lead themselves is not counted."
)
LEFT_OUT: Final = "Left out: its numbers would give small ones away."


class Shown(NamedTuple):
    """A report as it may be read."""

    row: TermReport
    total: str
    tables: list[Table]
    lessons: list[str]


def seal(row: TermReport, counted: Counted) -> None:
    """Put what a report shows into its row."""
    said = {"total": counted.total, "lessons": counted.lessons,
            "tables": [[one.title, one.rows] for one in counted.tables]}  # fmt: skip
    keys.seal_alone(row, said, to=_to(row))


def read(row: TermReport) -> Shown:
    """Return what stands in a report. Raises sealing.UnableToOpen."""
    said = keys.read_alone(row, to=_to(row))
    tables = [Table(title, [(what, count) for what, count in rows])
              for title, rows in said["tables"]]  # fmt: skip
    return Shown(row, said["total"], tables, said["lessons"])


def _to(row: TermReport) -> str:
    return f"{row.school_id}:term-reports"


def listed(*, viewer: Person | None, on: date) -> list[tuple[Span, TermReport | None]]:
    """Return the terms that have begun, newest first, each with its report where it is made."""
    if not _may(viewer, on) or viewer is None:
        return []
    made = {one.slug: one for one in TermReport.objects.filter(school=viewer.school_id)}
    begun = [one for one in terms.spans(schools.dates(viewer.school)) if one.first <= on]
    return [(one, made.get(one.slug)) for one in reversed(begun)]


def one(*, viewer: Person | None, slug: str, on: date) -> Shown | None:
    """Return a report that the viewer may read."""
    if not _may(viewer, on) or viewer is None:
        return None
    rows = TermReport.objects.filter(school=viewer.school_id).select_related("school")
    row = next((one for one in rows if one.slug == slug), None)
    return read(row) if row else None


def _may(viewer: Person | None, on: date) -> bool:
    return viewer is not None and people.may(
        viewer, Capability.TERM_REPORT_SEE, school=viewer.school_id, on=on
    )


def incidents(school: School, first: date, last: date) -> Sequence[Figure]:
    """Return what the reports of terms in some days say by kind: the same cells, so that nothing
    can be worked out from both."""
    rows = TermReport.objects.filter(school=school, first_on__lte=last, last_on__gte=first)
    return [figure for row in rows.order_by("first_on") for figure in _figures(read(row))]


def _figures(shown: Shown) -> Iterator[Figure]:
    yield Figure(f"{shown.row.name}: all together", shown.total)
    for what, count in shown.tables[0].rows:
        yield Figure(f"{shown.row.name}: {what}", count)


def rows(shown: Shown) -> Iterator[tuple[str, str, str]]:
    """Yield the lines of the file: table, what is counted, count as shown."""
    yield "Concerns", "All together", shown.total
    for table in shown.tables:
        for what, count in table.rows or [("", LEFT_OUT)]:
            yield table.title, what, count
    for lesson in shown.lessons:
        yield "Lessons", lesson, ""


def pdf(shown: Shown) -> bytes:
    """Return a report on paper, for the governors' meeting."""
    row, school = shown.row, shown.row.school
    days = f"{row.first_on:%-d %B %Y} to {row.last_on:%-d %B %Y}"
    total = f"Concerns all together: {shown.total}"
    pieces: list[Piece] = [Words(f"{days}. {ABOUT}"), Words(total)]
    for table in shown.tables:
        pieces.append(Heading(table.title))
        pieces.append(sheets.Table(("What", "How many"), tuple(table.rows)) if table.rows
                      else Words(LEFT_OUT))  # fmt: skip
    pieces.append(Heading("Lessons"))
    pieces.append(Points(tuple((one, "") for one in shown.lessons)) if shown.lessons
                  else Words("None was marked as fit to share."))  # fmt: skip
    title = f"Concerns, {row.name}"
    sheet = Sheet(title, tuple(pieces), date=f"{row.made_at:%-d %B %Y}")
    return sheets.pdf(title=f"{school}: {title}", head=head(school), sheets=[sheet])
