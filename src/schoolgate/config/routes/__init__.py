"""Who may open what: one row for each route. A route that has no row here is closed.

A test walks every route × role × method against `tests/permissions.csv`; a new route without a
row fails, and so does a row without a route. Whoever is signed in reaches pages of their own school
only: another school's answer 404, as if they were not there.
"""

from __future__ import annotations

from datetime import date

from schoolgate.config.routes import concerns, people, policy, watching
from schoolgate.config.routes.row import CLOSED, Opening, Route
from schoolgate.people import permissions
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability

TABLES = (people.ROUTES, policy.ROUTES, concerns.ROUTES, watching.ROUTES)
ROUTES: dict[str, Route] = {route: row for table in TABLES for route, row in table.items()}


def is_open(route: str, *, person: Person | None, signed_in: bool, on: date) -> bool:
    """Tell whether a page is open to somebody; of their own school is checked elsewhere."""
    row = ROUTES.get(route, CLOSED)
    if isinstance(row.opening, Capability):
        return person is not None and permissions.may(
            person, row.opening, school=person.school_id, on=on
        )
    return {
        Opening.CLOSED: False,
        Opening.PUBLIC: True,
        Opening.SIGNED_IN: signed_in,
        Opening.PERSON: person is not None,
    }[row.opening]


def is_public(route: str) -> bool:
    """Tell whether anyone may open a page without signing in."""
    return ROUTES.get(route, CLOSED).opening is Opening.PUBLIC


__all__ = ["ROUTES", "TABLES", "Opening", "Route", "is_open", "is_public"]
