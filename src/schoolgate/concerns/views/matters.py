"""Matters with a form of their own: what can be told, and the form."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.concerns import actions
from schoolgate.concerns.actions import Involved, Told
from schoolgate.concerns.forms import MatterForm
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.matters import MATTERS, Matter
from schoolgate.concerns.rules.words import Part, Way
from schoolgate.concerns.views.telling import adults_of
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.people.visits import PersonsVisit


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def matter(request: PersonsVisit, school: str, matter: str) -> HttpResponse:
    """Tell of one kind of matter; whoever told it gets a copy to print, shown once."""
    of = MATTERS.get(matter)
    if of is None or request.person.kind not in STAFF_KINDS:
        raise Http404("There is no such form.")
    now = timezone.localtime().replace(second=0, microsecond=0)
    form = MatterForm(request.POST or None, initial={"found_at": now}, matter=of,
                      adults=adults_of(request))  # fmt: skip
    context = {"school": request.person.school, "form": form, "matter": of}
    if request.method == "POST" and form.is_valid():
        try:
            case = _report(request, of, form.cleaned_data)
        except actions.UnableToReport as error:
            form.add_error(None, str(error))
        else:
            return render(request, "concerns/copy.html", context | _copy(case, of, form))
    form.offer()
    return render(request, "concerns/matter.html", context)


def _copy(case: Case, of: Matter, form: MatterForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {"case": case, "at": timezone.now(), "danger": given["danger"] == "yes",
            "said": [(one.label, given[one.name]) for one in of.fields]}  # fmt: skip


def _report(request: PersonsVisit, of: Matter, given: dict[str, Any]) -> Case:
    words = {one.name: str(given[one.name]) for one in of.fields if given[one.name]}
    words["danger"] = given["danger"]
    kept_back = given.get("kept_back") == "yes"
    by = request.person if kept_back or of.way is not Way.OBSERVED else None
    if by is None:  # nobody complains: who was on duty is sealed with the words
        words["seen_by"] = request.person.name
    adult = given.get("adult")
    involved = [Involved(Part.SUBJECT, adult)] if adult else []
    involved += [Involved(Part.SUBJECT, name=words[of.contact])] if of.contact else []
    involved += [Involved(Part.TARGET, request.person)] if of.target else []
    told = Told(of.way, words, ticket=given["ticket"], found_at=given["found_at"], matter=of,
                involved=tuple(involved), kept_back=kept_back)  # fmt: skip
    return actions.report(school=request.person.school, told=told, by=by, at=timezone.now())
