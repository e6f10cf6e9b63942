"""What is urgent and unread goes to the next in line, a quarter of an hour of school time each."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from schoolgate.concerns import keys, routing
from schoolgate.concerns.actions.reporting import post
from schoolgate.concerns.actions.storing import admit, write_entry
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Admission, Case, Escalation
from schoolgate.concerns.rules import clocks
from schoolgate.concerns.rules.roles import line_of
from schoolgate.concerns.rules.words import Seriousness, State
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people.models import School
from schoolgate.records import actions as journal
from schoolgate.records import sealing
from schoolgate.records.parties import System

ESCALATION: Final = System("escalation", "Escalation")


def escalate(*, school: School, by: System, at: datetime) -> int:
    """Pass on what is urgent and nobody has read for a quarter of an hour of school time; return
    how many were. Each step is one row, one entry and one line of the journal; safe to run again.
    """
    hours = routing.hours(school)
    if not hours.is_school_time(at):
        return 0
    unread = Case.objects.filter(school=school, state=State.NEW, seriousness=Seriousness.CRITICAL)
    unread = unread.exclude(entries__kind="read").select_related("school").order_by("pk")
    return sum(_pass_on(case, hours, by, at) for case in unread)


def _pass_on(case: Case, hours: clocks.Hours, by: System, at: datetime) -> bool:
    step = Escalation.objects.filter(case=case).count() + 1
    if clocks.unread_steps(_sent(case, hours), at, hours) < step:
        return False
    with transaction.atomic():
        opened = _opened(case)
        role = _next_role(opened, at) if opened else ""
        if opened is None or not role:
            return False
        try:
            with transaction.atomic():
                Escalation.objects.create(school=case.school, case=case, step=step, role=role,
                                          at=at)  # fmt: skip
        except IntegrityError:  # another worker was first
            return False
        admit(opened, role=role, because="unread", at=at)
        write_entry(opened, kind="escalated", said={"role": role.replace("_", " ")}, by=None, at=at)
        journal.write(school=case.school, by=by, at=at, verb=ConcernsVerb.CASE_ESCALATED,
                      object=case, body={"step": step})  # fmt: skip
        post(case, (role,), at)
    return True


def _sent(case: Case, hours: clocks.Hours) -> datetime:
    """Return when it was told; of what has no instant, the opening of the day after."""
    first = case.reports.order_by("pk").first()
    if first is None or first.made_at is not None:
        return first.made_at if first is not None and first.made_at else case.opened_at
    return hours.next_opening(first.made_on)


def _opened(case: Case) -> Opened | None:
    """Open a case by any admission in force: the program passes it on, nobody reads it."""
    admission = Admission.objects.filter(case=case, until_at=None).order_by("pk").first()
    try:
        return keys.opened(case, admission) if admission else None
    except sealing.UnableToOpen:
        return None  # it stays where it is: somebody has to look


def _next_role(opened: Opened, at: datetime) -> str:
    """Return who is next: somebody holds the role, has no part in the case and is not admitted."""
    facts = routing.facts_of(opened, at=at)
    there = set(Admission.objects.filter(case=opened.case, until_at=None)
                .values_list("role", flat=True))  # fmt: skip
    return next((role for role in line_of(facts) if role not in there), "")
