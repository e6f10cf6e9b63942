"""Checks: a form for each that whoever is here may record, and the last ones."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.access import permissions
from schoolgate.access.actions import checks
from schoolgate.access.forms_of_staff import FoundForm
from schoolgate.access.queries import checks as queries
from schoolgate.access.rules.checks import ASKED, TITLES, Sort
from schoolgate.access.views.shared import carry_out
from schoolgate.people.acts import Act, Done, sent
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check_list(request: PersonsVisit, school: str) -> HttpResponse:
    """What I may check, and what was found the last times."""
    today = timezone.localdate()
    acts = {
        sort.value: Act(FoundForm(sent(request, sort.value), prefix=sort.value,
                                  initial={"on": today}), _recorder(request, sort))
        for sort in Sort
        if permissions.may(request.person, checks.MAY[sort], on=today)
    }  # fmt: skip
    if done := carry_out(request, acts):
        return done
    found = queries.checks(request.person, on=today)
    context = {
        "acts": [(name, TITLES[Sort(name)], ASKED[Sort(name)], act.form)
                 for name, act in acts.items()],
        "page": lists.page_of(request, found), "school_slug": school,
        "broken": any(act.form.errors for act in acts.values()),
    }  # fmt: skip
    return render(request, "access/checks.html", context)


def _recorder(request: PersonsVisit, sort: Sort) -> Done:
    def do(said: dict[str, Any]) -> str:
        checks.record_check(sort=sort, by=request.person, at=timezone.now(), **said)
        return "The check is recorded."

    return do
