"""The staff form: one question first, then half a minute. And what became of one's own reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.concerns import actions, directory, queries, routing
from schoolgate.concerns.actions import Involved, Told
from schoolgate.concerns.rules.bodies import OUT_OF_HOURS
from schoolgate.concerns.rules.matters import MATTERS
from schoolgate.concerns.rules.words import Part, Way
from schoolgate.concerns.telling_forms import IllegalForm, TellForm
from schoolgate.people import queries as people
from schoolgate.people.models import Person
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.people.visits import PersonsVisit


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def tell(request: PersonsVisit, school: str) -> HttpResponse:
    """Tell of a worry. Without an answer to the first question, that question is the page."""
    illegal = request.GET.get("illegal", "")
    if illegal not in {"yes", "no"}:
        matters = MATTERS.values() if request.person.kind in STAFF_KINDS else ()
        offered: dict[str, Any] = {"school": request.person.school, "matters": matters}
        return render(request, "concerns/first.html", offered)
    form = _form(request, illegal == "yes")
    if request.method == "POST" and form.is_valid():
        try:
            case = actions.report(school=request.person.school, told=_told(form, illegal == "yes"),
                                  by=request.person, at=timezone.now())  # fmt: skip
        except actions.UnableToReport as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Thank you. It is {case}. Who has to know was told.")
            danger = "?danger=yes" if form.cleaned_data["danger"] == "yes" else ""
            return HttpResponseRedirect(reverse("concerns:mine", args=[school]) + danger)
    form.offer()
    context = {"school": request.person.school, "form": form, "illegal": illegal == "yes"}
    return render(request, "concerns/tell.html", context)


def _form(request: PersonsVisit, illegal: bool) -> TellForm | IllegalForm:
    now = timezone.localtime().replace(second=0, microsecond=0)
    kind = IllegalForm if illegal else TellForm
    return kind(request.POST or None, initial={"found_at": now},
                adults=adults_of(request))  # fmt: skip


def adults_of(request: PersonsVisit) -> Callable[[], QuerySet[Person]]:
    """Return how to find the adults who work here, but for whoever tells."""

    def find() -> QuerySet[Person]:
        here = people.people(viewer=request.person, on=timezone.localdate())
        return here.filter(kind__in=sorted(STAFF_KINDS)).exclude(pk=request.person.pk)

    return find


def _told(form: TellForm | IllegalForm, illegal: bool) -> Told:
    given: dict[str, Any] = dict(form.cleaned_data)
    adult, ticket, found_at = given.pop("adult"), given.pop("ticket"), given.pop("found_at")
    kept_back = given.pop("kept_back") == "yes"
    involved = (Involved(Part.SUBJECT, adult),) if adult else ()
    words = {name: str(value) for name, value in given.items() if value}
    return Told(Way.STAFF_FORM, words, ticket=ticket, involved=involved, illegal=illegal,
                found_at=found_at, kept_back=kept_back)  # fmt: skip


@require_safe
@never_cache
def mine(request: PersonsVisit, school: str) -> HttpResponse:
    """What I told, and where it stands."""
    here, now = request.person.school, timezone.now()
    known = directory.by_kind(here, on=timezone.localdate(now))
    is_out = not routing.hours(here).is_school_time(now)
    context = {"school": here, "danger": request.GET.get("danger") == "yes",
               "reports": queries.told_by(viewer=request.person),
               "numbers": [one for kind in OUT_OF_HOURS for one in known.get(kind, ())]
               if is_out else []}  # fmt: skip
    return render(request, "concerns/mine.html", context)
