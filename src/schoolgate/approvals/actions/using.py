"""Leave used: other rooms ask here before they act on it, and cite what they get."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.approvals import queries, rules
from schoolgate.approvals.actions.storing import moment
from schoolgate.approvals.models import Approval
from schoolgate.approvals.rules import State
from schoolgate.approvals.verbs import ApprovalsVerb
from schoolgate.people import permissions as people
from schoolgate.people.models import Person, School
from schoolgate.records import actions as journal


class UnableToUse(Exception):
    """There is no leave for this, for this person, now. The message says why and what to do."""


@transaction.atomic
def use_grant(  # noqa: PLR0913 what leave is used for is all of these
    *,
    school: School,
    for_: str,
    by: Person,
    at: datetime,
    about: Person | None = None,
    thing: str = "",
    reviewer: Person | None = None,
) -> Approval:
    """Return the leave that somebody acts on now, to cite; write down that they do.

    `for_` is a clause or the key of a leave; `about` and `thing` are who and what it must name.
    Looked up and checked at this very moment. Whoever looks at what is about somebody has neither
    approved it nor reviews it, and is not the one. Raises UnableToUse.
    """
    if by.school_id != school.pk or not people.roles_of(by, on=timezone.localdate(at)):
        raise UnableToUse("You are not at this school now.")
    known = [one for one in queries.asked_for(school=school, for_=for_, about=about, thing=thing)
             if about is not None or one.about_id is None]  # fmt: skip
    theirs = [one for one in known if _is_for(one, by, at)]
    live = next((one for one in theirs if one.state(at) is State.IN_FORCE), None)
    if live is None:
        raise UnableToUse(_why(theirs, known, for_, at))
    decided = live.decided
    if live.about_id is not None and decided is not None and (fault := rules.not_separate(
        approves=decided.by_id, does=by.pk, about=live.about_id,
        reviews=reviewer.pk if reviewer else None,
    )):  # fmt: skip
        raise UnableToUse(fault)
    journal.write(school=school, by=by, at=at, verb=ApprovalsVerb.APPROVAL_USED, object=live,
                  clause=live.clause)  # fmt: skip
    return live


def _is_for(approval: Approval, by: Person, at: datetime) -> bool:
    """Tell whether leave is for somebody: the one named to do it, else the asker and the role."""
    if approval.doer_id is not None:
        return approval.doer_id == by.pk
    held = people.roles_of(by, on=timezone.localdate(at))
    return approval.asker_id == by.pk or not held.isdisjoint(approval.doers.split())


def _why(theirs: Sequence[Approval], known: Sequence[Approval], for_: str, at: datetime) -> str:
    if not known:
        return f"Nobody has asked for permission under clause {for_.partition('#')[0]}. Ask first."
    if not theirs:
        return "The permission that was given is for somebody else. Ask for your own."
    last = theirs[0]
    span, state = last.decided.span if last.decided else None, last.state(at)
    return {
        State.WAITING: f"Permission was asked for, and {last.given_by} has not decided yet. Wait.",
        State.TOO_LATE: "Permission was asked for, and nobody decided in time. Ask again.",
        State.REFUSED: "Permission was refused. Read the reason before you ask again.",
        State.WITHDRAWN: "The request was withdrawn. Ask again.",
        State.REVOKED: "The permission was revoked. Read the reason before you ask again.",
        State.NOT_BEGUN: f"The permission begins on {moment(span.from_at) if span else ''}. Wait.",
        State.OVER: f"The permission ended on {moment(span.until_at) if span else ''}. Ask again.",
        State.IN_FORCE: "",
    }[state]
