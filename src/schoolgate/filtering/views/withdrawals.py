"""Pages of withdrawn access to the internet: decided, read by the person, given back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schoolgate.filtering import actions, naming, policy
from schoolgate.filtering.actions import Outcome
from schoolgate.filtering.forms.requests import GiveBackForm, WithdrawForm
from schoolgate.filtering.models import Withdrawal
from schoolgate.filtering.queries import withdrawals as queries
from schoolgate.filtering.rules.withdrawing import SAID, TONES, State, Term
from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Link, Listed, Shown
from schoolgate.people import queries as people
from schoolgate.people.visits import PersonsVisit

_COLUMNS: Final = (
    Column("Whose access", "who"), Column("Profile of the filter"), Column("Why"),
    Column("Decided by"), Column("Clause"), Column("From", "from"), Column("Until", "until"),
    Column("Review"), Column("Read"), Column("Given back by"),
)  # fmt: skip
_HELP: Final = "Sites that help children stay open, and the lists of illegal content stay on."


@require_safe
@never_cache
def withdrawals(request: PersonsVisit, school: str) -> HttpResponse:
    """Whose access was withdrawn, why, by whom, until when; others see their own."""
    now, viewer = timezone.now(), request.person
    new = Link("Withdraw access", reverse("filtering:withdrawal-new", args=[school]))
    may = naming.withdraws(viewer, on=timezone.localdate(now))
    what = Listed(
        "Withdrawn access to the internet", f"An outcome of misuse. {_HELP}", "withdrawals",
        _COLUMNS, lambda one: _row(one, now), "Nobody’s access was withdrawn.", queries.WHICH,
        [new] if may else [],
    )  # fmt: skip
    found = queries.found(viewer=viewer, at=now, **pieces.asked(request))
    return pieces.listed(request, "withdrawn-access", what, found)


def _row(one: Withdrawal, now: datetime) -> Sequence[Cell]:
    state = one.state(now)
    page = reverse("filtering:withdrawal", args=[one.school.slug, one.pk])
    return (
        Cell(one.person, page), Cell(SAID[state], tone=TONES.get(state, "grey")), Cell(one.reason),
        Cell(f"{one.by}, {one.role.replace('_', ' ')}"), Cell(one.clause), Cell(one.from_at),
        Cell(one.until_at or ""), Cell(one.review_on or ""), Cell(one.read_at or ""),
        Cell(one.ended_by or ""),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: PersonsVisit, school: str) -> HttpResponse:
    """Withdraw somebody's access, until an end or a day of review."""
    viewer, today = request.person, timezone.localdate()
    if not naming.withdraws(viewer, on=today):
        raise PermissionDenied
    others = [one for one in people.people(viewer=viewer, on=today) if one.pk != viewer.pk]
    form = WithdrawForm(request.POST or None, people=others)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        term = Term(given.pop("until_at"), given.pop("review_on"))
        made = actions.withdraw(outcome=Outcome(**given, term=term), by=viewer, at=timezone.now())
        return (f"The filter is closed for {made.person}, who reads why on the list of things to "
                "do.", reverse("filtering:withdrawal", args=[school, made.pk]))  # fmt: skip

    return pieces.filled(
        request, form, title="Withdraw access to the internet", button="Withdraw it", act=act,
        about=f"It holds wherever the filter knows the person by name or by device. {_HELP}",
        back=reverse("filtering:withdrawals", args=[school]),
    )  # fmt: skip


@require_safe
@never_cache
def one(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One withdrawal, and what I may do about it."""
    row, now = _row_for(request, pk), timezone.now()
    state = row.state(now)
    return pieces.shown(request, Shown(
        f"The internet withdrawn from {row.person}", f"Decided by {row.by}",
        Cell(SAID[state], tone=TONES.get(state, "grey")), list(_facts(row)),
        _back(request, row), list(_links(request, row, now)),
        notes=[_HELP], clause=policy.clause_of(row.school, row.clause) if row.clause else None,
    ))  # fmt: skip


def _row_for(request: PersonsVisit, pk: int) -> Withdrawal:
    seen = queries.withdrawals(viewer=request.person, on=timezone.localdate())
    return get_object_or_404(seen, pk=pk)


def _back(request: PersonsVisit, row: Withdrawal) -> str:
    """Return where somebody came from: the list, and the person concerned from things to do."""
    name = "people:do" if row.person_id == request.person.pk else "filtering:withdrawals"
    return reverse(name, args=[row.school.slug])


def _facts(row: Withdrawal) -> Iterator[tuple[str, object]]:
    yield "Why", row.reason
    yield "Decided by", f"{row.by}, {row.role.replace('_', ' ')}"
    yield "From", row.from_at
    if row.until_at is not None:
        yield "Until", row.until_at
    if row.review_on is not None:
        yield "Looked at again on", row.review_on
    yield "Read by the person", row.read_at or "Not yet"
    if row.ended_by is not None:
        yield "Given back", f"{row.ended_by}, {pieces.stamp(row.ended_at)}: {row.end_reason}"


def _links(request: PersonsVisit, row: Withdrawal, now: datetime) -> Iterator[Link]:
    args = [row.school.slug, row.pk]
    is_on = row.state(now) in {State.BLOCKED, State.REVIEW}
    if row.person_id == request.person.pk and row.read_at is None and is_on:
        yield Link("I have read this", reverse("filtering:withdrawal-read", args=args), "read")
    if actions.may_give_back(row, by=request.person, at=now):
        yield Link("Give it back", reverse("filtering:withdrawal-end", args=args))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def end(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Give somebody's access back, with a reason."""
    row, now = _row_for(request, pk), timezone.now()
    there = reverse("filtering:withdrawal", args=[school, pk])

    def act(given: dict[str, Any]) -> tuple[str, str]:
        actions.give_back(row=row, reason=given["reason"], by=request.person, at=now)
        return f"{row.person} has access to the internet again.", there

    return pieces.filled(
        request, GiveBackForm(request.POST or None), title=f"Give back the {row}?",
        button="Give it back", back=there, act=act, facts=list(_facts(row)),
    )  # fmt: skip


@require_POST
def read(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Take it off my list of things to do."""
    row, now = _row_for(request, pk), timezone.now()

    def do() -> str:
        actions.note_withdrawal_read(row=row, by=request.person, at=now)
        return "It is off your list."

    return pieces.pressed(request, reverse("filtering:withdrawal", args=[school, pk]), do)
