"""The list of cases, and one case."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.concerns import actions, lines, queries
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.words import State
from schoolgate.concerns.views import paging, showing
from schoolgate.people import looking, permissions
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_ASK_FIRST: Final = "Whoever leads the case says first who manages the adult whom it is about."


@require_safe
@never_cache
def cases(request: PersonsVisit, school: str) -> HttpResponse:
    """The cases that I may see: sorted, in pages, by state."""
    given = {name: request.GET.get(name, "")[:40] for name in ("state", "category", "sort")}
    today = timezone.localdate()
    found = queries.cases(viewer=request.person, on=today, **given)
    if request.GET.get("as") == "csv":
        return lists.as_csv("concerns", showing.HEADER, map(showing.row, found))
    context = {
        "school": request.person.school, "page": lists.page_of(request, found), **given,
        "states": [*State], "by": lists.query_without(request, "sort"),
        "keep": lists.query_without(request),
        "may_ring": permissions.may(request.person, Capability.BODY_SEE,
                                    school=request.person.school_id, on=today),
    }  # fmt: skip
    return render(request, "concerns/list.html", context)


@require_safe
@never_cache
def case(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One case: what came in, who is in it, what happened, what is to be done. Each look is kept
    in the journal. Of a merged case, the page is that of the case it was merged into."""
    on = timezone.localdate()
    with looking.one_look():
        if (other := queries.where_merged(viewer=request.person, pk=pk, on=on)) is not None:
            return HttpResponseRedirect(reverse("concerns:case", args=[school, other.pk]))
        found = unread(request, pk)
        opened = queries.opened(case=found, viewer=request.person, on=on)
        if lines.waiting(opened) is not None:
            return HttpResponseRedirect(reverse("concerns:line", args=[school, pk]))
    if request.method == "GET":
        actions.note_view(case=found, by=request.person, at=timezone.now())
    with looking.one_look():
        context = {"school": request.person.school, "case": found,
                   **paging.whole(opened, request.person, on),
                   **paging.for_viewer(opened, request.person, on)}  # fmt: skip
    return render(request, "concerns/case.html", context)


def case_of(request: PersonsVisit, pk: int) -> Case:
    """Return a case that the visitor may see; else there is none. Raises PermissionDenied while
    the line of the adult whom it is about is not known."""
    found = unread(request, pk)
    if line_is_missing(request, found):
        raise PermissionDenied(_ASK_FIRST)
    return found


def line_is_missing(request: PersonsVisit, case: Case) -> bool:
    """Tell whether it has to be said first who manages the adult whom a case is about."""
    opened = queries.opened(case=case, viewer=request.person, on=timezone.localdate())
    return lines.waiting(opened) is not None


def unread(request: PersonsVisit, pk: int) -> Case:
    """Return a case that the visitor may see, of which nothing is shown yet; else there is none."""
    found = queries.one(viewer=request.person, pk=pk, on=timezone.localdate())
    if found is None:
        raise Http404("There is no such case, or it is not for you.")
    return found
