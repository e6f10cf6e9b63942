"""“I saw something I should not”, and ways in that are not approved."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.access import permissions
from schoolgate.access.actions import sightings
from schoolgate.access.forms import AnswerForm, RouteForm, SightingForm
from schoolgate.access.models import Sighting
from schoolgate.access.queries import register as register_queries
from schoolgate.access.rules.sightings import LABELS, Recipient
from schoolgate.access.views.shared import carry_out
from schoolgate.people.acts import Act, forms_of, number, sent
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sighting_list(request: PersonsVisit, school: str) -> HttpResponse:
    """Tell of something seen by accident, in one step; below it, what I told and was told."""
    form = SightingForm(sent(request, "tell"), initial={"recipient": Recipient.HEADTEACHER})

    def do(said: dict[str, Any]) -> str:
        said["recipient"] = Recipient(said["recipient"])
        made = sightings.tell(by=request.person, at=timezone.now(), **said)
        told = LABELS[Recipient(made.recipient)].lower()
        return f"Thank you for telling. You did the right thing; {told} sees to it."

    if done := carry_out(request, {"tell": Act(form, do)}):
        return done
    found = permissions.sightings(request.person, on=timezone.localdate())
    context = {"form": form, "page": lists.page_of(request, found.select_related("person")),
               "school_slug": school}  # fmt: skip
    return render(request, "access/sightings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sighting(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """What was told, and what was done about it."""
    today = timezone.localdate()
    found = permissions.sightings(request.person, on=today).select_related("person", "school")
    one = get_object_or_404(found, pk=pk)
    act = Act(AnswerForm(sent(request, "answer")), lambda said: _answer(request, one, said))
    if done := carry_out(request, {"answer": act}):
        return done
    own = one.person_id == request.person.pk
    if not own and request.method == "GET":
        sightings.record_look(sighting=one, by=request.person, at=timezone.now())
    context = {
        "one": one, "form": act.form, "told": LABELS[Recipient(one.recipient)],
        "may_answer": permissions.answers(request.person, one, on=today) and not one.answered_at,
        "up": reverse("access:sightings", args=[school]),
    }  # fmt: skip
    return render(request, "access/sighting.html", context)


def _answer(request: PersonsVisit, one: Sighting, said: dict[str, str]) -> str:
    sightings.answer(sighting=one, said=said["words"], by=request.person, at=timezone.now())
    return "Your answer is recorded, and whoever told you can read it."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def routes(request: PersonsVisit, school: str) -> HttpResponse:
    """The approved ways in from outside, and a form to report another."""
    today = timezone.localdate()
    acts = {
        "report": Act(RouteForm(sent(request, "report")), lambda said: _report(request, said)),
        "settle": Act(AnswerForm(sent(request, "settle"), prefix="settle"),
                      lambda said: _settle(request, said)),
    }  # fmt: skip
    if done := carry_out(request, acts):
        return done
    context = {
        "approved": register_queries.remote_routes(request.person, on=today),
        "reports": register_queries.route_reports(request.person, on=today)[:50],
        "forms": forms_of(acts), "school_slug": school, "sent_for": number(request, "report"),
        "may_settle": permissions.may(request.person, Capability.RIGHT_CHANGE, on=today),
    }  # fmt: skip
    return render(request, "access/routes.html", context)


def _report(request: PersonsVisit, said: dict[str, str]) -> str:
    sightings.report_route(by=request.person, at=timezone.now(), **said)
    return "Reported to the network manager."


def _settle(request: PersonsVisit, said: dict[str, str]) -> str:
    mine = register_queries.route_reports(request.person, on=timezone.localdate())
    one = get_object_or_404(mine.select_related("school"), pk=number(request, "report"))
    sightings.settle_route(report=one, outcome=said["words"], by=request.person, at=timezone.now())
    return "Settled."
