"""Finding cases and what they have to do with each other."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.concerns import actions, finding, identity, queries
from schoolgate.concerns.actions import UnableToAct
from schoolgate.concerns.forms import OtherCaseForm, SearchForm
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules import redacting
from schoolgate.concerns.views import showing
from schoolgate.concerns.views.acting import led, page
from schoolgate.concerns.views.cases import case_of
from schoolgate.people import needs
from schoolgate.people.visits import PersonsVisit

_ALIKE: Final = (
    "Who told the school keeps their name back. So that no gap tells who it was, words that are "
    "part of any adult’s name are left out."
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def search(request: PersonsVisit, school: str) -> HttpResponse:
    """Look for words. They come in the body, never in the address, and are kept nowhere."""
    form = SearchForm(request.POST or None)
    needs.only_looked(request)
    found = None
    if request.method == "POST" and form.is_valid() and form.cleaned_data["words"].strip():
        found = finding.search(viewer=request.person, text=form.cleaned_data["words"],
                               on=timezone.localdate())  # fmt: skip
        actions.note_search(by=request.person, at=timezone.now())
    context = {"school": request.person.school, "form": form, "found": found,
               "most": finding.MOST_FOUND}  # fmt: skip
    return render(request, "concerns/search.html", context)


def _other(request: PersonsVisit, number: str) -> Case:
    found = finding.by_number(viewer=request.person, number=number, on=timezone.localdate())
    if found is None:
        raise UnableToAct("There is no case of this number, or you may not see it.")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def link(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Link a case to another."""
    case = led(request, pk)

    def act(given: dict[str, Any]) -> object:
        return actions.link(case=case, other=_other(request, given["number"]), why=given["why"],
                            by=request.person, at=timezone.now())  # fmt: skip

    form = OtherCaseForm(request.POST or None)
    return page(request, case, form, "Link it to another case", "Link them", act)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def merge(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Merge a case into another, whose page then shows both."""
    case = led(request, pk)

    def act(given: dict[str, Any]) -> object:
        return actions.merge(case=case, into=_other(request, given["number"]), why=given["why"],
                             by=request.person, at=timezone.now())  # fmt: skip

    form = OtherCaseForm(request.POST or None)
    return page(request, case, form, "Merge it into another case", "Merge", act)


@require_safe
@never_cache
def timeline(request: PersonsVisit, school: str, pk: int, party: int) -> HttpResponse:
    """What happened around somebody, over all cases that I may see. Each look is kept."""
    case, on = case_of(request, pk), timezone.localdate()
    opened = queries.opened(case=case, viewer=request.person, on=on)
    found = finding.timeline(opened, party, viewer=request.person, on=on)
    if found is None:
        raise Http404("Nobody like that is in the case.")
    actions.note_timeline(case=case, by=request.person, at=timezone.now())
    context = {"school": request.person.school, "case": case, "found": found,
               "entries": [showing.entry(one) for one in found.entries]}  # fmt: skip
    return render(request, "concerns/timeline.html", context)


@require_safe
@never_cache
def file(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """The chronology as a file, without the names of those who told the school."""
    case, on = led(request, pk), timezone.localdate()
    opened = queries.opened(case=case, viewer=request.person, on=on)
    told, alike = identity.withheld(opened), identity.alike(opened)
    told |= {str(one.said["seen_by"]) for one in queries.reports(opened) if "seen_by" in one.said}
    actions.note_export(case=case, by=request.person, at=timezone.now())
    text = showing.as_text(opened, told | set(alike))
    if alike:
        text = f"{_ALIKE}\n\n{redacting.without_any(told | set(alike), text)}"
    text = redacting.without(told, text)
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    name = case.name.replace("/", "-")
    answer["Content-Disposition"] = f'attachment; filename="case-{name}.txt"'
    return answer
