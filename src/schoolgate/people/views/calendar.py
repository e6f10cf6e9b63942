"""The school's year: read by everybody, kept by the office, filled from a file or by typing."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schoolgate.people import actions, permissions, queries
from schoolgate.people.calendar import Dates, Span, bank_holidays, year_begun, year_name
from schoolgate.people.calendar_forms import CalendarFileForm, YearForm, typed
from schoolgate.people.models import School
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit

_YEARS: Final = range(2015, 2100)


@require_safe
@never_cache
def calendar(request: PersonsVisit, school: str) -> HttpResponse:
    """The years that are written down, with what has to be written down next."""
    here, today = request.person.school, timezone.localdate()
    dates = queries.dates(here)
    this = year_begun(today)
    years = sorted({this, this + 1, *(one.year for one in dates.terms)}, reverse=True)
    context = {
        "school": here, "years": [_shown(year, dates) for year in years], "this": this,
        "may_keep": permissions.may(request.person, Capability.CALENDAR_KEEP, school=here.pk,
                                    on=today),
    }  # fmt: skip
    return render(request, "people/calendar.html", context)


def _shown(year: int, dates: Dates) -> dict[str, Any]:
    first, last = dates.year_start(year), dates.year_end(year)
    spans = sorted(_of(dates, year), key=lambda one: one.first)
    free = {**bank_holidays(first), **bank_holidays(last)}
    days = [(day, name) for day, name in sorted(free.items()) if first <= day <= last]
    return {"year": year, "name": year_name(year), "first": first, "last": last, "spans": spans,
            "bank_holidays": days}  # fmt: skip


def _of(dates: Dates, year: int) -> list[Span]:
    first, last = dates.year_start(year), dates.year_end(year)
    return [span for span in dates.spans if first <= span.first <= last]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def calendar_year(request: PersonsVisit, school: str, year: int) -> HttpResponse:
    """Write a school year down, or change it."""
    here = _known(request, year)
    form = YearForm(request.POST or None, initial=typed(_of(queries.dates(here), year)))
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.keep_year(school=here, year=year, spans=form.cleaned_data["spans"],
                                        by=request.person, at=timezone.now())  # fmt: skip
        except actions.UnableToKeep as error:
            form.add_error(None, str(error))
        else:
            says = f"The school year {year_name(year)} is written down."
            messages.success(request, says if changed else "Nothing has changed.")
            return HttpResponseRedirect(reverse("people:calendar", args=[school]))
    return _page(request, here, year, form, CalendarFileForm())


@require_POST
@never_cache
def calendar_file(request: PersonsVisit, school: str, year: int) -> HttpResponse:
    """Read a file into the form of a school year; nothing is kept before that form is sent."""
    here = _known(request, year)
    sent = CalendarFileForm(request.POST, request.FILES)
    if not sent.is_valid():
        initial = typed(_of(queries.dates(here), year))
        return _page(request, here, year, YearForm(initial=initial), sent)
    form = YearForm(initial=typed(sent.cleaned_data["spans"]))
    return _page(request, here, year, form, CalendarFileForm(), read=True)


def _known(request: PersonsVisit, year: int) -> School:
    if year not in _YEARS:
        raise Http404("No such year.")
    return request.person.school


def _page(
    request: PersonsVisit,
    school: School,
    year: int,
    form: YearForm,
    sent: CalendarFileForm,
    *,
    read: bool = False,
) -> HttpResponse:
    context = {"school": school, "year": year, "name": year_name(year), "form": form, "sent": sent,
               "read": read}  # fmt: skip
    return render(request, "people/calendar_year.html", context)
