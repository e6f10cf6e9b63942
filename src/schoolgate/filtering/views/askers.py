"""Who asks the filter: networks with the profile of each, and devices."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.access.views.shared import carry_out, words_sought
from schoolgate.filtering import permissions
from schoolgate.filtering.actions import askers
from schoolgate.filtering.forms.askers import DeviceForm, NetworkForm
from schoolgate.filtering.queries import askers as queries
from schoolgate.filtering.rules.profiles import profile_name
from schoolgate.people.acts import Act, Nothing, forms_of, number, sent
from schoolgate.people.queries import people
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: PersonsVisit, school: str) -> HttpResponse:
    """Networks and devices, and whose rules count for each."""
    today = timezone.localdate()
    acts = _acts(request)
    if done := carry_out(request, acts):
        return done
    words = words_sought(request)
    found = queries.devices(request.person, on=today, words=words)
    networks = queries.networks(request.person, on=today)
    context = {
        "networks": [(one, profile_name(one.profile)) for one in networks],
        "page": lists.page_of(request, found), "keep": lists.query_without(request),
        "words": words, "forms": forms_of(acts), "school_slug": school,
        "may_keep": permissions.may_keep(request.person, on=today),
    }  # fmt: skip
    return render(request, "filtering/askers.html", context)


def _acts(request: PersonsVisit) -> dict[str, Act]:
    seen = people(viewer=request.person, on=timezone.localdate()).order_by("name")
    school = request.person.school

    def network(said: dict[str, Any]) -> str:
        made = askers.add_network(school=school, by=request.person, at=timezone.now(), **said)
        return f"The filter knows {made} now."

    def device(said: dict[str, Any]) -> str:
        made = askers.add_device(school=school, by=request.person, at=timezone.now(), **said)
        return f"The filter knows {made} now."

    return {
        "network": Act(NetworkForm(sent(request, "network"), prefix="network"), network),
        "device": Act(DeviceForm(sent(request, "device"), people=seen, prefix="device"), device),
        "end-network": Act(Nothing(sent(request, "end-network")), lambda _: _end_network(request)),
        "end-device": Act(Nothing(sent(request, "end-device")), lambda _: _end_device(request)),
    }  # fmt: skip


def _end_network(request: PersonsVisit) -> str:
    mine = queries.networks(request.person, on=timezone.localdate())
    one = get_object_or_404(mine, pk=number(request, "row"))
    askers.end_network(network=one, by=request.person, at=timezone.now())
    return f"The filter does not know {one} any more: whoever is there gets the strictest profile."


def _end_device(request: PersonsVisit) -> str:
    mine = queries.devices(request.person, on=timezone.localdate())
    one = get_object_or_404(mine, pk=number(request, "row"))
    askers.end_device(device=one, by=request.person, at=timezone.now())
    return f"The filter does not know {one} any more: its network counts."
