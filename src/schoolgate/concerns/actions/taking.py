"""A route is taken: who is told is admitted, and what is to be done stands in tasks."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from schoolgate.concerns import routing
from schoolgate.concerns.actions.storing import Asked, UnableToAct, admit, give
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.lines import ALLEGATION
from schoolgate.concerns.models import Entry, Task
from schoolgate.concerns.rules import clocks
from schoolgate.concerns.rules.adding import BEHAVIOUR_POLICY
from schoolgate.concerns.rules.routes import Route
from schoolgate.concerns.rules.words import Seriousness

STEP: Final = "route"
REFER: Final = "referral"  # the kind of entry that proves it
# Bodies that are told nothing of a person; they are shown, and no task.
# The authority's communications team (`press`) has a task of its own (`following`).
_NO_TASK: Final = frozenset({"platform", "support", "childline", "nspcc", "emergency", "press"})


# Who acts together with whoever leads an allegation against staff.
_SECOND: Final = ("senior_leader", "deputy_headteacher", "dsl", "deputy_dsl")
_TOGETHER: Final = "Act together with whoever leads the case, as its second leader"


RING_FIRST: Final = "Somebody is in danger: ring 999 first, and write down here that you did."


def refuse_route(route: Route, *, behaviour_clause: str) -> None:
    """Raise UnableToAct where the route needs something that was not said."""
    if BEHAVIOUR_POLICY in route.needs and not behaviour_clause.strip():
        raise UnableToAct(
            "Say which clause of the published behaviour policy covers it: the school acts on "
            "nothing else here."
        )


def take(opened: Opened, route: Route, *, because: Entry, at: datetime) -> tuple[str, ...]:
    """Admit the roles that are told and write the tasks; what an earlier route left open ends.
    Return the roles that were not admitted before."""
    case = opened.case
    earlier = Task.objects.filter(case=case, done_at=None, kind__in=[STEP, REFER])
    earlier.update(done_at=at, done_by=because)
    new = tuple(role for role in route.roles if admit(opened, role=role, because="route", at=at))
    due_at = clocks.due(route.pace, at, routing.hours(case.school))
    role = route.roles[0] if route.roles else ""
    words = [(STEP, one.words) for one in route.steps]
    words += [(REFER, f"Speak to: {one.words}") for one in route.outside
              if refers(opened, route) and one.kind not in _NO_TASK]  # fmt: skip
    for position, (kind, said) in enumerate(words, 1):
        person = None if role else because.by
        asked = Asked(kind, said, due_at=due_at, role=role, person=person)
        row = give(opened, asked=asked, at=at)
        Task.objects.filter(pk=row.pk).update(position=position)
    return (*new, *_second_leader(opened, route, at))


def _second_leader(opened: Opened, route: Route, at: datetime) -> tuple[str, ...]:
    """Let a second leader in beside the first, in an allegation against staff, with a task; return
    the role if it was not admitted before. CON-15."""
    if route.situation.slug != ALLEGATION or not route.roles:
        return ()
    facts = routing.facts_of(opened, at=at)
    if facts.head_is_in_it:
        return ()  # governors alone
    out = facts.shut_out | facts.vacant | {route.roles[0]}
    second = next((role for role in _SECOND if role not in out), "")
    if not second:
        return ()
    give(opened, asked=Asked(STEP, _TOGETHER, role=second), at=at)
    return (second,) if admit(opened, role=second, because="route", at=at) else ()


def refers(opened: Opened, route: Route) -> bool:
    """Tell whether outside bodies are tasks: in what may be a crime, is critical or serious.
    Source: CON-14, CON-46."""
    is_serious = opened.case.seriousness != Seriousness.ORDINARY
    return is_serious or route.is_illegal or route.situation.is_critical
