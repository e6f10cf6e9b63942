"""New texts, as the rest of the house meets them: what blocks, what waits, what is replayed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from schoolgate.people import needs
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.needs import Need
from schoolgate.people.rights import Capability
from schoolgate.policies import judging, recorded
from schoolgate.policies.comparing.pairs import label
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.queries import blocking, proposals, replaying, reviews
from schoolgate.policies.rules.reviewing import SAID, Trigger


def offer() -> None:
    """Fill the registries."""
    needs.add("policies-proposals", waiting)
    judging.also_block("departures", blocking.departures)
    judging.lift("reasons", blocking.is_answered_for)
    recorded.offer(replaying.ASK, replaying.AskLog())


def waiting(person: Person, at: datetime) -> Iterator[Need]:
    """Yield a new issue that nobody has drafted from, and early reviews, for those who write."""
    on, school = timezone.localdate(at), person.school
    if not people.may(person, Capability.POLICY_DRAFT, school=school.pk, on=on):
        return
    try:
        given = proposals.offer(school)
    except PackError:
        given = None
    if given is not None and given.issue not in proposals.drafted(school):
        page = reverse("policies:proposals", args=[school.slug])
        yield Need(f"Take or leave: {label(given.issue)}", page, given.published_at)
    for one in reviews.reviews(viewer=person, school=school, on=on):
        if one.end is None:
            yield Need(f"Review the policy early: {SAID[Trigger(one.trigger)].lower()}",
                       reverse("policies:reviews", args=[school.slug]), one.opened_at)  # fmt: skip
