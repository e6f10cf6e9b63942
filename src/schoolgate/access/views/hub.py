"""Where the pages of the room are found: only what whoever looks can open."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.access import permissions
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit


@dataclass(frozen=True, slots=True)
class Door:
    """A page, what it is for, and the capability that opens it; None for everyone."""

    route: str
    title: str
    words: str
    capability: Capability | None = None


DOORS = (
    Door("sightings", "I saw something I should not", "Tell in one step. You are not in trouble."),
    Door("my-rights", "What I may reach", "Your own rights, and the groups that give them."),
    Door("declarations", "Links with pupils and families",
         "Declare that you know a family privately.", Capability.RELATIONSHIP_DECLARE),
    Door("my-mail", "How I read school e-mail", "Which program, and on which phone.",
         Capability.MAIL_READING_DECLARE),
    Door("checks", "Checks", "Of your own profiles; of administrators and groups.",
         Capability.PROFILES_CONFIRM),
    Door("routes", "Ways in from outside", "Which are approved; report another.",
         Capability.ROUTE_REPORT),
    Door("guests", "Guests", "Who is here for a while, and until when.", Capability.GUEST_SEE),
    Door("joiners", "Joiners", "Training, agreement, account, device, in this order.",
         Capability.CHECKLIST_SEE),
    Door("leavers", "Leavers", "Account off, things back, data deleted.",
         Capability.CHECKLIST_SEE),
    Door("reviews", "Access review", "Every account and right, once a year.",
         Capability.ACCESS_REVIEW),
    Door("rights", "Register of rights", "Which group may do what in which system.",
         Capability.RIGHT_SEE),
    Door("credentials", "Administrator passwords",
         "When they changed, and since when they are in the safe.", Capability.CREDENTIAL_SEE),
    Door("places", "Locked places", "Server rooms and cabinets: lists, checks, visitors.",
         Capability.PLACE_SEE),
    Door("candidates", "Searches on candidates", "For the headteacher alone.",
         Capability.CANDIDATE_SEARCH),
)  # fmt: skip


@require_safe
@never_cache
def access(request: PersonsVisit, school: str) -> HttpResponse:
    """The doors that are open to whoever looks."""
    today = timezone.localdate()
    doors = [
        (reverse(f"access:{door.route}", args=[school]), door)
        for door in DOORS
        if door.capability is None or permissions.may(request.person, door.capability, on=today)
    ]
    return render(request, "access/access.html", {"doors": doors})
