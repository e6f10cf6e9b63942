"""What the room does by itself: deleting files that nobody came back for, and old copies."""

from __future__ import annotations

from django_tasks import task

from schoolgate.gateways import uploads
from schoolgate.gateways.mail.post import keeper_of
from schoolgate.gateways.models import Source
from schoolgate.gateways.sources.rules import MAIL
from schoolgate.jobs import schedule
from schoolgate.jobs.timetable import daily, hourly
from schoolgate.people.models import School


@task
def sweep() -> None:
    """Delete files that were sent an hour ago and not applied."""
    uploads.sweep()


@task
def tidy_mail() -> None:
    """Delete copies of mail whose days the log has dropped, at every school."""
    sources = Source.objects.filter(kind__in=MAIL)
    for school in School.objects.filter(pk__in=sources.values("school")):
        keeper_of(school).tidy()


schedule.add("gateways:mail", every=daily("04:10"), task=tidy_mail)
schedule.add("gateways:uploads", every=hourly(20), task=sweep)
