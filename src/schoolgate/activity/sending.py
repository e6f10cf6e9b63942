"""Regular reports: who gets the next one, and the letters that say that it is there."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.activity import permissions, queries
from schoolgate.activity.reports import regular
from schoolgate.activity.reports.regular import Numbered
from schoolgate.activity.verbs import ActivityVerb
from schoolgate.jobs import letters
from schoolgate.people import queries as people
from schoolgate.people.models import Person, School
from schoolgate.records import actions as journal
from schoolgate.records.parties import System, Thing

LETTER = "activity:report"


@transaction.atomic
def send_due(*, school: School, by: System, at: datetime) -> Numbered | None:
    """Send the report that is due, if one is: a letter to each recipient, with a link and without a
    number. Nothing is sent, and it stays due, while nobody can be written to."""
    on = timezone.localdate(at)
    due = queries.due(school, on=on)
    by_role = {role: _readers(school, role, on) for role in regular.ROLES}
    to = {one.pk for who in by_role.values() for one in who}
    if due is None or not to:
        return None
    for pk in sorted(to):
        letters.post(LETTER, school=school.pk, person=pk, number=due.number,
                     first=due.first.toordinal(), last=due.last.toordinal())  # fmt: skip
    roles = [role.replace("_", " ") for role, who in by_role.items() if who]
    body = {"first": f"{due.first:%-d %B %Y}", "last": f"{due.last:%-d %B %Y}",
            "roles": ", ".join(roles)}  # fmt: skip
    thing = Thing(queries.REPORT, due.key, str(due))
    journal.write(school=school, by=by, at=at, verb=ActivityVerb.REPORT_SENT, object=thing,
                  body=body)  # fmt: skip
    return due


def _readers(school: School, role: str, on: date) -> list[Person]:
    """Return who holds a role, has an address and may see the numbers."""
    held = people.holders(school=school, role=role, on=on)
    return [one for one in held if one.email and permissions.may_see(one, on=on)]
