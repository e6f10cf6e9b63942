"""The page that a gateway leads to instead of a closed site. Nothing of its query is trusted."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.concerns.tell import pages as tell
from schoolgate.filtering import floors, naming, permissions, policy
from schoolgate.filtering.decisions import Why
from schoolgate.filtering.rules import blocking
from schoolgate.filtering.rules.blocking import Told
from schoolgate.filtering.rules.categories import CATEGORIES
from schoolgate.filtering.rules.places import Place
from schoolgate.filtering.rules.verdicts import PUPILS
from schoolgate.people import queries as people
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.people.rules import Kind
from schoolgate.people.visits import Visit
from schoolgate.records.tenancy import acting_for

_STRICTEST: Final = PUPILS[-1]


@require_safe
def blocked(request: Visit, school: str) -> HttpResponse:
    """Say what is closed, why, who decides and what to do now; in pictures for a child."""
    here = get_object_or_404(people.schools(), slug=school)
    told = blocking.read(request.GET.dict())
    with acting_for(here.pk):
        visitor = request.person if request.person and request.person.school == here else None
        answer = render(request, "filtering/blocked.html", _page(here, told, visitor), status=403)
    answer["Cache-Control"] = "no-store"
    return answer


def _page(school: School, told: Told, visitor: Person | None) -> dict[str, Any]:
    on, at = timezone.localdate(), timezone.now()
    is_floor = told.is_floor or bool(
        told.host and floors.holds(school, Place(told.host, told.path))
    )
    if is_floor:
        told = Told(why=Why.FLOOR, role=told.role, mark=told.mark)
    if visitor is not None:
        told = told._replace(role="" if visitor.kind == Kind.PUPIL else visitor.role)
    is_adult = visitor is not None and visitor.kind != Kind.PUPIL
    said = policy.of_category(school, told.category, told.role or _STRICTEST, at)
    can_be_opened = told.may_be_opened and not said.is_illegal
    post = naming.for_openings(school, on=on)
    return {
        "school": school, "told": told, "said": said, "is_floor": is_floor,
        "category": CATEGORIES[told.category].label if told.category else "",
        "is_illegal": is_floor or said.is_illegal, "can_be_opened": can_be_opened,
        "is_broken": told.why is Why.BROKEN, "post": post,
        "decides": policy.clause_of(school, post.clause) if post.clause else None,
        "for_a_child": told.for_a_child and not is_adult,
        "may_ask": visitor is None or permissions.may(visitor, Capability.OPENING_ASK, on=on),
        "tell": tell.link(school, "child"), "tell_grown_up": tell.link(school),
        "help": tell.link(school, "help"), **_links(school, told),
    }  # fmt: skip


def _links(school: School, told: Told) -> dict[str, str]:
    site = {"address": told.address, "category": told.category, "mark": told.mark}
    query = urlencode({name: value for name, value in site.items() if value})
    return {
        "ask": f"{reverse('filtering:opening-new', args=[school.slug])}?{query}",
        "purpose": f"{reverse('filtering:download-new', args=[school.slug])}?{query}",
        "wrong": f"{reverse('filtering:wrong-new', args=[school.slug])}?{query}",
        "fault": reverse("filtering:fault-new", args=[school.slug]),
    }
