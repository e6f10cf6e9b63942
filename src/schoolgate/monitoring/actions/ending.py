"""A look ended: the notice to the employee follows in the same act, and cannot be left out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from schoolgate.approvals import actions as approvals
from schoolgate.approvals.rules import State
from schoolgate.jobs import letters
from schoolgate.monitoring import permissions
from schoolgate.monitoring.actions.storing import FASTER, LONGEST, UnableToAct, stored
from schoolgate.monitoring.models import LookUp, LookUpStep
from schoolgate.monitoring.models.lookups import Look
from schoolgate.monitoring.queries import lookups as queries
from schoolgate.monitoring.rules.lookups import PURPOSES, Stage, Step
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people.models import Person, School
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

NOTICE: Final = "monitoring:notice"


def may_end(look_up: LookUp, *, by: Person, at: datetime) -> bool:
    """Tell whether somebody may end a look: who asked, who carries it out, and the office that
    authorises."""
    on = timezone.localdate(at)
    if not permissions.may_see(by, look_up, on=on):
        return False
    if by.pk in {look_up.asker_id, look_up.doer_id}:
        return True
    approval = look_up.approval
    return approval is not None and approvals.may_revoke(approval, by=by, at=at)


@transaction.atomic
def end(*, look_up: LookUp, words: str, by: Person, at: datetime) -> None:
    """End a look; of an employee the notice is written with it. Raises UnableToAct."""
    if not may_end(look_up, by=by, at=at):
        raise UnableToAct("This is not yours to end. Ask whoever authorised it.")
    if look_up.stage(at) not in {Stage.OPEN, Stage.NOT_BEGUN}:
        raise UnableToAct("This is over. Look again.")
    if len(words) > LONGEST:
        raise UnableToAct(f"Write at most {LONGEST} characters.")
    with journal.one_act():
        approval = look_up.approval
        if approval is not None and approvals.may_revoke(approval, by=by, at=at) and (
            approval.state(at) in {State.IN_FORCE, State.NOT_BEGUN}
        ):  # fmt: skip
            approvals.revoke(approval=approval, reason="The look has ended.", by=by, at=at)
        step(look_up, Step.ENDED, MonitoringVerb.LOOK_UP_ENDED, by, at, words=words.strip())
        if look_up.tells:
            _notice(look_up, words.strip(), by, at)


@transaction.atomic
def note_over(*, look_up: LookUp, by: System, at: datetime) -> None:
    """Write the notice about a look that the clock or a revocation ended."""
    with journal.one_act():
        _notice(look_up, "", by, at)


def end_what_is_over(*, school: School, by: System, at: datetime) -> int:
    """Write every notice that is owed since the clock ended a look; return how many."""
    found = queries.over(school=school, at=at)
    for one in found:
        note_over(look_up=one, by=by, at=at)
    return len(found)


def step(
    look_up: LookUp, kind: Step, verb: MonitoringVerb, by: Person | System, at: datetime, *,
    body: dict[str, str] | None = None, **more: object,
) -> LookUpStep:  # fmt: skip
    """Write one step of a look-up, once, with its entry. Raises UnableToAct."""
    made = LookUpStep(school=look_up.school, look_up=look_up, kind=kind, at=at,
                      by=by if isinstance(by, Person) else None, **more)  # fmt: skip
    stored(made, FASTER)
    getattr(look_up, "_prefetched_objects_cache", {}).pop("steps", None)
    journal.write(school=look_up.school, by=by, at=at, verb=verb, object=look_up,
                  clause=look_up.clause, body=body or {})  # fmt: skip
    return made


def _notice(look_up: LookUp, words: str, by: Person | System, at: datetime) -> None:
    step(look_up, Step.NOTICED, MonitoringVerb.LOOK_UP_NOTICED, by, at,
         words=notice_of(look_up, words))  # fmt: skip
    if look_up.is_tellable(at):
        letters.post(NOTICE, school=look_up.school_id, look_up=look_up.pk)


def notice_of(look_up: LookUp, words: str) -> str:
    """Return the notice: what was looked at, why, under which clause, by whom, how often."""
    approval = look_up.approval
    looks = Look.objects.filter(look_up=look_up, refused="")
    rows = sum(looks.values_list("rows", flat=True))
    first = timezone.localdate(look_up.data_from_at)
    last = timezone.localdate(look_up.data_until_at - timedelta(seconds=1))
    lines = [
        f"Dear {look_up.about},",
        f"{look_up.asker} authorised a look at what you did on the school’s systems, in writing, "
        f"under clause {look_up.clause} of the policy.",
        f"The reason: {approval.purpose if approval else PURPOSES[look_up.purpose]}",
        f"What could be looked at: {look_up.said_scopes}, from {first:%-d %B %Y} to "
        f"{last:%-d %B %Y}.",
        f"{look_up.doer} carried it out. Queries: {looks.count()}. Rows that they showed: {rows}."
        if looks else f"{look_up.doer} was to carry it out. Nothing was looked at.",
        words,
        "Under “Who looked at my data” you see each query, with its time. "
        f"Ask {look_up.asker} about anything that you want to know.",
    ]  # fmt: skip
    return "\n\n".join(line for line in lines if line)


__all__ = ["NOTICE", "end", "end_what_is_over", "may_end", "note_over", "notice_of", "step"]
