"""Looks that the journal keeps: a search says that somebody searched, never for what."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from schoolgate.concerns.models import Case
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people.models import Person
from schoolgate.records import actions as journal
from schoolgate.records.parties import Thing


@transaction.atomic
def note_search(*, by: Person, at: datetime) -> None:
    """Write down that somebody searched the cases that they may see."""
    thing = Thing("concerns.cases", str(by.school_id), "the cases")
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.CASES_SEARCHED, object=thing)


@transaction.atomic
def note_export(*, case: Case, by: Person, at: datetime) -> None:
    """Write down that somebody took a case away as a file."""
    journal.write(school=case.school, by=by, at=at, verb=ConcernsVerb.CASE_EXPORTED, object=case)


@transaction.atomic
def note_timeline(*, case: Case, by: Person, at: datetime) -> None:
    """Write down that somebody looked at what happened around somebody in a case."""
    journal.write(school=case.school, by=by, at=at, verb=ConcernsVerb.CASE_VIEWED, object=case,
                  body={"timeline": True})  # fmt: skip
