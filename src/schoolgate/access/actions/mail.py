"""How staff read school e-mail: declared by themselves, judged by the policy."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from schoolgate.access import verdicts
from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.access.models import MailReading
from schoolgate.access.rules import mail as rules
from schoolgate.access.rules.mail import Habit
from schoolgate.access.verbs import AccessVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal


@transaction.atomic
def declare_mail(*, habit: Habit, by: Person, at: datetime) -> MailReading:
    """Declare how one reads school e-mail; it takes the place of what was declared before.

    Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.MAIL_READING_DECLARE, by.school_id, at)
    if not rules.fits(habit):
        raise UnableToRecord("Choose both the school device and the program, or neither of them.")
    reading = verdicts.on_mail(by, habit, at)
    MailReading.objects.filter(person=by, until_at=None, from_at__lte=at).update(until_at=at)
    try:
        with transaction.atomic():
            made = MailReading.objects.create(
                school_id=by.school_id, person=by, device=habit.device, client=habit.client,
                logs_out=habit.logs_out, phone=habit.phone, verdict=reading.verdict,
                sentence="\n".join(reading.sentences), clauses=" ".join(reading.clauses),
                from_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise UnableToRecord("You declared this a moment ago. Look again.") from error
    journal.write(school=by.school, by=by, at=at, verb=AccessVerb.MAIL_READING_DECLARED,
                  object=made, clause=reading.clauses[0] if reading.clauses else "",
                  body={"verdict": rules.VERDICTS[reading.verdict].lower()})  # fmt: skip
    return made
