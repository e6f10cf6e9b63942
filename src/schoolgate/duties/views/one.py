"""One duty: its clause, whose it is, what is open and what was done."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.duties import permissions, queries
from schoolgate.duties.forms import AcknowledgeForm
from schoolgate.duties.models import Choice, Doing, Handover
from schoolgate.duties.queries import Board, Item
from schoolgate.duties.reading import Kind
from schoolgate.duties.rules import OPEN_STATES, State
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies.language.mistakes import PackError
from schoolgate.web import prose

_MOST_SHOWN = 60


def found(request: PersonsVisit, key: str) -> tuple[Board, Item]:
    """Return a duty that the viewer may see; 404 for any other."""
    try:
        known = queries.one(viewer=request.person, key=key, on=timezone.localdate())
    except PackError:
        known = None
    if known is None:
        raise Http404("No such duty.")
    return known


@require_safe
@never_cache
def one(request: PersonsVisit, school: str, key: str) -> HttpResponse:
    """One duty with its clause, its times and its history."""
    board, item = found(request, key)
    return render(request, "duties/one.html", _context(request, board, item))


def _context(request: PersonsVisit, board: Board, item: Item) -> dict[str, Any]:
    viewer, today = request.person, board.today
    keeps = permissions.keeps(viewer, on=today)
    clause = board.pack.by_ref.get(item.duty.clause)
    owns = viewer in item.owners.people or viewer in item.owners.each
    here = {"school": viewer.school, "duty": item.duty.key}
    return {
        "every": permissions.sees_all(viewer, on=today),
        "school": viewer.school, "item": item, "duty": item.duty, "clause": clause, "keeps": keeps,
        "clause_html": prose.html(clause.prose) if clause is not None else "",
        "owns": owns, "by_itself": item.is_written and item.duty.kind is Kind.BOX,
        "open": [turn for turn in reversed(item.turns) if turn.state is not State.COMING
                 and any(part.state in OPEN_STATES | {State.MISSED}
                         for part in turn.parts)][:_MOST_SHOWN],
        "coming": [turn for turn in item.turns if turn.state is State.COMING][:3],
        "ended": [turn for turn in reversed(item.turns) if turn.done][:_MOST_SHOWN],
        "doings": Doing.objects.filter(**here).select_related("by", "person")[:_MOST_SHOWN],
        "handovers": Handover.objects.filter(**here).select_related("by", "to"),
        "choices": Choice.objects.filter(**here).select_related("by"),
        "may_hand_over": (keeps or viewer in item.owners.people) and not item.owners.each,
        "acknowledge": AcknowledgeForm(), "viewer": viewer, "today": today,
    }  # fmt: skip
