"""Pages of what people report: sites in the wrong category, faults of the filter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schoolgate.filtering import actions, permissions
from schoolgate.filtering.actions import Wrong
from schoolgate.filtering.forms.requests import AnswerForm, WrongForm
from schoolgate.filtering.models import WrongCategory
from schoolgate.filtering.queries import reports as queries
from schoolgate.filtering.rules import blocking
from schoolgate.filtering.rules.categories import CATEGORIES, label
from schoolgate.filtering.rules.reports import Answer
from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Link, Listed, Shown
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit

_COLUMNS: Final = (
    Column("Site", "site"), Column("State"), Column("Sorted as"), Column("What is wrong"),
    Column("Who reported it", "who"), Column("Reported", "when"), Column("Answer"),
    Column("Answered by"), Column("Answered"),
)  # fmt: skip
_WHICH: Final = (("", "All that I may see"), ("waiting", "Waiting"), ("mine", "Mine"))


@require_safe
@never_cache
def wrongs(request: PersonsVisit, school: str) -> HttpResponse:
    """Sites that somebody says are sorted wrongly, and what became of them."""
    found = queries.found(viewer=request.person, on=timezone.localdate(), **pieces.asked(request))
    new = Link("Report a site", reverse("filtering:wrong-new", args=[school]))
    what = Listed(
        "Sites in the wrong category", "What people reported, when, and what was decided.",
        "reports", _COLUMNS, _row, "Nobody has reported a site yet.", _WHICH, [new],
    )  # fmt: skip
    return pieces.listed(request, "wrong-categories", what, found)


def _row(one: WrongCategory) -> Sequence[Cell]:
    page = reverse("filtering:wrong", args=[one.school.slug, one.pk])
    return (
        Cell(one.place, page), Cell(one.said, tone="grey" if one.outcome else "yellow"),
        Cell(label(one.category) if one.category else ""), Cell(one.says), Cell(one.reporter),
        Cell(one.reported_at), Cell(one.answer), Cell(one.answered_by or ""),
        Cell(one.answered_at or ""),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: PersonsVisit, school: str) -> HttpResponse:
    """Report a site that is sorted wrongly; from a blocked page it stands there already."""
    initial = {name: request.GET.get(name, "")[:300] for name in ("address", "category", "mark")}
    form = WrongForm(request.POST or None, initial=initial)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        kept = blocking.read({"category": given.pop("category"), "ref": given.pop("mark")})
        wrong = Wrong(**given, category=kept.category, mark=kept.mark)
        made = actions.report_category(wrong=wrong, by=request.person, at=timezone.now())
        return ("Thank you. You read the answer on your list of things to do.",
                reverse("filtering:wrong", args=[school, made.pk]))  # fmt: skip

    return pieces.filled(
        request, form, title="Is a site in the wrong category?", button="Report it", act=act,
        back=reverse("people:do", args=[school]),
        about="Do not visit a site again that upset you. Whoever keeps the filter looks at it.",
    )  # fmt: skip


@require_safe
@never_cache
def one(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One report and its answer."""
    row = _row_for(request, pk)
    on = timezone.localdate()
    links = []
    if row.answered_at is None and permissions.may(
        request.person, Capability.WRONG_CATEGORY_ANSWER, on=on
    ):
        links.append(Link("Answer it", reverse("filtering:wrong-answer", args=[school, pk])))
    if row in queries.answers_to_read(viewer=request.person, on=on):
        there = reverse("filtering:wrong-read", args=[school, pk])
        links.append(Link("I have read this", there, "read"))
    seen = permissions.may(request.person, Capability.WRONG_CATEGORY_SEE, on=on)
    back = reverse("filtering:wrongs" if seen else "people:do", args=[school])
    tag = Cell(row.said, tone="grey" if row.outcome else "yellow")
    return pieces.shown(request, Shown(str(row.place), f"Reported by {row.reporter}", tag,
                                       list(_facts(row)), back, links))  # fmt: skip


def _row_for(request: PersonsVisit, pk: int) -> WrongCategory:
    seen = queries.wrong_categories(viewer=request.person, on=timezone.localdate())
    return get_object_or_404(seen, pk=pk)


def _facts(row: WrongCategory) -> Iterator[tuple[str, object]]:
    yield "What is wrong", row.says
    yield "Reported at", row.reported_at
    if row.category in CATEGORIES:
        yield "Sorted as", label(row.category)
    if row.mark:
        yield "Mark of the blocked page", row.mark
    if row.answered_at is not None:
        yield "Answer", row.answer
        yield "Answered by", row.answered_by
        yield "Answered at", row.answered_at


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Answer a report."""
    row, there = _row_for(request, pk), reverse("filtering:wrong", args=[school, pk])
    form = AnswerForm(request.POST or None)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        actions.answer_category(report=row, outcome=Answer(given["outcome"]), words=given["words"],
                                by=request.person, at=timezone.now())  # fmt: skip
        return f"{row.reporter} reads it on the list of things to do.", there

    return pieces.filled(request, form, title=f"Answer about {row.place}", button="Answer",
                         act=act, back=there, facts=_facts(row))  # fmt: skip


@require_POST
def read(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Take an answer off my list."""
    row = _row_for(request, pk)
    if row.reporter_id != request.person.pk:
        raise PermissionDenied("This answer is for somebody else.")

    def do() -> str:
        actions.note_answer_read(report=row, by=request.person, at=timezone.now())
        return "It is off your list."

    return pieces.pressed(request, reverse("filtering:wrong", args=[school, pk]), do)
