"""What Ask learns of leave: the facts that a grant states, who gave it, and where to ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from schoolgate.approvals import queries
from schoolgate.approvals.actions.storing import moment
from schoolgate.approvals.models import Approval, Decision
from schoolgate.approvals.rules import State
from schoolgate.people.models import Person
from schoolgate.policies import grants, library
from schoolgate.policies.asking import steps
from schoolgate.policies.asking.leave import Leave
from schoolgate.policies.grants import Granted
from schoolgate.policies.rules import Question


class Keeper:
    """This room, as `policies.grants` sees it."""

    def granted(self, *, to: Person, question: Question, at: datetime) -> Iterator[Granted]:
        """Yield the leave that somebody has for exactly this, at this instant."""
        pack = library.of(to.school).pack
        known = queries.leaves_of(to.school)
        for one in queries.granted_to(to, at=at):
            leave, decided = known.get(one.key), one.decided
            if leave is None or decided is None or one.state(at) is not State.IN_FORCE:
                continue
            act = f"{question.action}:{question.resource}"
            same_act = one.act in {"", act} and (not one.act or one.actor == question.actor)
            if same_act and leave.fits(pack, question, one.facts):
                page = reverse("approvals:one", args=[to.school.slug, one.pk])
                yield Granted(decided.states, _sentence(one, decided), page, str(one.pk))

    def page_to_ask(
        self, *, leave: Leave, state: steps.State, by: Person, at: datetime
    ) -> grants.Page:
        """Return the form, filled in, or the request for this that waits."""
        if not queries.may_ask(leave, viewer=by, on=timezone.localdate(at)):
            return grants.Page()
        if (waits := queries.waiting(leave.key, by=by, act=":".join(state.act), at=at)) is not None:
            return grants.Page(reverse("approvals:one", args=[by.school.slug, waits.pk]), True)
        form = reverse("approvals:ask", args=[by.school.slug])
        return grants.Page(f"{form}?{urlencode({'leave': leave.key})}&{state.query()}")


def _sentence(approval: Approval, decided: Decision) -> str:
    """Return who allowed it, when, until when and what for."""
    role = decided.role.replace("_", " ")
    until = moment(decided.until_at) if decided.until_at else ""
    who = f"{decided.by}, {role}," if role else f"{decided.by}"
    return (
        f"{who} allowed this in writing on {moment(decided.decided_at)}, until {until}: "
        f"{approval.purpose.rstrip('.')}."
    )
