"""Access that was withdrawn, and a download said to be for a lesson, at invented Brookside."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from schoolgate.accounts.actions import open_account
from schoolgate.filtering import naming
from schoolgate.filtering.actions.downloads import Meant, say_purpose
from schoolgate.filtering.actions.withdrawing import Outcome, withdraw
from schoolgate.filtering.models import Download, Withdrawal
from schoolgate.filtering.rules.downloads import Purpose
from schoolgate.filtering.rules.withdrawing import Term
from schoolgate.people.actions import DEMONSTRATION
from schoolgate.people.demonstration import SOURCE
from schoolgate.people.models import Person, School

_PUPIL: Final = "P200"
_WEEK: Final = timedelta(days=7)
_WHY: Final = (
    "Sent the class tablets to a game again and again in sums, after two warnings. Works on paper "
    "until we have talked with the family."
)
_SOUND: Final = "volcano-museum.test/sounds/eruption.mp3"


def show(school: School, at: datetime) -> None:
    """Withdraw a pupil's access for a week, with a day of review; let a teacher say for which
    lesson a sound is. Once."""
    people = Person.objects.filter(school=school, source=SOURCE).select_related("school")
    known = {one.external_id: one for one in people}
    if not Withdrawal.objects.filter(school=school).exists():
        _withdraw(known, at)
    if not Download.objects.filter(school=school).exists():
        ticket = uuid5(NAMESPACE_URL, f"{school.slug}/download")
        meant = Meant(_SOUND, "music", Purpose.LESSON, "Volcanoes: what an eruption sounds like",
                      ticket)  # fmt: skip
        say_purpose(meant=meant, by=known["S03"], at=at)


def _withdraw(known: dict[str, Person], at: datetime) -> None:
    """Whom the policy tells of misuse decides."""
    pupil, on = known[_PUPIL], timezone.localdate(at)
    decides = (one for one in (known["S02"], known["S01"])
               if naming.for_withdrawing(pupil, by=one, on=on)[1])  # fmt: skip
    open_account(person=pupil, by=DEMONSTRATION, at=at)  # the filter knows accounts, not names
    term = Term(at + _WEEK, on + timedelta(days=3))
    ticket = uuid5(NAMESPACE_URL, f"{pupil.school.slug}/withdrawal")
    withdraw(outcome=Outcome(pupil, _WHY, term, ticket), by=next(decides), at=at)
