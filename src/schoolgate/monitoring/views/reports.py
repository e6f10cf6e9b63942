"""What the monitoring found, in numbers; and what governors allow."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.filtering.views import pieces
from schoolgate.monitoring import actions, permissions
from schoolgate.monitoring.actions import UnableToAct
from schoolgate.monitoring.forms.alerts import BudgetForm
from schoolgate.monitoring.queries import alerts as queries
from schoolgate.monitoring.rules.alerts import Budget
from schoolgate.monitoring.rules.heads import said_of
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: PersonsVisit, school: str) -> HttpResponse:
    """The last week: alerts about pupils by kind, each rule’s record, the daily tests."""
    viewer, now = request.person, timezone.now()
    said = queries.report(viewer=viewer, at=now)
    if said is None:
        raise Http404
    if request.method == "POST":

        def do() -> str:
            if request.POST.get("act") != "read":
                raise UnableToAct("Choose what to do.")
            actions.note_report_read(by=viewer, at=timezone.now())
            return "It is written down that you have read it."

        return pieces.pressed(request, reverse("monitoring:report", args=[school]), do)
    context = {
        "school": viewer.school, "report": said,
        "lines": [(said_of(one.head), one) for one in said.lines],
        "may_set": permissions.may(viewer, Capability.ALERT_BUDGET_SET, on=timezone.localdate(now)),
    }  # fmt: skip
    return render(request, "monitoring/report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def budget(request: PersonsVisit, school: str) -> HttpResponse:
    """How many alerts a week governors allow, and how good a rule must be."""
    there = reverse("monitoring:report", args=[school])
    now = queries.budget_of(request.person.school)
    form = BudgetForm(request.POST or None, initial={"a_week": now.a_week,
                                                     "precision": now.precision,
                                                     "gigabytes": now.gigabytes})  # fmt: skip

    def act(given: dict[str, Any]) -> tuple[str, str]:
        wanted = Budget(given["a_week"], given["precision"], given["gigabytes"])
        actions.set_budget(budget=wanted, because=given["because"], by=request.person,
                           at=timezone.now())  # fmt: skip
        return "This holds from now on.", there

    return pieces.filled(request, form, title="How many alerts we allow", button="Set it", act=act,
                         back=there)  # fmt: skip
