"""The named times that rules refer to: what they are, what holds at a moment, and setting them."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.kernel.times import DAYS, LONDON, Band, Calendar, clock
from schoolgate.people.models import School
from schoolgate.people.rights import Capability
from schoolgate.people.visits import Visit
from schoolgate.policies import actions, library
from schoolgate.policies.forms import MomentForm, TimesForm
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.rules.bands import told
from schoolgate.policies.views.shared import mistakes
from schoolgate.policies.views.shared_life import UNABLE, at_a_school, may, said


@require_safe
@at_a_school
def times(request: Visit, school: School) -> HttpResponse:
    """The named times; whoever writes the policy sets those that it leaves open."""
    return _page(request, school)


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_school
def set_times(request: Visit, school: School) -> HttpResponse:
    """The same page, where whoever writes the policy sends its form."""
    return _page(request, school)


def _page(request: Visit, school: School) -> HttpResponse:
    writes = may(request, Capability.POLICY_DRAFT, school)
    person = request.person
    if request.method == "POST" and (person is None or not writes):
        raise PermissionDenied("The headteacher and the e-safety coordinator set the times.")
    try:
        calendar = library.of(school).pack.book.calendar
        stated = library.states_times(school)
    except PackError as error:
        return mistakes(request, school, error)
    form = _form(request, school) if writes and not stated else None
    if form is not None and person is not None and request.method == "POST" and form.is_valid():
        try:
            made = actions.set_times(school=school, hours=form.cleaned_data, by=person,
                                     at=timezone.now())  # fmt: skip
        except UNABLE as error:
            form.add_error(None, str(error))
        else:
            said(request, "The times are set." if made else "Nothing has changed.")
            return HttpResponseRedirect(reverse("policies:times", args=[school.slug]))
    context = {"school": school, "form": form, "stated": stated, "terms": calendar.terms,
               "bands": [(one, _days(one), _hours(one)) for one in calendar.bands],
               **_moment(request, calendar)}  # fmt: skip
    return render(request, "policies/times.html", context)


def _form(request: Visit, school: School) -> TimesForm:
    return TimesForm(request.POST or None, hours=json.loads(library.times_set(school) or "{}"))


def _moment(request: Visit, calendar: Calendar) -> dict[str, Any]:
    """Return what holds at a moment that somebody asks for, or now."""
    asked = MomentForm(request.GET if "on" in request.GET else None)
    if asked.is_valid():
        minute = clock(asked.cleaned_data["time"]) % (24 * 60)
        at = _instant(asked.cleaned_data["on"], minute)
    else:
        at = timezone.now().astimezone(LONDON)
    return {"asked": asked, "at": at, "teacher": told(calendar, at, teaches=True),
            "office": told(calendar, at, teaches=False)}  # fmt: skip


def _instant(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=LONDON)


def _days(band: Band) -> str:
    names = [DAYS[day].capitalize() for day in sorted(band.days)]
    return "Every day" if len(names) == 7 else ", ".join(names)


def _hours(band: Band) -> str:
    return ", ".join(f"{a // 60}:{a % 60:02}–{b // 60}:{b % 60:02}" for a, b in band.spans)
