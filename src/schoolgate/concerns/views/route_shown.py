"""A route as the page of a case shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from schoolgate.concerns import directory, routing
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.rules.lines import Outside, Told

_NAMES: Final = {
    "chair": "chair of governors",
    "dsl": "designated safeguarding lead",
    "esafety_coordinator": "e-safety coordinator",
    "it_technician": "IT technician",
}


def shown(case: Opened, *, at: datetime) -> dict[str, Any]:
    """Return what the page needs: the route, and whether 999 comes first."""
    route = routing.route_of(case, at=at)
    waits = routing.waits(case)
    if route is None or waits:
        return {"waits": waits, "route": None, "stamps": stamps(case)}
    school, on = case.case.school, timezone.localdate(at)
    known = directory.by_kind(school, on=on)
    return {"waits": waits, "stamps": stamps(case), "route": {
        "situation": route.situation, "never": route.never, "withheld": route.withheld,
        "told": [_told(one) for one in route.told], "parents": route.parents,
        "outside": [_outside(one, known) for one in route.outside], "record": route.record,
        "outcomes": route.outcomes, "may_attach": route.may_attach(), "is_ours": route.is_ours,
        "clauses": route.clauses,
    }}  # fmt: skip


def stamps(case: Opened) -> list[tuple[str, datetime]]:
    """Return when a report was sent, when its clock started, when it was read and when somebody
    first acted; nothing of what came without an instant. Source: CON-25."""
    sent = case.case.reports.filter(made_at__isnull=False).order_by("made_at").first()
    if sent is None or sent.made_at is None:
        return []
    entries = case.case.entries.order_by("written_at", "pk")
    read = entries.filter(kind="read").first()
    acted = entries.filter(by__isnull=False).exclude(kind="read").first()
    starts = routing.hours(case.case.school).starts(sent.made_at)
    found = [("Told", sent.made_at),
             ("Clock started", min(starts, read.written_at) if read else starts)]  # fmt: skip
    found += [("First read", read.written_at)] if read else []
    return found + ([("First acted on", acted.written_at)] if acted else [])


def _told(one: Told) -> dict[str, Any]:
    return {"name": _name(one.role), "other": _name(one.instead_of), "pace": one.pace,
            "stated": one.stated, "is_ours": one.is_ours, "clause": one.clause}  # fmt: skip


def _outside(one: Outside, known: dict[str, list[directory.Entry]]) -> dict[str, Any]:
    return {"words": one.words, "is_ours": one.is_ours, "clause": one.clause,
            "bodies": known.get(one.kind, [])}  # fmt: skip


def _name(role: str) -> str:
    return _NAMES.get(role, role.replace("_", " "))
