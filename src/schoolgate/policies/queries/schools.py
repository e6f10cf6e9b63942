"""The policies of schools, and what was asked of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from schoolgate.people import queries as people
from schoolgate.people.models import Person, School
from schoolgate.people.named_roles import NamedRole
from schoolgate.policies import library, permissions
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.models import PolicyInForce
from schoolgate.records.tenancy import acting_for


@dataclass(frozen=True, slots=True)
class Gap:
    """An act that was asked about and is not settled: how often."""

    action: str
    resource: str
    times: int


@dataclass(frozen=True, slots=True)
class SchoolPolicy:
    """A school with its loaded policy; None where the pack has mistakes."""

    school: School
    loaded: library.Loaded | None


def gaps(*, viewer: Person | None, school: School) -> list[Gap]:
    """Return what people asked and the policy does not settle, most often asked first."""
    rows = permissions.asked_visible_to(viewer, school).filter(is_gap=True).order_by()
    counted = rows.values("act").annotate(times=Count("pk")).order_by("-times", "act")
    return [Gap(*row["act"].partition(":")[::2], row["times"]) for row in counted[:50]]


def stored(*, viewer: Person | None, school: School, pack_hash: str) -> PolicyInForce | None:
    """Return the stored policy with this hash, if there is one."""
    with acting_for(school.pk):  # public, also for people of other schools
        return permissions.stored_visible_to(viewer, school).filter(hash=pack_hash).first()


def policies(*, viewer: Person | None) -> list[SchoolPolicy]:
    """Return every school of this installation with its policy, by name."""
    every = list(people.schools())
    loaded = library.of_each(every)
    return [SchoolPolicy(school, known) for school, known in zip(every, loaded, strict=True)]


def roles(school: School) -> list[NamedRole]:
    """Return the roles that a school's policy names, in its own order and spelling."""
    known = _loaded(school)
    if known is None:
        return []
    return [NamedRole(box.one("role"), clause.ref) for clause, box in known.pack.boxes("role")]


def _loaded(school: School) -> library.Loaded | None:
    try:
        return library.of(school)
    except PackError:
        return None
