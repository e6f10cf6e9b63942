"""A notice read by whom it was for, and what a sender looked at."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from schoolgate.notices.actions.stepping import put
from schoolgate.notices.models import Notice, Telling
from schoolgate.notices.rules import Mark
from schoolgate.notices.verbs import NoticesVerb
from schoolgate.people.models import Person
from schoolgate.records import actions as journal
from schoolgate.records.parties import Thing


@transaction.atomic
def note_read(*, telling: Telling, by: Person, at: datetime) -> bool:
    """Write that somebody opened a notice that was sent to them, the first time."""
    return _note(telling, Mark.READ, NoticesVerb.NOTICE_READ, by, at)


@transaction.atomic
def acknowledge(*, telling: Telling, by: Person, at: datetime) -> bool:
    """Write that somebody said “I have read this”; False when they had said so already."""
    return _note(telling, Mark.ACKNOWLEDGED, NoticesVerb.NOTICE_ACKNOWLEDGED, by, at)


def _note(telling: Telling, mark: Mark, verb: NoticesVerb, by: Person, at: datetime) -> bool:
    """Write what the one who was told did; nobody does it for them, and that leaves nothing."""
    if by.pk != telling.person_id or not put(telling, mark, at, by):
        return False
    notice = telling.notice
    journal.write(school=by.school, by=by, at=at, verb=verb, object=notice, clause=notice.clause)
    return True


@transaction.atomic
def note_look(*, by: Person, at: datetime, notice: Notice | None = None) -> None:
    """Write that a sender looked at who was told and who has read."""
    everything = Thing("notices.telling", "", "everything")
    journal.write(school=by.school, by=by, at=at, verb=NoticesVerb.TELLINGS_VIEWED,
                  object=notice or everything)  # fmt: skip
