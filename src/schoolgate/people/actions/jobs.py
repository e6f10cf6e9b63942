"""A job that had failed, run again: by whom stands in the journal of their school."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.jobs import actions as jobs
from schoolgate.jobs import naming
from schoolgate.jobs.models import Job
from schoolgate.people import background
from schoolgate.people.actions.persons import NotAllowed, require
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records import actions as journal
from schoolgate.records.parties import Thing


class UnableToRunAgain(Exception):
    """A job cannot be run again now; nothing was changed. The message says why."""


@transaction.atomic
def run_again(*, pk: int, by: Person, at: datetime) -> Job:
    """Have a failed job tried again, with all its attempts. Of two who ask at once one is told that
    it waits already. Raises NotAllowed, UnableToRunAgain."""
    require(by, Capability.JOB_RUN_AGAIN, by.school_id, at)
    if not background.seen(viewer=by, on=timezone.localdate(at)).filter(pk=pk).exists():
        raise NotAllowed("There is no such job for you at this school.")
    try:
        job = jobs.retry(pk=pk, at=at)
    except jobs.UnableToRetry as error:
        raise UnableToRunAgain(f"{error} Look at the list again.") from None
    of = Thing("jobs.job", str(job.pk), naming.of_task(job.task))
    journal.write(school=by.school, by=by, at=at, verb=PeopleVerb.JOB_RUN_AGAIN, object=of,
                  body={"task": job.task})  # fmt: skip
    return job
