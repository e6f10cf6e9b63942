"""Pages of faults of the filter: found, told to the provider, mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.filtering import actions, naming, permissions, policy
from schoolgate.filtering.forms.requests import FaultForm, MendedForm, ToldForm
from schoolgate.filtering.models import Fault
from schoolgate.filtering.queries import reports as queries
from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Link, Listed, Shown
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit

_COLUMNS: Final = (
    Column("What is wrong"), Column("State"), Column("Found by"), Column("Found"),
    Column("Provider"), Column("Told"), Column("Told by"), Column("How"), Column("Mended"),
)  # fmt: skip


@require_safe
@never_cache
def faults(request: PersonsVisit, school: str) -> HttpResponse:
    """Faults, newest first; red where the provider was told late, or is not told yet."""
    now = timezone.now()
    new = Link("Write down a fault", reverse("filtering:fault-new", args=[school]))
    what = Listed(
        "Faults of the filter", "When each was found, and when whoever provides the filter was "
        "told. That is done at once.", "faults", _COLUMNS, lambda one: _row(one, now),
        "No fault was written down yet.", links=[new],
    )  # fmt: skip
    found = queries.faults(viewer=request.person, on=timezone.localdate(now))
    return pieces.listed(request, "filter-faults", what, found)


def _row(one: Fault, now: datetime) -> Sequence[Cell]:
    page = reverse("filtering:fault", args=[one.school.slug, one.pk])
    return (
        Cell(one.what, page), _state(one, now), Cell(one.finder), Cell(one.found_at),
        Cell(one.provider), Cell(one.told_at or ""), Cell(one.told_by or ""), Cell(one.told_how),
        Cell(one.mended_at or ""),
    )  # fmt: skip


def _state(one: Fault, now: datetime) -> Cell:
    if one.told_at is None:
        return Cell("Not told: too late" if one.is_late(now) else "Not told yet",
                    tone="red" if one.is_late(now) else "yellow")  # fmt: skip
    if one.mended_at is not None:
        return Cell("Mended", tone="grey")
    return Cell("Told late" if one.is_late(now) else "Told",
                tone="red" if one.is_late(now) else "green")  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: PersonsVisit, school: str) -> HttpResponse:
    """Write down a fault."""
    form = FaultForm(request.POST or None, initial={"found_at": pieces.minute(timezone.now())})
    provider, _ = naming.provider(request.person.school)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        made = actions.record_fault(**given, by=request.person, at=timezone.now())
        return (f"It is written down. Who keeps the network tells {provider}.",
                reverse("filtering:fault", args=[school, made.pk]))  # fmt: skip

    return pieces.filled(request, form, title="A fault of the filter", button="Write it down",
                         act=act, back=reverse("filtering:faults", args=[school]),
                         about="Something is open that should be closed, or nothing works. "
                         "Do not look at it again.")  # fmt: skip


@require_safe
@never_cache
def one(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One fault with its times."""
    row, now = _row_for(request, pk), timezone.now()
    args, links = [school, pk], []
    if permissions.may(request.person, Capability.FAULT_KEEP, on=timezone.localdate(now)):
        if row.told_at is None:
            links.append(Link(f"{row.provider} is told", reverse("filtering:fault-told",
                                                                 args=args)))  # fmt: skip
        if row.mended_at is None:
            links.append(Link("It is mended", reverse("filtering:fault-mended", args=args)))
    return pieces.shown(request, Shown(
        "A fault of the filter", f"Found by {row.finder}", _state(row, now), list(_facts(row)),
        reverse("filtering:faults", args=[school]), links,
        clause=policy.clause_of(row.school, row.clause) if row.clause else None,
    ))  # fmt: skip


def _row_for(request: PersonsVisit, pk: int) -> Fault:
    seen = queries.faults(viewer=request.person, on=timezone.localdate())
    return get_object_or_404(seen, pk=pk)


def _facts(row: Fault) -> Iterator[tuple[str, object]]:
    yield "What is wrong", row.what
    yield "Found at", row.found_at
    yield "Whom to tell", row.provider
    if row.told_at is not None:
        yield "Told at", row.told_at
        yield "Told by", f"{row.told_by}: {row.told_how}"
    if row.mended_at is not None:
        yield "Mended", row.mended_at
        yield "How it was seen", f"{row.mended_by}: {row.mended_how}"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def told(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Write down when the provider was told."""
    row, there = _row_for(request, pk), reverse("filtering:fault", args=[school, pk])
    form = ToldForm(request.POST or None, initial={"told_at": pieces.minute(timezone.now())})

    def act(given: dict[str, Any]) -> tuple[str, str]:
        actions.note_told(fault=row, **given, by=request.person, at=timezone.now())
        return "It is written down.", there

    return pieces.filled(request, form, title=f"{row.provider} is told", button="Save", act=act,
                         back=there, facts=_facts(row))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def mended(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Write down that it is mended."""
    row, there = _row_for(request, pk), reverse("filtering:fault", args=[school, pk])
    form = MendedForm(request.POST or None)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        actions.note_mended(fault=row, **given, by=request.person, at=timezone.now())
        return "It is written down.", there

    return pieces.filled(request, form, title="It is mended", button="Save", act=act, back=there,
                         facts=_facts(row))  # fmt: skip
