"""The matrix of systems and groups, and what one person may do because of their groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from schoolgate.access import permissions
from schoolgate.access.models import Group, ITSystem, Right, RouteReport, Surplus
from schoolgate.access.rules import register as rules
from schoolgate.access.rules.register import Level, Standing
from schoolgate.people import permissions as people
from schoolgate.people.models import Person, School, Teaching
from schoolgate.people.rights import Capability


@dataclass(frozen=True, slots=True)
class Row:
    """One system with its cells, in the order of the groups."""

    system: ITSystem
    cells: list[tuple[Group, Level]]


@dataclass(frozen=True, slots=True)
class Effective:
    """What somebody may do in a system, and the groups that give it."""

    system: str
    level: Level
    groups: list[str]


def systems(viewer: Person | None, *, on: date) -> QuerySet[ITSystem]:
    """Return the systems in the register."""
    return permissions.rows(ITSystem, viewer, Capability.RIGHT_SEE, on=on).filter(until_at=None)


def groups(viewer: Person | None, *, on: date) -> QuerySet[Group]:
    """Return the groups of the register."""
    return permissions.rows(Group, viewer, Capability.RIGHT_SEE, on=on)


def matrix(viewer: Person | None, *, on: date) -> tuple[list[Group], list[Row]]:
    """Return the groups, and for each system its cells."""
    every = list(groups(viewer, on=on))
    held = {
        (one.system_id, one.group_id): Level(one.level)
        for one in rights(viewer, on=on).filter(until_at=None)
    }
    made = [
        Row(system, [(group, held.get((system.pk, group.pk), Level.NONE)) for group in every])
        for system in systems(viewer, on=on)
    ]
    return every, made


def rights(viewer: Person | None, *, on: date) -> QuerySet[Right]:
    """Return every cell, past ones too."""
    mine = permissions.rows(Right, viewer, Capability.RIGHT_SEE, on=on)
    return mine.select_related("system", "group")


def history(viewer: Person | None, *, on: date) -> QuerySet[Right]:
    """Return every cell that ever was, the latest first."""
    return rights(viewer, on=on).order_by("-from_at", "-pk")


def at_instant(school: School, at: datetime) -> QuerySet[Right]:
    """Return the cells as they stood at an instant."""
    still = Q(until_at=None) | Q(until_at__gt=at)
    mine = Right.objects.filter(still, school=school, from_at__lte=at)
    return mine.select_related("system", "group").order_by("system__name", "group__name")


def standing(person: Person, *, on: date) -> Standing:
    """Return what makes somebody a member of groups on a day: nothing for whoever has left."""
    taught = Teaching.objects.filter(person=person).values_list("class_name", flat=True)
    classes = frozenset({person.class_name, *taught} - {""})
    return Standing(person.kind, people.roles_of(person, on=on), person.key_stage, classes)


def effective(viewer: Person | None, person: Person, *, at: datetime, on: date) -> list[Effective]:
    """Return what somebody may do on a day. It comes from groups and from nowhere else.

    Everyone may look at their own; of others, whoever may see the register.
    """
    mine = viewer is not None and viewer.pk == person.pk
    if not mine and not (
        viewer is not None
        and viewer.school_id == person.school_id
        and permissions.may(viewer, Capability.RIGHT_SEE, on=on)
    ):
        return []
    stands = standing(person, on=on)
    cells = [
        (one.system.name, one.level, one.group.name)
        for one in at_instant(person.school, at)
        if stands.has(one.group.basis, one.group.value)
    ]
    found = rules.strongest(cells)
    return [Effective(system, level, names) for system, (level, names) in sorted(found.items())]


def surplus(viewer: Person | None, *, on: date) -> QuerySet[Surplus]:
    """Return who was found to hold more than their groups give, and still does."""
    mine = permissions.rows(Surplus, viewer, Capability.RIGHT_SEE, on=on)
    return mine.filter(ended_at=None).select_related("person", "system")


def remote_routes(viewer: Person | None, *, on: date) -> QuerySet[ITSystem]:
    """Return the approved ways in from outside: for everyone who is at the school."""
    if viewer is None or not people.roles_of(viewer, on=on):
        return ITSystem.objects.none()
    return ITSystem.objects.filter(school=viewer.school_id, remote=True, until_at=None)


def route_reports(viewer: Person | None, *, on: date) -> QuerySet[RouteReport]:
    """Return what was reported about other ways in, open ones first."""
    mine = permissions.rows(RouteReport, viewer, Capability.RIGHT_SEE, on=on)
    return mine.order_by("settled_at", "-noted_at")


def as_table(viewer: Person | None, *, on: date) -> Iterator[list[str]]:
    """Yield the register as rows of text: a header, then one row a cell, past ones too."""
    yield ["System", "Group", "Level", "From", "Until", "Set by"]
    for one in rights(viewer, on=on):
        until = one.until_at.isoformat() if one.until_at else ""
        yield [one.system.name, one.group.name, Level(one.level).words, one.from_at.isoformat(),
               until, one.set_by]  # fmt: skip
