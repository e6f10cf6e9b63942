"""What a school treats as social media: for its own page, and for rooms that know of traffic."""

from __future__ import annotations

from schoolgate.people.models import School
from schoolgate.policies import library
from schoolgate.policies.models import SocialService
from schoolgate.policies.rules.social import Listed, Verdict, verdict
from schoolgate.records.tenancy import acting_for


def listed(school: School) -> list[Listed]:
    """Return the services that count: the policy's own, then the school's. Raises PackError."""
    pack = library.of(school).pack
    named = [
        Listed(name, clause=clause.ref)
        for clause, box in pack.boxes("statement")
        for name in box.all("services")
    ]
    with acting_for(school.pk):  # public, like the policy
        own = SocialService.objects.filter(school=school, taken_off_at=None)
        return [*named, *(Listed(one.name, one.domain) for one in own)]


def is_social(school: School, service: str, *, category: str = "") -> Verdict:
    """Tell whether a name or domain, in a filter's category, is social media at a school.

    A service that is on no list counts if its category says so. Raises PackError.
    """
    return verdict(service, category, listed(school))
