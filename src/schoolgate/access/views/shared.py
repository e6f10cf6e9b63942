"""What the pages of the room share: what an act is refused for, and what a list is asked for."""

from __future__ import annotations

from functools import partial
from typing import Any

from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.accounts.actions import UnableToOpen
from schoolgate.people import actions as people
from schoolgate.people import acts
from schoolgate.people.models import Person
from schoolgate.people.queries import people as people_here
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.people.visits import PersonsVisit

REFUSED = (UnableToRecord, UnableToOpen, people.UnableToChange, people.UnableToAppoint)
carry_out = partial(acts.carry_out, refused=REFUSED)


def words_sought(request: PersonsVisit) -> str:
    """Return what is looked for in a list."""
    return request.GET.get("q", "").strip()[:80]


def staff(viewer: Person, today: Any) -> Any:
    """Return the staff whom the viewer may see, by name."""
    kinds = sorted(STAFF_KINDS)
    return people_here(viewer=viewer, on=today).filter(kind__in=kinds).order_by("name")
