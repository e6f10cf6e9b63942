"""Where the activity log comes from, when something last came, and what was not understood."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.access.views.shared import carry_out
from schoolgate.gateways.models import Source
from schoolgate.gateways.sources import actions, queries, rules
from schoolgate.gateways.sources.forms import QuietForm, SourceForm
from schoolgate.people import permissions
from schoolgate.people.actions import UnableToChange
from schoolgate.people.acts import Act, Nothing, forms_of, number, sent
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sources(request: PersonsVisit, school: str) -> HttpResponse:
    """The sources, the last word of each, and, for technicians, forms to keep them."""
    now = timezone.localtime()
    acts = _acts(request)
    if done := carry_out(request, acts):
        return done
    found = queries.sources(school=request.person.school_id, viewer=request.person, on=now.date())
    context = {
        "rows": [(one, rules.KINDS.get(one.kind, one.kind), queries.is_silent(one, now))
                 for one in found],
        "forms": forms_of(acts), "school_slug": school,
        "may_keep": permissions.may(request.person, Capability.SOURCE_KEEP,
                                    school=request.person.school_id, on=now.date()),
    }  # fmt: skip
    return render(request, "gateways/sources.html", context)


def _acts(request: PersonsVisit) -> dict[str, Act]:
    return {
        "add": Act(SourceForm(sent(request, "add")), lambda said: _add(request, said)),
        "quiet": Act(QuietForm(sent(request, "quiet"), prefix="quiet"),
                     lambda said: _quiet(request, said)),
        "end": Act(Nothing(sent(request, "end")), lambda _: _end(request)),
    }  # fmt: skip


def _add(request: PersonsVisit, said: dict[str, Any]) -> str:
    try:
        made = actions.add_source(school=request.person.school, by=request.person,
                                  at=timezone.now(), **said)  # fmt: skip
    except actions.UnableToKeep as error:
        raise UnableToChange(str(error)) from error
    return f"{made} is on the list. Now let it send."


def _quiet(request: PersonsVisit, said: dict[str, Any]) -> str:
    one = _mine(request, said["source"])
    try:
        actions.change_quiet(source=one, quiet_hours=said["hours"], by=request.person,
                             at=timezone.now())  # fmt: skip
    except actions.UnableToKeep as error:
        raise UnableToChange(str(error)) from error
    return f"Silence of {one} is told after {said['hours']} hours of school days."


def _end(request: PersonsVisit) -> str:
    one = _mine(request, number(request, "row"))
    try:
        actions.end_source(source=one, by=request.person, at=timezone.now())
    except actions.UnableToKeep as error:
        raise UnableToChange(str(error)) from error
    return f"{one} is off the list: nothing more is taken from it."


def _mine(request: PersonsVisit, pk: int) -> Source:
    seen = queries.sources(school=request.person.school_id, viewer=request.person,
                           on=timezone.localdate())  # fmt: skip
    return get_object_or_404(seen, pk=pk)
