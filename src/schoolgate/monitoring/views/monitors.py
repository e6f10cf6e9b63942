"""Those who monitor, gone through by the headteacher: who looked, who reviewed it, who supports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Link, Listed
from schoolgate.monitoring import actions, naming
from schoolgate.monitoring.queries import monitors as queries
from schoolgate.monitoring.queries.monitors import Monitor
from schoolgate.people.visits import PersonsVisit

_COLUMNS: Final = (
    Column("Who"), Column("Look-ups"), Column("Queries"), Column("Rows seen"), Column("Refused"),
    Column("Over, not reviewed"), Column("Alerts decided"), Column("Last talk"),
)  # fmt: skip


@require_safe
@never_cache
def monitors(request: PersonsVisit, school: str) -> HttpResponse:
    """Who monitored since I went through it last: numbers, and nobody whom they looked at."""
    now, viewer = timezone.now(), request.person
    clause, due = naming.for_monitors(viewer.school), queries.due_on(viewer=viewer, at=now)
    by = f"Clause {clause} asks for it. " if clause else ""
    note = f"To be gone through by {due:%-d %B %Y}: the end of a term is ours." if due else ""
    what = Listed(
        "Those who monitor", f"{by}Look at who looked, whether a second person reviewed it, and "
        "when somebody last talked with them about how they are. What you looked at yourself is "
        "not here.", "people", _COLUMNS, _row, "Nobody has looked at anything since you went "
        "through it last. Nothing has to be done.", note=note,
        links=[
            Link("I have gone through it", reverse("monitoring:monitors-review", args=[school])),
            Link("Write down a talk", reverse("monitoring:talk-new", args=[school])),
            Link("Look-ups", reverse("monitoring:look-ups", args=[school])),
        ],
    )  # fmt: skip
    return pieces.listed(request, "monitors", what, queries.monitors(viewer=viewer, at=now))


def _row(one: Monitor) -> Sequence[Cell]:
    talked = f"{one.talked_on:%-d %B %Y}" if one.talked_on else "No talk is written down"
    return (
        Cell(one.person), Cell(one.look_ups), Cell(one.queries), Cell(one.rows), Cell(one.refused),
        Cell(one.unreviewed, tone="red" if one.unreviewed else None), Cell(one.alerts),
        Cell(talked, tone=None if one.talked_on else "yellow"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def review(request: PersonsVisit, school: str) -> HttpResponse:
    """Say that I went through it: that is what the duty asks for."""
    now, viewer = timezone.now(), request.person
    found = queries.monitors(viewer=viewer, at=now)
    facts = [
        ("People who monitored", str(len(found))),
        ("Look-ups that are over and not reviewed", str(sum(one.unreviewed for one in found))),
        ("People with whom no talk is written down", str(sum(not one.talked_on for one in found))),
    ]
    return pieces.confirmed(
        request, lambda: actions.review_monitors(by=viewer, at=now),
        title="Have you gone through those who monitor?", button="I have gone through it",
        back=reverse("monitoring:monitors", args=[school]), facts=facts,
        said="It is written down that you went through it.",
    )  # fmt: skip
