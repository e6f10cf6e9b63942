"""Pages of the filter switched off: asked, agreed by a second person, back by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schoolgate.filtering import actions, naming, permissions, policy
from schoolgate.filtering.actions import Stop, UnableToAct
from schoolgate.filtering.forms.requests import StopForm
from schoolgate.filtering.models import SwitchOff
from schoolgate.filtering.queries import openings as queries
from schoolgate.filtering.rules import openings as rules
from schoolgate.filtering.rules.openings import State
from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Link, Listed, Shown
from schoolgate.people import queries as people
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies.asking.leave import Leave

_COLUMNS: Final = (
    Column("For whom"), Column("State"), Column("Why"), Column("Asked by"), Column("Agreed by"),
    Column("From"), Column("Until"), Column("Permission"), Column("Ended early by"),
)  # fmt: skip
_FLOOR: Final = "The lists of illegal content stay on in any case, for everybody."


@require_safe
@never_cache
def switch_offs(request: PersonsVisit, school: str) -> HttpResponse:
    """When the filter was off, for whom, why, and who agreed."""
    now, viewer = timezone.now(), request.person
    today = timezone.localdate(now)
    may_make = permissions.may(viewer, Capability.SWITCH_OFF_MAKE, on=today)
    new = Link("Switch the filter off", reverse("filtering:switch-off-new", args=[school]))
    off = queries.off_now(viewer=viewer, at=now)
    what = Listed(
        "The filter switched off", "It takes two people, a reason and an end, and comes back by "
        f"itself. {_FLOOR}", "times", _COLUMNS, lambda one: _row(one, now),
        "The filter was never switched off.", links=[new] if may_make else [],
        note=f"The filter is off now for {', '.join(one.whom for one in off)}." if off else "",
    )  # fmt: skip
    return pieces.listed(request, "switch-offs", what, queries.switch_offs(viewer=viewer, on=today))


def _row(one: SwitchOff, now: datetime) -> Sequence[Cell]:
    state = one.state(now)
    page = reverse("filtering:switch-off", args=[one.school.slug, one.pk])
    return (
        Cell(one.whom, page), Cell(_said(one, state, now), tone=_tone(state)), Cell(one.reason),
        Cell(one.asker), Cell(one.agreed_by or ""), Cell(one.begins_at), Cell(one.until_at),
        Cell(f"Number {one.process_id}, clause {one.clause}" if one.process_id else ""),
        Cell(one.ended_by or ""),
    )  # fmt: skip


def _tone(state: State) -> str:
    return rules.TONES_OF_OFF.get(state, "grey")


def _said(one: SwitchOff, state: State, now: datetime) -> str:
    if state is State.IN_FORCE:
        return f"Off, {rules.left(one.until_at, now)} left"
    return rules.SAID_OF_OFF[state]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: PersonsVisit, school: str) -> HttpResponse:
    """Switch the filter off, under the permission that the policy asks for, or ask for it."""
    viewer, now = request.person, timezone.now()
    leave = naming.for_switching_off(viewer.school)
    begins = pieces.minute(now)
    form = StopForm(
        request.POST or None, people=people.people(viewer=viewer, on=timezone.localdate(now)),
        initial={"from_at": begins, "until_at": begins + timedelta(hours=1)},
    )  # fmt: skip

    def act(given: dict[str, Any]) -> tuple[str, str]:
        made = actions.switch_off(stop=Stop(**given), by=viewer, at=timezone.now())
        there = reverse("filtering:switch-off", args=[school, made.pk])
        return ("The filter is off, until the time that you gave." if made.agreed_at else
                "You have asked. A second person has to agree."), there  # fmt: skip

    return pieces.filled(
        request, form, title="Switch the filter off", button="Switch off", act=act,
        about=f"{_how(leave)} {_FLOOR}", links=_to_ask(leave, school),
        back=reverse("filtering:switch-offs", args=[school]),
    )  # fmt: skip


def _how(leave: Leave | None) -> str:
    if leave is None:
        return ("The policy names no way to do this, so the headteacher and a second person "
                "agree.")  # fmt: skip
    return (f"Clause {leave.clause}: {leave.given_by} allows it first, in writing. Without that "
            "it stays on.")  # fmt: skip


def _to_ask(leave: Leave | None, school: str) -> list[Link]:
    if leave is None:
        return []
    query = urlencode({"leave": leave.key})
    return [Link("Ask for the permission", f"{reverse('approvals:ask', args=[school])}?{query}")]


@require_safe
@never_cache
def one(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One switch-off, and what I may do about it."""
    row, now = _row_for(request, pk), timezone.now()
    state = row.state(now)
    return pieces.shown(request, Shown(
        f"The filter off for {row.whom}", f"Asked by {row.asker}",
        Cell(_said(row, state, now), tone=_tone(state)), list(_facts(row)),
        reverse("filtering:switch-offs", args=[school]), list(_links(request, row, state)),
        notes=[_FLOOR], clause=policy.clause_of(row.school, row.clause) if row.clause else None,
    ))  # fmt: skip


def _row_for(request: PersonsVisit, pk: int) -> SwitchOff:
    seen = queries.switch_offs(viewer=request.person, on=timezone.localdate())
    return get_object_or_404(seen, pk=pk)


def _facts(row: SwitchOff) -> Iterator[tuple[str, object]]:
    yield "Why", row.reason
    yield "Asked at", row.asked_at
    yield "From", row.begins_at
    yield "Until", row.until_at
    if row.process is not None:
        yield "Permission", f"Number {row.process.pk}, clause {row.clause}: {row.process.purpose}"
    if row.agreed_by is not None:
        yield "Second person", f"{row.agreed_by}, {pieces.stamp(row.agreed_at)}"
    if row.ended_by is not None:
        yield "Ended early", f"{row.ended_by}, {pieces.stamp(row.ended_at)}"


def _links(request: PersonsVisit, row: SwitchOff, state: State) -> Iterator[Link]:
    viewer, now = request.person, timezone.now()
    there = reverse("filtering:switch-off-act", args=[row.school.slug, row.pk])
    if actions.may_agree(row, by=viewer, at=now):
        yield Link("Agree: switch it off", there, "agree", warns=True)
    may = permissions.may(viewer, Capability.SWITCH_OFF_MAKE, on=timezone.localdate(now))
    if may and state in {State.IN_FORCE, State.NOT_BEGUN}:
        yield Link("Switch the filter on again", there, "on")
    elif may and state is State.WAITING:
        yield Link("Take the request back", there, "on")


@require_POST
def act(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Agree as the second person, or switch it on again."""
    row, now = _row_for(request, pk), timezone.now()

    def do() -> str:
        if request.POST.get("act") == "agree":
            actions.agree(row=row, by=request.person, at=now)
            return "The filter is off, and comes back by itself."
        if request.POST.get("act") != "on":
            raise UnableToAct("Choose what to do.")
        actions.switch_on(row=row, by=request.person, at=now)
        return "The filter is on."

    return pieces.pressed(request, reverse("filtering:switch-off", args=[school, pk]), do)
