"""What the office writes down about tellings, and what the post says of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from schoolgate.jobs import letters
from schoolgate.notices import permissions, queries
from schoolgate.notices.actions.stepping import put
from schoolgate.notices.models import Notice, Telling
from schoolgate.notices.rules import Mark
from schoolgate.notices.verbs import NoticesVerb
from schoolgate.people.models import Person, School
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

REMINDER: Final = "notices:reminder"
POST: Final = System("post", "The post")
# What the office may write down, and how it reads.
RECORDED: Final = {
    Mark.PRESENT: "was there",
    Mark.ACKNOWLEDGED: "said “I have read this” on paper",
    Mark.UNDELIVERABLE: "could not be reached: it came back",
}


class UnableToRecord(Exception):
    """This cannot be written down; nothing was. The message says what to do."""


@transaction.atomic
def record(
    *, notice: Notice, tellings: Iterable[int], mark: Mark, by: Person, at: datetime
) -> int:  # fmt: skip
    """Write down of some who were told what happened (`RECORDED`); return of how many it is new.

    Raises UnableToRecord.
    """
    if mark not in RECORDED:
        raise UnableToRecord("Choose what happened.")
    if by.school_id != notice.school_id or not permissions.may_send(by, on=timezone.localdate(at)):
        raise UnableToRecord("Only those who send notices write this down.")
    chosen = Telling.objects.filter(notice=notice, pk__in=list(tellings))
    count = sum(put(one, mark, at, by) for one in chosen)
    if not count:
        raise UnableToRecord("Tick at least one person of whom this is not written down yet.")
    journal.write(school=by.school, by=by, at=at, verb=NoticesVerb.NOTICE_RECORDED, object=notice,
                  clause=notice.clause, body={"count": count, "what": RECORDED[mark]})  # fmt: skip
    return count


@transaction.atomic
def note_emailed(*, telling: Telling, at: datetime) -> bool:
    """Write that the mail server took the e-mail of a telling."""
    return put(telling, Mark.EMAILED, at)


@transaction.atomic
def note_undeliverable(*, telling: Telling, at: datetime) -> bool:
    """Write that the mail server refused the address for good; a letter is due instead."""
    if not put(telling, Mark.UNDELIVERABLE, at):
        return False
    journal.write(school=telling.school, by=POST, at=at, verb=NoticesVerb.NOTICE_UNDELIVERABLE,
                  object=telling, clause=telling.notice.clause)  # fmt: skip
    return True


def chase(*, school: School, by: System, at: datetime) -> int:
    """Remind once everybody who had an e-mail a week ago and has not read; return how many."""
    late: dict[Notice, list[Telling]] = {}
    for one in queries.to_chase(school=school, at=at):
        late.setdefault(one.notice, []).append(one)
    return sum(_chase(notice, those, by, at) for notice, those in late.items())


@transaction.atomic
def _chase(notice: Notice, late: list[Telling], by: System, at: datetime) -> int:
    reminded = [one for one in late if put(one, Mark.CHASED, at)]
    for one in reminded:
        letters.post(REMINDER, school=notice.school_id, telling=one.pk)
    if reminded:
        body = {"count": len(reminded)}
        journal.write(school=notice.school, by=by, at=at, verb=NoticesVerb.NOTICE_CHASED,
                      object=notice, clause=notice.clause, body=body)  # fmt: skip
    return len(reminded)
