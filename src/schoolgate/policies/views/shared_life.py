"""What every page of a version begins with: the school, the version, and who looks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from schoolgate.people import queries as people
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import School
from schoolgate.people.rights import Capability
from schoolgate.people.visits import Visit
from schoolgate.policies import actions, judging, queries
from schoolgate.policies.english.wording import british
from schoolgate.policies.models import Version
from schoolgate.policies.rules import life
from schoolgate.policies.rules.life import Move, State
from schoolgate.records.tenancy import acting_for

UNABLE = (NotAllowed, actions.UnableToDraft, actions.UnableToMove, actions.UnableToRecord)
TONES = {
    State.DRAFT: "grey", State.CONSULTED: "yellow", State.APPROVED: "blue", State.IN_FORCE: "green",
    State.REPLACED: "grey", State.ENDED: "grey", State.WITHDRAWN: "grey",
}  # fmt: skip


def at_a_school(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Turn a page into a view that is given the school of the address, and sees its rows."""

    @wraps(page)
    @never_cache
    def view(request: Visit, school: str, **more: Any) -> HttpResponse:
        here = get_object_or_404(people.schools(), slug=school)
        with acting_for(here.pk):
            return page(request, here, **more)

    made: Callable[..., HttpResponse] = view
    return made


def version_for(request: Visit, school: School, pk: int) -> Version:
    """Return a version that whoever asks may see; 404 for every other."""
    seen = queries.versions(viewer=request.person, school=school, on=timezone.localdate())
    return get_object_or_404(seen, pk=pk)


def draft_for(request: Visit, school: School, pk: int) -> Version:
    """Return a version that may still be written on; 404 for every other."""
    found = version_for(request, school, pk)
    if found.stage != life.Stage.DRAFT:
        raise Http404("This is not a draft.")
    return found


def may(request: Visit, capability: Capability, school: School) -> bool:
    """Tell whether whoever asks may do something with the school's versions."""
    on = timezone.localdate()
    return queries.may(request.person, capability, school=school, on=on)


def about(request: Visit, school: School, version: Version) -> dict[str, Any]:
    """Return what every page of a version shows of it."""
    state = queries.state(version, on=timezone.localdate())
    return {
        "school": school, "version": version, "state": state, "tone": TONES[state],
        "front": judging.header(version), "moves": moves(request, school, version),
    }  # fmt: skip


def moves(request: Visit, school: School, version: Version) -> frozenset[str]:
    """Return the steps that whoever looks may take with a version."""
    drafts = may(request, Capability.POLICY_DRAFT, school)
    approves = may(request, Capability.POLICY_APPROVE, school)
    open_ = life.ways(version.stage, published=version.from_on is not None)
    theirs = frozenset(one for one in open_ if (approves if one is Move.APPROVE else drafts))
    if drafts and version.stage in {"draft", "consulted", "approved"} and not version.from_on:
        return theirs | {"revise"} | ({"consult"} if version.stage != "approved" else set())
    return theirs


def life_facts(version: Version, state: State) -> dict[str, str]:
    """Return what a version's life says of it, in place of what its front matter does."""
    facts = {"Status": str(state).capitalize()}
    if version.from_on is not None:
        facts["In force from"] = british(version.from_on.isoformat())
    if signed := getattr(version, "signoff", None):
        day = british(signed.on.isoformat())
        facts["Approved"] = f"{day}, {signed.committee}, minute {signed.minute}"
    elif version.stage != life.Stage.APPROVED:
        facts["Approved"] = "Not approved"
    return facts


def to_version(version: Version) -> HttpResponse:
    """Send to the page of a version."""
    return HttpResponseRedirect(reverse("policies:version", args=[version.school.slug, version.pk]))


def said(request: Visit, words: str) -> None:
    """Say what was done, on the next page."""
    messages.success(request, words)
