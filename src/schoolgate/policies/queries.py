"""Every read of the database, and the loaded policies of schools."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from schoolgate.people import queries as people
from schoolgate.people.models import Person, School
from schoolgate.policies import library, permissions
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.models import PolicyInForce


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
    return permissions.stored_visible_to(viewer, school).filter(hash=pack_hash).first()


def policies(*, viewer: Person | None) -> list[SchoolPolicy]:
    """Return every school of this installation with its policy, by name."""
    return [SchoolPolicy(school, _loaded(school)) for school in people.schools()]


def _loaded(school: School) -> library.Loaded | None:
    try:
        return library.loaded(school.pack)
    except PackError:
        return None
