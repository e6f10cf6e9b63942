"""Systems, groups and cells. A cell that changes ends, and another begins: nothing is edited."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from schoolgate.access.actions.shared import UnableToRecord, name_of, words
from schoolgate.access.models import Group, ITSystem, Right, Surplus
from schoolgate.access.rules.register import Basis, Level
from schoolgate.access.verbs import AccessVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System


@transaction.atomic
def add_system(
    *, school: School, name: str, owner: str, remote: bool, by: Person | System, at: datetime
) -> ITSystem:
    """Enter a system; `remote` puts it on the list of approved ways in from outside.

    Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.RIGHT_CHANGE, school.pk, at)
    called = words(name, "Enter the system’s name.")
    try:
        with transaction.atomic():
            made = ITSystem.objects.create(school=school, name=called, owner=owner.strip(),
                                           remote=remote, from_at=at)  # fmt: skip
    except IntegrityError:
        raise UnableToRecord(f"{called} is in the register already.") from None
    journal.write(school=school, by=by, at=at, verb=AccessVerb.SYSTEM_ADDED, object=made,
                  body={"remote": remote})  # fmt: skip
    return made


@transaction.atomic
def retire_system(*, system: ITSystem, by: Person | System, at: datetime) -> None:
    """Take a system out; its cells end with it. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.RIGHT_CHANGE, system.school_id, at)
    if ITSystem.objects.filter(pk=system.pk, until_at=None).update(until_at=at) != 1:
        raise UnableToRecord(f"{system} is out of the register already.")
    Right.objects.filter(system=system, until_at=None).update(until_at=at)
    journal.write(school=system.school, by=by, at=at, verb=AccessVerb.SYSTEM_RETIRED,
                  object=system)  # fmt: skip


@transaction.atomic
def add_group(
    *, school: School, name: str, basis: Basis, value: str, by: Person | System, at: datetime
) -> Group:
    """Add a group by what its members are. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.RIGHT_CHANGE, school.pk, at)
    called = words(name, "Enter the group’s name.")
    what = words(value, "Say which kind, role, key stage or class.")
    try:
        with transaction.atomic():
            made = Group.objects.create(school=school, name=called, basis=basis, value=what)
    except IntegrityError:
        raise UnableToRecord("This group is there already, under this or another name.") from None
    journal.write(school=school, by=by, at=at, verb=AccessVerb.GROUP_ADDED, object=made,
                  body={"basis": str(basis), "value": what})  # fmt: skip
    return made


@transaction.atomic
def set_right(
    *,
    system: ITSystem,
    group: Group,
    level: Level,
    before: Level,
    by: Person | System,
    at: datetime,
) -> Right | None:
    """Set what a group may do in a system; `before` is what whoever decides saw there.

    Returns the new cell, None for no access. Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.RIGHT_CHANGE, system.school_id, at)
    return change_cell(system=system, group=group, level=level, before=before, by=by, at=at)


def change_cell(
    *,
    system: ITSystem,
    group: Group,
    level: Level,
    before: Level,
    by: Person | System,
    at: datetime,
) -> Right | None:
    """End a cell and begin another, in the caller's transaction, who has asked for permission."""
    if system.school_id != group.school_id or system.until_at is not None:
        raise UnableToRecord("This system is not in the register any more. Look again.")
    if level == before:
        raise UnableToRecord(f"{group} has {before.words} in {system} already.")
    ended = 0
    if before != Level.NONE:
        cell = Right.objects.filter(system=system, group=group, until_at=None, level=before)
        ended = cell.update(until_at=at)
    if ended != int(before != Level.NONE):
        raise UnableToRecord("Somebody else has just changed this. Look again.")
    made = None if level == Level.NONE else _begin(system, group, level, by, at)
    told = made or Right(pk=0, system=system, group=group, level=level, school_id=system.school_id)
    journal.write(
        school=system.school, by=by, at=at, verb=AccessVerb.RIGHT_CHANGED, object=told,
        body={"before": before.words, "now": level.words, "system": system.name,
              "group": group.name},
    )  # fmt: skip
    return made


def _begin(
    system: ITSystem, group: Group, level: Level, by: Person | System, at: datetime
) -> Right:
    try:
        with transaction.atomic():
            return Right.objects.create(
                school_id=system.school_id, system=system, group=group, level=level, from_at=at,
                set_by=name_of(by),
            )  # fmt: skip
    except IntegrityError:
        raise UnableToRecord("Somebody else has just changed this. Look again.") from None


@transaction.atomic
def find_surplus(
    *, person: Person, system: ITSystem, level: Level, by: Person | System, at: datetime
) -> Surplus:
    """Record that somebody was found to hold more than their groups give; it gives no right.

    Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.RIGHT_CHANGE, system.school_id, at)
    if person.school_id != system.school_id or level == Level.NONE:
        raise UnableToRecord("Choose somebody of this school, and what they hold.")
    try:
        with transaction.atomic():
            made = Surplus.objects.create(
                school_id=system.school_id,
                person=person,
                system=system,
                level=level,
                found_at=at,
                found_by=name_of(by),
            )
    except IntegrityError:
        raise UnableToRecord(f"This is recorded for {person} already.") from None
    journal.write(school=system.school, by=by, at=at, verb=AccessVerb.SURPLUS_FOUND, object=made)
    return made


@transaction.atomic
def end_surplus(*, surplus: Surplus, by: Person | System, at: datetime) -> None:
    """Record that it was taken away. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.RIGHT_CHANGE, surplus.school_id, at)
    take_away(surplus=surplus, by=by, at=at)


def take_away(*, surplus: Surplus, by: Person | System, at: datetime) -> None:
    """End a surplus, in the caller's transaction, who has asked for permission."""
    if Surplus.objects.filter(pk=surplus.pk, ended_at=None).update(ended_at=at) != 1:
        raise UnableToRecord("This was taken away already.")
    journal.write(school=surplus.school, by=by, at=at, verb=AccessVerb.SURPLUS_ENDED,
                  object=surplus)  # fmt: skip


@transaction.atomic
def record_export(*, school: School, by: Person, at: datetime) -> None:
    """Record that the register was taken out as a file. Raises NotAllowed."""
    require(by, Capability.RIGHT_SEE, school.pk, at)
    journal.write(school=school, by=by, at=at, verb=AccessVerb.REGISTER_EXPORTED, object=school)
