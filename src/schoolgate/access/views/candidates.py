"""Searches on candidates: for the headteacher alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.access import permissions
from schoolgate.access.actions import candidates
from schoolgate.access.forms import CandidateForm
from schoolgate.access.views.shared import carry_out
from schoolgate.people.acts import Act, sent
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def candidate_list(request: PersonsVisit, school: str) -> HttpResponse:
    """Every search and a form for another; each look is written down."""
    now = timezone.now()
    form = CandidateForm(sent(request, "add"))

    def do(said: dict[str, Any]) -> str:
        candidates.record_search(school=request.person.school, by=request.person, at=now, **said)
        return "Recorded. It is erased on the day that you gave."

    if done := carry_out(request, {"add": Act(form, do)}):
        return done
    found = permissions.searches(request.person, on=timezone.localdate(now))
    if request.method == "GET":
        candidates.record_look(school=request.person.school, by=request.person, at=now)
    context = {"page": lists.page_of(request, found), "form": form, "school_slug": school}
    return render(request, "access/candidates.html", context)
