"""Reads of rotas: who watches what on which day, and where nobody does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from schoolgate.monitoring import permissions
from schoolgate.monitoring.models import Rota, Watch, WatchLook
from schoolgate.monitoring.rules.rotas import Slot, empty
from schoolgate.notices.owed import ToTell, to_tell
from schoolgate.notices.rules import Group
from schoolgate.people.models import Person, School
from schoolgate.policies import library

PROOF = "publishing:comments:checked"


@dataclass(frozen=True, slots=True)
class Plan:
    """A rota as it stands: who watches each slot, who looked, and where nobody watches. Whoever
    has left by that day watches nothing."""

    rota: Rota
    watching: dict[Slot, Person]
    looked: dict[Slot, Person]
    empty: tuple[Slot, ...]


def rotas(*, viewer: Person | None, on: date) -> QuerySet[Rota]:
    """Return the rotas that the viewer may see, the newest first."""
    return permissions.rotas_visible_to(viewer, on=on).select_related("school", "by")


def one(*, viewer: Person | None, pk: int, on: date) -> Plan | None:
    """Return one rota that the viewer may see, as it stands."""
    row = rotas(viewer=viewer, on=on).filter(pk=pk).first()
    return plan_of(row) if row else None


def going_on(*, viewer: Person | None, on: date) -> Iterator[Plan]:
    """Yield the rotas that are not over, as they stand."""
    for row in rotas(viewer=viewer, on=on).filter(last_on__gte=on):
        yield plan_of(row)


def plan_of(rota: Rota) -> Plan:
    """Return a rota as it stands: of each slot the newest row counts."""
    newest = {Slot(one.on, one.channel): one.person
              for one in Watch.objects.filter(rota=rota).select_related("person")}  # fmt: skip
    watching = {
        slot: who
        for slot, who in newest.items()
        if who is not None and (who.ends_on is None or slot.on < who.ends_on)
    }
    looked = {Slot(one.on, one.channel): one.by
              for one in WatchLook.objects.filter(rota=rota).select_related("by")}  # fmt: skip
    return Plan(rota, watching, looked, tuple(empty(rota.slots, watching)))


def clause_of(school: School) -> str:
    """Return the clause that wants the channels watched; "" where none does."""
    return library.of(school).pack.clause_of(PROOF)


def told_to_pupils(school: School) -> ToTell | None:
    """Return the notice by which the policy wants pupils told that channels are watched."""
    clause = clause_of(school)
    every = to_tell(library.of(school)).values()
    return next((one for one in every if clause and one.clause == clause
                 and Group.PUPILS in one.groups), None)  # fmt: skip
