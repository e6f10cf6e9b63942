"""What the pages of leave show, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from schoolgate.approvals import queries
from schoolgate.approvals.models import Approval, Decision
from schoolgate.approvals.rules import Outcome, State
from schoolgate.people.models import Person, School
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies import library
from schoolgate.policies.asking import answering, steps
from schoolgate.policies.asking.leave import Leave

STAFF: Final = tuple(sorted(STAFF_KINDS))


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history of a request: when, what, and what was written."""

    at: datetime
    head: str
    text: str = ""


def history(approval: Approval, now: datetime) -> list[Event]:
    """Return what happened to a request, in order, and that its time is over where it is."""
    events = [Event(approval.asked_at, f"{approval.asker} asked", approval.purpose)]
    decided, revoked = approval.decided, approval.revoked
    if decided is not None:
        head = f"{decided.by}{_as(decided)} {Outcome(decided.outcome)} it"
        events.append(Event(decided.decided_at, head, decided.reason))
    if revoked is not None:
        events.append(Event(revoked.revoked_at, f"{revoked.by} revoked it", revoked.reason))
    state = approval.state(now)
    if state is State.TOO_LATE:
        events.append(Event(approval.until_at, "Nobody decided in time"))
    if state is State.OVER and decided is not None and decided.until_at is not None:
        events.append(Event(decided.until_at, "The permission ended"))
    return events


def _as(decided: Decision) -> str:
    return f", as {decided.role.replace('_', ' ')}," if decided.role else ""


def asked(made: Approval) -> str:
    """Return what somebody is told who has just asked."""
    if made.decided is not None:
        return "Your request in writing is the permission. It is in force, and it is on record."
    found = queries.deciders(made, holders=queries.Holders(timezone.localdate(made.asked_at)))
    names = " or ".join(str(person) for person in queries.names(found))
    return f"You have asked. {names} can decide it." if names else "You have asked."


def names_of(request: PersonsVisit, leave: Leave) -> list[Person]:
    """Return who would decide what somebody is about to ask for."""
    draft = Approval(school=request.person.school, asker=request.person,
                     givers=" ".join(leave.givers))  # fmt: skip
    found = queries.deciders(draft, holders=queries.Holders(timezone.localdate()))
    return queries.names(found)


def scope(state: steps.State, school: School) -> str:
    """Return an act and its facts in words, to begin the form with; empty without an act."""
    if not state.act[0]:
        return ""
    pack = library.of(school).pack
    first, *more = [one.value for one in answering.told(pack, state)[1:]]
    return ", ".join([first, *(value[:1].lower() + value[1:] for value in more)])


def question(approval: Approval) -> str:
    """Return the query of the question at Ask that a request was made from; empty without one."""
    if not approval.act:
        return ""
    action, _, resource = approval.act.partition(":")
    return steps.State(approval.actor, (action, resource), approval.facts).query()


def same_minutes(
    approval: Approval, from_at: datetime, until_at: datetime
) -> tuple[datetime | None, datetime | None]:
    """Return the span of a form; None for an edge that is, to the minute, the one asked for."""

    def edge(typed: datetime, meant: datetime) -> datetime | None:
        return None if typed == meant.replace(second=0, microsecond=0) else typed

    return edge(from_at, approval.from_at), edge(until_at, approval.until_at)
