"""A look-up authorised: of an employee by the headteacher’s written request, of a pupil for a
case that the safeguarding lead has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from schoolgate.approvals import actions as approvals
from schoolgate.approvals.actions import UnableToAsk
from schoolgate.approvals.models import Approval
from schoolgate.concerns.models import Case
from schoolgate.kernel.times import LONDON
from schoolgate.monitoring import naming
from schoolgate.monitoring.actions.storing import FASTER, LONGEST, UnableToAct, stored
from schoolgate.monitoring.models import LookUp
from schoolgate.monitoring.queries import lookups as queries
from schoolgate.monitoring.rules import lookups as rules
from schoolgate.monitoring.rules.lookups import Hands, Kind, Scope, Terms
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.policies.asking.leave import Leave
from schoolgate.records import actions as journal

LONGEST_OF_PUPIL: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for: of whom, what, of which days (both inclusive), why, who carries it
    out and who reviews it, and in which time. `exception` where whoever approves reviews too."""

    about: Person
    doer: Person
    reviewer: Person
    purpose: str
    reason: str
    scopes: tuple[Scope, ...]
    first: date
    last: date
    from_at: datetime
    until_at: datetime
    exception: str = ""
    ticket: UUID = field(default_factory=uuid4)

    @property
    def terms(self) -> Terms:
        """What it would cover."""
        return Terms(frozenset(self.scopes), midnight(self.first),
                     midnight(self.last + timedelta(days=1)))  # fmt: skip


def midnight(day: date) -> datetime:
    """Return when a day begins in London."""
    return datetime.combine(day, time(), LONDON)


@transaction.atomic
def ask(*, request: Request, by: Person, at: datetime) -> LookUp:
    """Authorise a look at one employee, in writing. The same ticket twice is once.

    The request is kept as a permission under the clause of the policy (`approvals`): the
    headteacher asks, and of the headteacher the chair. Raises UnableToAct.
    """
    if before := _sent(request, by):
        return before
    leave = naming.for_looking(by.school)
    if leave is None:
        raise UnableToAct(f"{naming.NO_CLAUSE} Governors can add one.")
    if request.about.kind not in STAFF_KINDS:
        raise UnableToAct("This is for employees. A pupil is looked at for a case, by the "
                          "safeguarding lead.")  # fmt: skip
    _refuse(request, Kind.EMPLOYEE, by, at)
    if queries.running(request.about, at=at):
        raise UnableToAct("Somebody looks at this person already. End that first.")
    with journal.one_act():
        approval = _approval(request, leave, by, at)
        days = rules.days_to_tell(leave.then)
        return _stored(request, Kind.EMPLOYEE, by, at, approval=approval, clause=leave.clause,
                       days=days)  # fmt: skip


def _approval(request: Request, leave: Leave, by: Person, at: datetime) -> Approval:
    scope = "; ".join(one.said for one in request.scopes)
    wish = approvals.Wish(
        leave.key, f"{rules.PURPOSES[request.purpose]}. {request.reason.strip()}",
        f"{scope}; {request.first:%-d %B %Y} to {request.last:%-d %B %Y}", request.from_at,
        request.until_at, about=request.about, doer=request.doer, ticket=request.ticket,
    )  # fmt: skip
    try:
        made = approvals.ask(wish=wish, by=by, at=at)
    except UnableToAsk as error:
        raise UnableToAct(str(error)) from error
    if made.decided is None:
        raise UnableToAct(f"Clause {leave.clause} lets {leave.asked_by} ask for this. Ask them.")
    return made


@transaction.atomic
def ask_for_case(*, request: Request, case: Case, by: Person, at: datetime) -> LookUp:
    """Look at what a pupil did, for a case that one may see and in which the pupil is named. The
    safeguarding lead carries it out. Raises UnableToAct."""
    if before := _sent(request, by):
        return before
    on = timezone.localdate(at)
    if "dsl" not in people.roles_of(by, on=on):
        raise UnableToAct("The safeguarding lead looks at what a pupil did, for a case.")
    if not queries.may_look_for(case, request.about, viewer=by, on=on):
        raise UnableToAct("Name the pupil in the case first. Without a case nobody looks.")
    if request.doer.pk != by.pk:
        raise UnableToAct("Whoever asks for this carries it out.")
    if request.until_at - request.from_at > LONGEST_OF_PUPIL:
        raise UnableToAct("It lasts 14 days at most. Give an earlier end.")
    _refuse(request, Kind.PUPIL, by, at)
    with journal.one_act():
        return _stored(request, Kind.PUPIL, by, at, case=case)


def _sent(request: Request, by: Person) -> LookUp | None:
    sent = LookUp.objects.filter(school=by.school_id, asker=by, ticket=request.ticket)
    return sent.first()


def _refuse(request: Request, kind: Kind, by: Person, at: datetime) -> None:
    """Refuse what is missing, and too many parts in one hand."""
    on = timezone.localdate(at)
    _refuse_strangers((request.about, request.doer, request.reviewer), by, on)
    if fault := rules.bad_terms(request.terms, purpose=request.purpose, kind=kind, at=at):
        raise UnableToAct(fault)
    if not request.reason.strip() and kind is Kind.EMPLOYEE:
        raise UnableToAct("Write down the good cause. Without it nobody looks.")
    if max(len(request.reason), len(request.exception)) > LONGEST // 2:
        raise UnableToAct(f"Write at most {LONGEST // 2} characters.")
    if not request.from_at < request.until_at or request.until_at <= at:
        raise UnableToAct("Give a time that is not over, with its end after its beginning.")
    approves = 0 if kind is Kind.PUPIL else by.pk
    hands = Hands(approves, request.doer.pk, request.reviewer.pk, request.about.pk)
    if fault := rules.not_separate(hands, excepted=bool(request.exception.strip())):
        raise UnableToAct(fault)
    able = queries.reviewers(school=by.school, about=request.about, on=on)
    if request.reviewer not in able and not request.exception.strip():
        raise UnableToAct("Governors and the safeguarding lead review looks. Name one of them.")


def _refuse_strangers(those: Iterable[Person], by: Person, on: date) -> None:
    for one in those:
        if one.school_id != by.school_id or not people.roles_of(one, on=on):
            raise UnableToAct("Name people who are at your school now.")


def _stored(  # noqa: PLR0913 what a look-up is
    request: Request, kind: Kind, by: Person, at: datetime, *, approval: Approval | None = None,
    case: Case | None = None, clause: str = "", days: int | None = None,
) -> LookUp:  # fmt: skip
    terms = request.terms
    excepted = kind is Kind.EMPLOYEE and request.reviewer.pk == by.pk
    made = stored(LookUp(
        school=by.school, ticket=request.ticket, kind=kind, about=request.about, asker=by,
        doer=request.doer, reviewer=request.reviewer, approval=approval, case=case, clause=clause,
        purpose=request.purpose, scopes=" ".join(sorted(terms.scopes)),
        data_from_at=terms.from_at, data_until_at=terms.until_at,
        from_at=max(request.from_at, at), until_at=request.until_at,
        days_to_tell=rules.USUAL_DAYS if days is None else days, is_ours=days is None,
        exception=request.exception.strip() if excepted else "", asked_at=at,
    ), FASTER)  # fmt: skip
    journal.write(school=by.school, by=by, at=at, verb=MonitoringVerb.LOOK_UP_ASKED, object=made,
                  clause=clause, body={"scopes": made.said_scopes, "purpose": made.purpose,
                                       "days": (terms.until_at - terms.from_at).days,
                                       "flagged": "yes" if made.exception else "no"})  # fmt: skip
    return made
