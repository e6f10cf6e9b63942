"""A school year written down: as a whole, so that it is checked as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from schoolgate.people import calendar_typed
from schoolgate.people.actions.persons import require
from schoolgate.people.calendar import ONE_DAY, Span, year_name
from schoolgate.people.models import CalendarSpan, Person, School
from schoolgate.people.rights import Capability
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records import actions as journal
from schoolgate.records.parties import System


class UnableToKeep(Exception):
    """A school year cannot be written down like this; nothing was changed."""


@transaction.atomic
def keep_year(
    *, school: School, year: int, spans: Iterable[Span], by: Person | System, at: datetime
) -> bool:
    """Put a school year in place of what stood there; False when nothing changes.

    Everything that is derived from term dates follows at once: duties, the age of passwords, the
    rules that speak of lessons. Raises NotAllowed, UnableToKeep.
    """
    require(by, Capability.CALENDAR_KEEP, school.pk, at)
    try:
        wanted = set(calendar_typed.checked(year, spans))
    except calendar_typed.BadDates as error:
        raise UnableToKeep(str(error)) from None
    rows = {row.span: row for row in CalendarSpan.objects.filter(school=school, year=year)}
    added, removed = wanted - rows.keys(), rows.keys() - wanted
    if not added and not removed:
        return False
    CalendarSpan.objects.filter(pk__in=[rows[span].pk for span in removed]).delete()
    _add(school, year, added)
    journal.write(school=school, by=by, at=at, verb=PeopleVerb.CALENDAR_KEPT, object=school, body={
        "year": year_name(year), "added": len(added), "removed": len(removed),
        "now": [f"{span.kind} {span.in_words()}" for span in sorted(wanted, key=_first)],
    })  # fmt: skip
    return True


def _first(span: Span) -> tuple[object, ...]:
    return span.first, span.kind


def _add(school: School, year: int, spans: Iterable[Span]) -> None:
    try:
        with transaction.atomic():
            CalendarSpan.objects.bulk_create(
                CalendarSpan(school=school, year=year, kind=span.kind, name=span.name,
                             from_on=span.first, until_on=span.last + ONE_DAY)
                for span in spans
            )  # fmt: skip
    except IntegrityError:
        raise UnableToKeep("Somebody else has just written down this year. Look again.") from None
