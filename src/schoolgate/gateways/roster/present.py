"""What the database has of one source, in the shape that planning compares."""

from __future__ import annotations

from datetime import date
from typing import Final

from schoolgate.gateways.roster.planning import Present
from schoolgate.people import queries
from schoolgate.people.changes import Known
from schoolgate.people.models import Guardianship, Person, School, Teaching
from schoolgate.records.parties import System

FIELDS: Final = (
    "name", "given_name", "family_name", "kind", "role", "title", "email", "year", "class_name",
    "starts_on", "ends_on", "newly_qualified",
)  # fmt: skip
_Links = dict[int, list[tuple[str, str]]]


def present(*, school: School, source: str, viewer: Person | System, on: date) -> list[Present]:
    """Return everybody of this source, leavers too; nobody for a viewer who may not import."""
    people = queries.roster(school=school, viewer=viewer, on=on).filter(source=source)
    guards: _Links = {}
    links = Guardianship.objects.filter(
        school=school, guardian__source=source, pupil__source=source
    )
    for guardian, pupil, relation in links.values_list(
        "guardian_id", "pupil__external_id", "relation"
    ):
        guards.setdefault(guardian, []).append((pupil, relation))
    teaches = _teaching(school)
    rows = people.order_by("pk").values_list("pk", "external_id", "missing_since", *FIELDS)
    return [
        Present(
            pk,
            Known(key, dict(zip(FIELDS, values, strict=True)), tuple(sorted(guards.get(pk, ()))),
                  tuple(sorted(teaches.get(pk, ())))),
            missing is not None,
        )
        for pk, key, missing, *values in rows.iterator()
    ]  # fmt: skip


def _teaching(school: School) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Teaching.objects.filter(school=school).values_list("person_id", "class_name")
    for person, name in rows:
        found.setdefault(person, []).append(name)
    return found
