"""The e-mail that says that something waits: one a day at most, and none when nothing changed."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.jobs import letters
from schoolgate.people import needs
from schoolgate.people.models import Digest, Person
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

LETTER = "people:digest"


@transaction.atomic
def send_digest(*, person: Person, by: System, at: datetime) -> bool:
    """Write to somebody that things wait for them; False when there is nothing new to say.

    New is what was not there when they were last written to; what is done and gone is no news.
    """
    waiting = needs.of(person, at)
    today = timezone.localdate(at)
    last = Digest.objects.filter(person=person).first()
    told = {_hash(need) for need in waiting}
    if last is not None and (last.sent_on >= today or told <= set(last.told.split())):
        return False
    if not waiting:
        return False
    Digest.objects.update_or_create(
        person=person,
        defaults={"school_id": person.school_id, "sent_on": today, "told": " ".join(sorted(told))},
    )
    letters.post(LETTER, school=person.school_id, person=person.pk)
    journal.write(school=person.school, by=by, at=at, verb=PeopleVerb.DIGEST_SENT, object=person,
                  body={"count": len(waiting)})  # fmt: skip
    return True


def claim_today(*, person: Person, at: datetime) -> bool:
    """Take today's one e-mail for another letter, in the caller's transaction; False when it has
    gone out. What waits counts as told: that letter leads to the same list."""
    today = timezone.localdate(at)
    told = " ".join(sorted({_hash(need) for need in needs.of(person, at)}))
    found, made = Digest.objects.get_or_create(
        person=person, defaults={"school_id": person.school_id, "sent_on": today, "told": told}
    )
    if made:
        return True
    earlier = Digest.objects.filter(pk=found.pk, sent_on__lt=today)
    return earlier.update(sent_on=today, told=told) == 1


def _hash(need: needs.Need) -> str:
    said = f"{need.title}\n{need.url}\n{need.since.isoformat()}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]
