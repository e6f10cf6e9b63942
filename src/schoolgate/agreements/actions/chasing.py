"""Missing signatures are chased: a reminder after some days, then the headteacher's list."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.agreements import queries
from schoolgate.agreements.actions.storing import UnableToSign, keep_text
from schoolgate.agreements.models import Chase, Chasing, SignedText
from schoolgate.agreements.queries import Wait
from schoolgate.agreements.rules import chasing as rules
from schoolgate.agreements.verbs import AgreementsVerb
from schoolgate.jobs import letters
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.queries import dates
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

LETTER: Final = "agreements:reminder"
_LONGEST: Final = 365


@transaction.atomic
def set_chasing(
    *, school: School, remind_days: int, head_days: int, by: Person, at: datetime
) -> Chasing:
    """Set after how many days people are chased. Raises NotAllowed, UnableToSign."""
    require(by, Capability.CHASING_SET, school.pk, at)
    if not 0 < remind_days < head_days <= _LONGEST:
        raise UnableToSign("The reminder comes first: write fewer days for it, at least 1, and at "
                           f"most {_LONGEST} for the headteacher’s list.")  # fmt: skip
    made = Chasing.objects.create(school=school, remind_days=remind_days, head_days=head_days,
                                  set_by=str(by), set_at=at)  # fmt: skip
    journal.write(school=school, by=by, at=at, verb=AgreementsVerb.CHASING_SET, object=made,
                  body={"remind": remind_days, "head": head_days})  # fmt: skip
    return made


@transaction.atomic
def note_texts(*, school: School, at: datetime) -> int:
    """Keep the texts in force, so that it is known since when each is asked for. Raises PackError.

    Nobody has done anything: it is the policy's own words, and no entry is written.
    """
    known = queries.in_force(school, on=timezone.localdate(at)).values()
    kept = SignedText.objects.filter(school=school).values_list("hash", flat=True)
    there = set(kept)
    new = [one.text for one in known if one.text.hash not in there]
    for text in new:
        keep_text(text, school=school, at=at)
    return len(new)


@transaction.atomic
def chase(*, school: School, by: System, at: datetime) -> int:
    """Remind those who have waited long enough, and put those who wait longer on the headteacher's
    list; return how many waits were taken up. In working hours only, and once for each wait."""
    if not rules.is_working(at, dates(school)):
        return 0
    how, today = queries.chasing(school), timezone.localdate(at)
    rows = Chase.objects.filter(school=school)
    done = set(rows.values_list("person", "for_person", "text__hash", "told_head"))
    reminded: dict[int, int] = defaultdict(int)
    told = 0
    for wait in list(queries.waits(school, at=at)):
        for days, told_head in ((how.remind_days, False), (how.head_days, True)):
            is_due = rules.has_waited(timezone.localdate(wait.since), today, days)
            if is_due and (*wait.key, told_head) not in done and _note(wait, told_head, at):
                reminded[wait.signer] += not told_head
                told += told_head
    with journal.one_act():
        _remind({pk: count for pk, count in reminded.items() if count}, school, by, at)
        if told:
            journal.write(school=school, by=by, at=at, verb=AgreementsVerb.HEAD_TOLD, object=school,
                          body={"count": told})  # fmt: skip
    return sum(reminded.values()) + told


def _note(wait: Wait, told_head: bool, at: datetime) -> bool:
    school = wait.line.person.school
    text = SignedText.objects.get(school=school, hash=wait.line.text.hash)
    try:
        with transaction.atomic():
            Chase.objects.create(
                school=school, person_id=wait.signer, for_person=wait.line.person, text=text,
                told_head=told_head, waits_since=wait.since, chased_at=at,
            )  # fmt: skip
    except IntegrityError:  # another worker was first
        return False
    return True


def _remind(counts: dict[int, int], school: School, by: System, at: datetime) -> None:
    for person in Person.objects.filter(pk__in=counts).order_by("pk"):
        if person.email:
            letters.post(LETTER, school=school.pk, person=person.pk)
        journal.write(school=school, by=by, at=at, verb=AgreementsVerb.REMINDER_SENT,
                      object=person, body={"count": counts[person.pk],
                                           "letter": bool(person.email)})  # fmt: skip
