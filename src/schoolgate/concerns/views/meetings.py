"""Staff asked to stay out of it, and meetings: what heads do, and what those who are asked see."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schoolgate.concerns import actions, meetings, queries
from schoolgate.concerns.actions import Invitation
from schoolgate.concerns.meeting_forms import InviteForm, StandDownForm
from schoolgate.concerns.rules import standing_down
from schoolgate.concerns.views.acting import page
from schoolgate.concerns.views.guide import run
from schoolgate.people import queries as people
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.people.visits import PersonsVisit


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stand_down(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Ask staff by name to stay out of the discussion."""
    case = run(request, pk)
    here = people.people(viewer=request.person, on=timezone.localdate())
    asked = meetings.notices_of(case).values("person")
    staff = here.filter(kind__in=sorted(STAFF_KINDS)).exclude(pk=request.person.pk)
    form = StandDownForm(request.POST or None, staff=staff.exclude(pk__in=asked))

    def act(given: dict[str, Any]) -> object:
        return actions.ask_to_stand_down(case=case, whom=given["whom"], by=request.person,
                                         at=timezone.now())  # fmt: skip

    return page(request, case, form, "Ask staff to stay out of it", "Show them this notice", act)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invite(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Ask one family to a meeting."""
    case, on = run(request, pk), timezone.localdate()
    here = people.people(viewer=request.person, on=on).exclude(pk=request.person.pk)
    opened = queries.opened(case=case, viewer=request.person, on=on)
    form = InviteForm(
        request.POST or None, families=meetings.families(opened, here),
        leaders=here.filter(kind__in=sorted(STAFF_KINDS | {"governor"})),
    )  # fmt: skip

    def act(given: dict[str, Any]) -> object:
        return actions.invite(case=case, invitation=Invitation(**given), by=request.person,
                              at=timezone.now())  # fmt: skip

    return page(request, case, form, "Ask one family to a meeting", "Write it down", act)


@require_safe
@never_cache
def asked(request: PersonsVisit, school: str) -> HttpResponse:
    """What I am asked: to stay out of a discussion, to come to a meeting; each sees their own."""
    now, on = timezone.now(), timezone.localdate()
    mine = meetings.mine(viewer=request.person, on=on)
    if mine and request.method == "GET":
        actions.note_meetings_viewed(by=request.person, at=now)
    there = meetings.notices(viewer=request.person, on=on)
    context = {
        "school": request.person.school, "words": standing_down.NOTICE,
        "notices": [(one, meetings.status(one.case)) for one in there],
        "meetings": [(one, meetings.past(one)) for one in mine],
    }  # fmt: skip
    return render(request, "concerns/asked.html", context)


@require_POST
def confirm(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Say that I will stay out of it."""
    there = meetings.notices(viewer=request.person, on=timezone.localdate())
    row = get_object_or_404(there, pk=pk)
    if actions.confirm_stand_down(row=row, by=request.person, at=timezone.now()):
        messages.success(request, "Thank you. The headteacher sees that you have read it.")
    return HttpResponseRedirect(reverse("concerns:asked", args=[school]))
