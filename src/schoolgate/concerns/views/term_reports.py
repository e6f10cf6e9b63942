"""The report of a term: a list of terms, a page, a file and paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from schoolgate.concerns import actions, term_reports
from schoolgate.people import permissions as people
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists
from schoolgate.web.downloads import pdf_of


@require_safe
@never_cache
def reports(request: PersonsVisit, school: str) -> HttpResponse:
    """The terms that have begun, each with its report."""
    me, on = request.person, timezone.localdate()
    context = {
        "school": me.school, "terms": term_reports.listed(viewer=me, on=on), "today": on,
        "makes": people.may(me, Capability.TERM_REPORT_MAKE, school=me.school_id, on=on),
    }  # fmt: skip
    return render(request, "concerns/term_reports.html", context)


@require_POST
def make(request: PersonsVisit, school: str, term: str) -> HttpResponse:
    """Make the report of a term that is over."""
    try:
        _, left_out = actions.make_term_report(school=request.person.school, slug=term,
                                               by=request.person, at=timezone.now())  # fmt: skip
    except actions.UnableToAct as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("concerns:term-reports", args=[school]))
    if left_out:
        messages.warning(request, f"Lessons left out, because a name of the school stands in them: "
                                  f"{left_out}.")  # fmt: skip
    return HttpResponseRedirect(reverse("concerns:term-report", args=[school, term]))


@require_safe
@never_cache
def report(request: PersonsVisit, school: str, term: str) -> HttpResponse:
    """One report, as a page or a file."""
    shown = _of(request, term)
    if request.GET.get("as") == "csv":
        header = ("Table", "What", "How many")
        return lists.as_csv(f"{school}-concerns-{term}", header, term_reports.rows(shown))
    context = {"school": request.person.school, "report": shown, "about": term_reports.ABOUT,
               "left_out": term_reports.LEFT_OUT}  # fmt: skip
    return render(request, "concerns/term_report.html", context)


@require_safe
@never_cache
def paper(request: PersonsVisit, school: str, term: str) -> HttpResponse:
    """One report as PDF."""
    made = term_reports.pdf(_of(request, term))
    return pdf_of(made, f"{school}-concerns-{term}", save=True)


def _of(request: PersonsVisit, term: str) -> term_reports.Shown:
    shown = term_reports.one(viewer=request.person, slug=term, on=timezone.localdate())
    if shown is None:
        raise Http404("There is no report of this term.")
    return shown
