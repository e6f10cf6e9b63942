"""What the records room does by itself: signs every journal once an hour."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from django_tasks import task

from schoolgate.jobs import schedule
from schoolgate.jobs.timetable import hourly
from schoolgate.kernel.trouble import Trouble
from schoolgate.records import actions, queries, signing, witnesses
from schoolgate.records.parties import System

SIGNER: Final = System("journal-signer", "The hourly signing of the journal")
_ERRORS: Final = (actions.UnableToSign, signing.KeyIsDamaged, witnesses.UnableToWitness)


class HeadsAreMissing(Trouble):
    """Some journals have no new head."""


@task
def sign_heads() -> None:
    """Sign a head over every journal that has grown, and put it where witnesses find it.

    One journal in trouble does not stop the others. Raises HeadsAreMissing at the end.
    """
    troubles = []
    for journal in queries.journals():
        try:
            actions.sign_head(journal=journal, by=SIGNER, at=timezone.now())
            witnesses.keep(journal)
        except _ERRORS as error:
            troubles.append(f"{journal}: {error}")
    if troubles:
        count = f"{len(troubles)} journals were" if len(troubles) > 1 else "One journal was"
        raise HeadsAreMissing(f"{count} not signed. {troubles[0]}")


schedule.add("records:heads", every=hourly(), task=sign_heads)
