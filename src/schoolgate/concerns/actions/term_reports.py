"""The report of a term: made once, and never again."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.concerns import counting, term_reports
from schoolgate.concerns.actions.storing import UnableToAct
from schoolgate.concerns.counting import Counted
from schoolgate.concerns.models import TermReport
from schoolgate.concerns.rules import terms
from schoolgate.concerns.rules.terms import Span
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people import permissions as people
from schoolgate.people import queries as schools
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal


@transaction.atomic
def make_term_report(
    *, school: School, slug: str, by: Person, at: datetime
) -> tuple[TermReport, int]:
    """Count a term that is over. Return the report, and how many lessons were left out of it
    because they name people of the school. Raises UnableToAct."""
    on = timezone.localdate(at)
    if not people.may(by, Capability.TERM_REPORT_MAKE, school=school.pk, on=on):
        raise UnableToAct("The headteacher, the safeguarding lead or an analyst makes the report.")
    span = next((one for one in terms.spans(schools.dates(school)) if one.slug == slug), None)
    if span is None:
        raise UnableToAct("There is no such term.")
    if span.last >= on:
        raise UnableToAct(f"This term, with the holidays after it, lasts until "
                          f"{span.last:%-d %B %Y}. Make its report after that.")  # fmt: skip
    made = TermReport.objects.filter(school=school)
    left = terms.without(span, list(made.values_list("first_on", "last_on")))
    if left is None or made.filter(year=span.year, number=span.number).exists():
        raise UnableToAct(_ONCE)
    counted = counting.count(school, left)
    row = _kept(school, left, counted, by, at)
    journal.write(school=school, by=by, at=at, verb=ConcernsVerb.TERM_REPORT_MADE, object=row)
    return row, counted.left_out


_ONCE = "The report of this term is made already. Two of them would give small numbers away."


def _kept(school: School, span: Span, counted: Counted, by: Person, at: datetime) -> TermReport:
    row = TermReport(
        school=school, year=span.year, number=span.number, name=span.name, first_on=span.first,
        last_on=span.last, by=by, made_at=at,
    )  # fmt: skip
    term_reports.seal(row, counted)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise UnableToAct(_ONCE) from None
    return row
