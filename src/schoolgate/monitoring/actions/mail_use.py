"""Numbers of mail read by the headteacher: written down each time, before a number is shown."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.monitoring import naming, permissions
from schoolgate.monitoring.actions.storing import UnableToAct
from schoolgate.monitoring.queries import mail_use as queries
from schoolgate.monitoring.rules.mail_use import Line
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people.models import Person
from schoolgate.records import actions as journal


@transaction.atomic
def read_mail_use(*, week: date, form: str, by: Person, at: datetime) -> list[Line]:
    """Return how many messages each employee sent and received in the week that begins on a Monday.

    `form` says how they are shown. Never what a message says, or its subject. Raises UnableToAct.
    """
    on = timezone.localdate(at)
    clause = naming.for_summaries(by.school)
    if clause is None:
        raise UnableToAct(naming.NO_SUMMARY)
    if not permissions.mail_use_seen_by(by, on=on):
        raise UnableToAct("The headteacher sees these numbers, and nobody else.")
    if week not in queries.weeks(viewer=by, on=on):
        raise UnableToAct("The log holds no mail of that week. Choose another.")
    found = queries.lines(viewer=by, week=week, on=on)
    body = {"people": len(found), "week": f"{week:%d/%m/%Y}", "form": form}
    journal.write(school=by.school, by=by, at=at, verb=MonitoringVerb.MAIL_USE_READ,
                  object=by.school, clause=clause.ref, body=body)  # fmt: skip
    return found
