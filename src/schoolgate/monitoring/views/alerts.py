"""Pages of alerts: what the machine found, for whom it is; opened by them, decided by them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Link, Listed
from schoolgate.monitoring import actions, keeping
from schoolgate.monitoring.actions import Found
from schoolgate.monitoring.detection.mail import RULE as PRIVATE_MAIL
from schoolgate.monitoring.forms.alerts import DecideForm
from schoolgate.monitoring.models import Alert
from schoolgate.monitoring.queries import alerts as queries
from schoolgate.monitoring.rules.alerts import DECIDED, TONES, TONES_OF_SEVERITY, Severity, State
from schoolgate.monitoring.rules.heads import measured, title_of
from schoolgate.people.visits import PersonsVisit

_COLUMNS: Final = (Column("What about"), Column("State"), Column("How serious"), Column("Findings"),
                   Column("First"), Column("Last"), Column("Looked at by"), Column("Decided by"),
                   Column("Minutes"))  # fmt: skip


@require_safe
@never_cache
def alerts(request: PersonsVisit, school: str) -> HttpResponse:
    """Alerts for a role of mine: kind, time and number. No names, and no words."""
    today, which = timezone.localdate(), request.GET.get("which", "")
    what = Listed(
        "Alerts", "What the machine noticed. It does nothing to anybody: you decide what it means. "
        "Whose it is you see when you open one, and that is written down.", "alerts", _COLUMNS,
        _row, "There is none for you. When the machine notices something that your role decides "
        "about, it stands here and on your To do list.",
        note=keeping.of_alerts(request.person.school),
        links=[Link("What was found, in numbers", reverse("monitoring:report", args=[school]))],
    )  # fmt: skip
    found = queries.alerts(viewer=request.person, on=today, which=which)
    return pieces.listed(request, "alerts", what, found)


def _row(one: Alert) -> Sequence[Cell]:
    return (
        Cell(_title(one), reverse("monitoring:alert", args=[one.school.slug, one.pk])),
        Cell(State(one.state).said, tone=TONES[State(one.state)]),
        Cell(one.severity.capitalize(), tone=TONES_OF_SEVERITY[Severity(one.severity)]),
        Cell(one.count), Cell(one.first_at), Cell(one.last_at), Cell(one.looked_by or ""),
        Cell(one.decided_by or ""), Cell(one.minutes if one.decided_at else ""),
    )  # fmt: skip


def _title(one: Alert) -> str:
    return "The daily test" if one.is_canary else title_of(one.head, one.rule)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def one(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One alert, opened: whose it is, and what I decide. Each look is written down."""
    viewer, now = request.person, timezone.now()
    row = queries.one(viewer=viewer, pk=pk, on=timezone.localdate(now))
    if row is None:
        raise Http404
    if request.method == "POST":
        return _decide(request, row, [])
    found = actions.look_at(alert=row, by=viewer, at=now)
    return _decide(request, row, found)


def _decide(request: PersonsVisit, row: Alert, found: list[Found]) -> HttpResponse:
    school, viewer = row.school.slug, request.person
    there = reverse("monitoring:alerts", args=[school])
    form = DecideForm(request.POST or None)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        now, minutes = timezone.now(), given["minutes"]
        if given["decision"] == "false":
            actions.no_concern(alert=row, minutes=minutes, by=viewer, at=now)
            return "It is no concern. The rule keeps that on its record.", there
        case = actions.to_concern(alert=row, minutes=minutes, by=viewer, at=now)
        row.refresh_from_db()
        said = (
            f"{str(case).capitalize()} is open. Rows around it that are kept with it: {row.held}."
        )
        return said, reverse("concerns:case", args=[school, case.pk])

    decided = row.state in DECIDED
    return pieces.filled(
        request, form, title=_title(row), act=act, back=there,
        button="" if decided else "Decide", facts=list(_facts(row, found)),
        about=_ABOUT_TEST if row.is_canary else _ABOUT, links=list(_links(row)),
    )  # fmt: skip


_ABOUT: Final = ("Nothing of what was written is shown here. Where you need to see it, open a "
                 "concern and look for that case.")  # fmt: skip
_ABOUT_TEST: Final = ("Nobody did anything: an invented event went through log and machine to you. "
                      "Decide “no concern”.")  # fmt: skip


def _facts(row: Alert, found: list[Found]) -> Iterator[tuple[str, object]]:
    yield "State", State(row.state).said
    yield "How serious", row.severity.capitalize()
    yield "The rule that found it", row.rule
    span = f"from {_time(row.first_at)} to {_time(row.last_at)}"
    if row.unit:
        yield "How much", f"{measured(row.amount, row.unit)}, {span}"
        yield "Clause", row.clause or "The policy in force has no clause about it"
    else:
        yield "Findings", f"{row.count}, {span}"
    for one in found:
        yield "Whose", f"{one.person or _unknown(one)}{'' if row.unit else f': {one.count}'}"
    if row.case is not None:
        yield "Concern", str(row.case)
    if row.decided_at is not None:
        yield "Decided by", f"{row.decided_by}, {_time(row.decided_at)}, {row.minutes} minutes"


def _unknown(one: Found) -> str:
    if one.pseudonym:
        return "A user name that the school does not know"
    at = f", at the computer {one.computer}" if one.computer else ""
    return f"Unknown{at}. No session says who sat there, or several do"


def _time(at: datetime) -> str:
    return pieces.stamp(at)


def _links(row: Alert) -> Iterator[Link]:
    if row.rule == PRIVATE_MAIL:
        yield Link("See it week by week",
                   reverse("monitoring:private-mail", args=[row.school.slug]))  # fmt: skip
    if row.case is not None:
        yield Link(
            "Open the concern", reverse("concerns:case", args=[row.school.slug, row.case.pk])
        )
