"""Pages of rotas: who watches the school's own channels while it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Link, Listed
from schoolgate.monitoring import actions, permissions
from schoolgate.monitoring.actions import Published
from schoolgate.monitoring.forms.rotas import FillForm, LookedForm, RotaForm
from schoolgate.monitoring.models import Rota
from schoolgate.monitoring.queries import rotas as queries
from schoolgate.monitoring.queries.rotas import Plan
from schoolgate.monitoring.rules.rotas import Days, Slot
from schoolgate.people import queries as people
from schoolgate.people.rights import Capability
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.people.visits import PersonsVisit

_COLUMNS: Final = (Column("What for"), Column("First day"), Column("Last day"), Column("Days"),
                   Column("Channels"), Column("Published by"))  # fmt: skip
_SLOTS: Final = (Column("Day"), Column("Channel"), Column("Who watches"), Column("Looked at by"))
_MOST: Final = 10  # findings on the page of a rota


@require_safe
@never_cache
def rotas(request: PersonsVisit, school: str) -> HttpResponse:
    """Every rota."""
    today = timezone.localdate()
    may = permissions.may(request.person, Capability.ROTA_KEEP, on=today)
    new = Link("Publish a rota", reverse("monitoring:rota-new", args=[school]))
    what = Listed(
        "Watching our own channels", "Who looks at the school’s own pages at weekends and in "
        "holidays. Pupils are told that somebody does.", "rotas", _COLUMNS, _row,
        "There is no rota yet. Publish one before the next holiday.", links=[new] if may else [],
    )  # fmt: skip
    found = queries.rotas(viewer=request.person, on=today)
    return pieces.listed(request, "rotas", what, found)


def _row(one: Rota) -> Sequence[Cell]:
    return (
        Cell(one.name, reverse("monitoring:rota", args=[one.school.slug, one.pk])),
        Cell(f"{one.first_on:%-d %B %Y}"), Cell(f"{one.last_on:%-d %B %Y}"),
        Cell(Days(one.days).said), Cell(one.channels.replace("\n", ", ")), Cell(one.by),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: PersonsVisit, school: str) -> HttpResponse:
    """Publish a rota; its days are filled next."""
    form = RotaForm(request.POST or None)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        rota = Published(**{**given, "days": Days(given["days"])})
        made = actions.publish(rota=rota, by=request.person, at=timezone.now())
        told = "Pupils are told." if made.notice_id else "There are no pupils here to tell yet."
        return f"The rota is published. {told}", reverse("monitoring:rota-fill",
                                                         args=[school, made.pk])  # fmt: skip

    return pieces.filled(
        request, form, title="Publish a rota", button="Publish", act=act,
        back=reverse("monitoring:rotas", args=[school]), about="Say which days and which channels. "
        "On the next page you say who watches on which day.",
    )  # fmt: skip


def _plan(request: PersonsVisit, pk: int) -> Plan:
    plan = queries.one(viewer=request.person, pk=pk, on=timezone.localdate())
    if plan is None:
        raise Http404
    return plan


@require_safe
@never_cache
def rota(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One rota: who watches on each day, and where nobody does."""
    plan, today = _plan(request, pk), timezone.localdate()
    links = []
    if permissions.may(request.person, Capability.ROTA_KEEP, on=today):
        links.append(Link("Say who watches", reverse("monitoring:rota-fill", args=[school, pk])))
    if _mine(plan, request):
        links.append(Link("I have looked", reverse("monitoring:rota-looked", args=[school, pk])))
    what = Listed(
        plan.rota.name, "Whoever watches and sees something that worries them reports it as any "
        "concern.", "days", _SLOTS, lambda slot: _slot(plan, slot), "This rota has no days.",
        links=links, note=_findings(plan),
    )  # fmt: skip
    return pieces.listed(request, "rota", what, plan.rota.slots)


def _findings(plan: Plan) -> str:
    if not plan.empty:
        return ""
    more = len(plan.empty) - _MOST
    said = "; ".join(map(str, plan.empty[:_MOST]))
    return f"Nobody watches {said}" + (f"; and {more} more." if more > 0 else ".")


def _slot(plan: Plan, slot: Slot) -> Sequence[Cell]:
    who = plan.watching.get(slot)
    return (Cell(f"{slot.on:%A %-d %B %Y}"), Cell(slot.channel),
            Cell(who) if who else Cell("Nobody", tone="red"),
            Cell(plan.looked.get(slot, "")))  # fmt: skip


def _mine(plan: Plan, request: PersonsVisit) -> list[tuple[Slot, str]]:
    today = timezone.localdate()
    return [(slot, str(slot)) for slot in plan.rota.slots
            if plan.watching.get(slot) == request.person and slot not in plan.looked
            and slot.on <= today]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def fill(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Say who watches on which days."""
    viewer, plan, today = request.person, _plan(request, pk), timezone.localdate()
    there = reverse("monitoring:rota", args=[school, pk])
    offered = [(slot, f"{slot}: {plan.watching.get(slot) or 'nobody'}") for slot in plan.rota.slots]
    staff = people.people(viewer=viewer, on=today).filter(kind__in=sorted(STAFF_KINDS))
    form = FillForm(request.POST or None, offered=offered, people=staff)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        actions.fill(rota=plan.rota, slots=form.chosen(), person=given["person"], by=viewer,
                     at=timezone.now())  # fmt: skip
        return "It is written down who watches.", there

    return pieces.filled(request, form, title=f"Who watches: {plan.rota.name}", button="Save",
                         act=act, back=there, about=_findings(plan))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def looked(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Write down that I looked."""
    plan = _plan(request, pk)
    there = reverse("monitoring:rota", args=[school, pk])
    form = LookedForm(request.POST or None, offered=_mine(plan, request))

    def act(_: dict[str, Any]) -> tuple[str, str]:
        for slot in form.chosen():
            actions.looked(rota=plan.rota, slot=slot, by=request.person, at=timezone.now())
        return "It is written down that you looked.", there

    return pieces.filled(
        request, form, title="I have looked", button="Write it down", act=act, back=there,
        about="If something there worries you, report it as any concern.",
        links=[Link("Report a concern", reverse("concerns:tell", args=[school]))],
    )  # fmt: skip
