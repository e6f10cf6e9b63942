"""The employee told: delivered, or put off under a clause; then the look is finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from schoolgate.monitoring import naming, permissions
from schoolgate.monitoring.actions.ending import step
from schoolgate.monitoring.actions.storing import UnableToAct, require_words
from schoolgate.monitoring.models import LookUp
from schoolgate.monitoring.queries import lookups as queries
from schoolgate.monitoring.rules.lookups import LONGEST_DELAY, Stage, Step
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people.models import Person

# How a notice on paper reached somebody; on screen it is delivered by being opened.
MEANS: Final = {"handed": "handed over in person", "post": "sent by post, signed for",
                "read-out": "read out and handed over in a meeting"}  # fmt: skip
ON_SCREEN: Final = "read on screen"
_NOT_YOURS: Final = "Whoever authorised the look writes this down. Ask them."


def may_tell(look_up: LookUp, *, by: Person, at: datetime) -> bool:
    """Tell whether somebody answers for the notice: who authorised the look, and their office."""
    on = timezone.localdate(at)
    if by.pk == look_up.asker_id:
        return permissions.may_see(by, look_up, on=on)
    return (
        look_up.approval is not None
        and by.pk not in {look_up.doer_id, look_up.reviewer_id}
        and (permissions.may_see(by, look_up, on=on))
    )


@transaction.atomic
def note_read(*, look_up: LookUp, by: Person, at: datetime) -> bool:
    """Write that the employee opened the notice; False where it was delivered before."""
    mine = queries.one_about_me(viewer=by, pk=look_up.pk, at=at)
    if mine is None or Step.DELIVERED in mine.written:
        return False
    step(mine, Step.DELIVERED, MonitoringVerb.LOOK_UP_DELIVERED, by, at,
         on=timezone.localdate(at), means=ON_SCREEN, body={"means": ON_SCREEN})  # fmt: skip
    return True


@transaction.atomic
def deliver(*, look_up: LookUp, means: str, on: date, by: Person, at: datetime) -> None:
    """Write down how a notice on paper reached the employee. Raises UnableToAct."""
    if not may_tell(look_up, by=by, at=at):
        raise UnableToAct(_NOT_YOURS)
    if means not in MEANS:
        raise UnableToAct("Choose how it reached them.")
    if Step.NOTICED not in look_up.written or look_up.stage(at) is not Stage.TO_TELL:
        raise UnableToAct("There is no notice to deliver now. Look again.")
    ended = look_up.ended_at(at)
    if on > timezone.localdate(at) or (ended and on < timezone.localdate(ended)):
        raise UnableToAct("Give the day on which it was delivered, after the look had ended.")
    step(look_up, Step.DELIVERED, MonitoringVerb.LOOK_UP_DELIVERED, by, at, on=on,
         means=MEANS[means], body={"means": MEANS[means]})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delay:
    """Why telling is put off: under which clause, on whose advice, until when (exclusive)."""

    clause: str
    adviser: str
    reason: str
    until: date


@transaction.atomic
def put_off(*, look_up: LookUp, delay: Delay, by: Person, at: datetime) -> None:
    """Put the notice off, under a clause of the policy that allows it. Raises UnableToAct."""
    today = timezone.localdate(at)
    if by.pk != look_up.asker_id or not permissions.may_see(by, look_up, on=today):
        raise UnableToAct(_NOT_YOURS)
    if delay.clause not in {one.ref for one in naming.delaying(look_up.school)}:
        raise UnableToAct("The policy in force has no clause that lets telling be put off, so the "
                          "employee is told. Governors can add one.")  # fmt: skip
    require_words(delay.adviser, delay.reason, most=200)
    if not today < delay.until <= today + timedelta(days=LONGEST_DELAY):
        raise UnableToAct("Give an end within half a year.")
    if look_up.stage(at) not in {Stage.OPEN, Stage.NOT_BEGUN, Stage.TO_TELL} or not look_up.tells:
        raise UnableToAct("This cannot be put off any more. Look again.")
    step(look_up, Step.DELAYED, MonitoringVerb.LOOK_UP_DELAYED, by, at, on=delay.until,
         clause=delay.clause, adviser=delay.adviser.strip(), words=delay.reason.strip(),
         body={"until": f"{delay.until:%-d %B %Y}", "clause": delay.clause})  # fmt: skip


def may_review(look_up: LookUp, *, by: Person, at: datetime) -> bool:
    """Tell whether somebody is the second person of a look that is over; never of their own."""
    over = look_up.stage(at) not in {Stage.OPEN, Stage.NOT_BEGUN}
    mine = by.pk == look_up.reviewer_id and by.pk != look_up.doer_id
    return (
        over
        and mine
        and Step.REVIEWED not in look_up.written
        and permissions.may_see(by, look_up, on=timezone.localdate(at))
    )


@transaction.atomic
def review(*, look_up: LookUp, words: str, by: Person, at: datetime) -> None:
    """Write what the second person found in the record of a look. Raises UnableToAct."""
    if not may_review(look_up, by=by, at=at):
        raise UnableToAct("Whoever is named to review does so, once, when the look is over.")
    require_words(words, most=1000)
    step(look_up, Step.REVIEWED, MonitoringVerb.LOOK_UP_REVIEWED, by, at, words=words.strip())


@transaction.atomic
def finish(*, look_up: LookUp, by: Person, at: datetime) -> None:
    """Finish a look: told and delivered, and reviewed. Raises UnableToAct."""
    mine = by.pk == look_up.asker_id if not look_up.tells else may_tell(look_up, by=by, at=at)
    if not mine:
        raise UnableToAct(_NOT_YOURS)
    if look_up.stage(at) is not Stage.TOLD:
        raise UnableToAct("It can be finished once the employee has the notice. Write down how it "
                          "was delivered.")  # fmt: skip
    if Step.REVIEWED not in look_up.written:
        raise UnableToAct(f"{look_up.reviewer} has not reviewed it yet. Ask them.")
    step(look_up, Step.FINISHED, MonitoringVerb.LOOK_UP_FINISHED, by, at)
