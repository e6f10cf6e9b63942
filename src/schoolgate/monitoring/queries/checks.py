"""Which areas the policy wants looked at, and the reviews that were written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from schoolgate.monitoring import permissions
from schoolgate.monitoring.models import UseCheck
from schoolgate.monitoring.rules import checks as rules
from schoolgate.people.models import Person, School
from schoolgate.policies import library


@dataclass(frozen=True, slots=True)
class Asked:
    """What the policy asks: under which clause, how often in its own words, which areas. Clause and
    cadence are "" where the policy has no such duty."""

    clause: str
    every: str
    areas: tuple[str, ...]


def asked_for(school: School) -> Asked:
    """Return what the policy in force asks. Raises policies PackError."""
    boxes = library.of(school).pack.proved_by(rules.PROOF)
    areas = rules.areas(box.one("what") for _, box in boxes)
    if not boxes:
        return Asked("", "", areas)
    return Asked(boxes[0][0].ref, boxes[0][1].one("every"), areas)


def reviews(*, viewer: Person | None, on: date) -> QuerySet[UseCheck]:
    """Return the areas that were looked at, newest first: result and day, no word of what."""
    return permissions.use_checks_visible_to(viewer, on=on).select_related("by", "case")
