"""Gathers what a snapshot and an overlay are made of, from the rows of a school."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.utils import timezone

from schoolgate.accounts.models import Account
from schoolgate.filtering import requests
from schoolgate.filtering.assembling import Material
from schoolgate.filtering.lists.wellknown import help_sites
from schoolgate.filtering.models import Device, Network
from schoolgate.filtering.queries import lists
from schoolgate.filtering.rules import canaries
from schoolgate.filtering.rules.categories import CATEGORIES
from schoolgate.filtering.rules.groups import closed_unlisted, roles_of
from schoolgate.filtering.rules.profiles import NOMINEE, profile_of
from schoolgate.filtering.rules.verdicts import Verdicts, verdicts
from schoolgate.filtering.snapshot import CURRENT, Said, Snapshot
from schoolgate.filtering.table import Table
from schoolgate.filtering.table.layout import MAGIC
from schoolgate.people.models import Appointment, Person, School
from schoolgate.people.permissions import in_force
from schoolgate.people.rules import pupil_role
from schoolgate.policies import library

# --- The snapshot ---------------------------------------------------------------------------------


def material_of(school: School, at: datetime) -> Material:
    """Return what a school's snapshot is made of. Raises PackError."""
    known = library.of(school)
    return Material(tuple(CATEGORIES), _names(school), _said(_asked(school, known, at),
                    _paths(school)), lists.floor_of(school), _about(school, known, at))  # fmt: skip


def material_beside(folder: Path, school: School, at: datetime) -> Material:
    """Return what a snapshot is made of that says what the policy says now, of the same lists and
    the same floor as the one in use: no list is read. Raises PackError, UnableToOpen."""
    known, used = library.of(school), Snapshot(folder)
    try:
        said = _said(_asked(school, known, at), used.said.paths)
    finally:
        used.close()
    return Material(tuple(CATEGORIES), None, said, (folder / CURRENT / "floor").read_bytes(),
                    _about(school, known, at))  # fmt: skip


def _asked(school: School, known: library.Loaded, at: datetime) -> Verdicts:
    closed = closed_unlisted(lists.unlisted_of(school))
    return verdicts(known.pack.book, since=timezone.localdate(at), unlisted=closed)


def _about(school: School, known: library.Loaded, at: datetime) -> dict[str, str]:
    return {"school": school.slug, "made": at.isoformat(), **spoken_of(known)}


def _names(school: School) -> Iterator[tuple[bytes, str]]:
    """Yield every listed name with its category, and the invented ones that tests ask about."""
    yield from canaries.names()
    yield from lists.names_of(school)


def spoken_of(known: library.Loaded) -> dict[str, str]:
    """Return by what a snapshot knows that policy, hours or terms are others by now, or that this
    program writes its tables in another way."""
    times = blake2b(repr(known.pack.book.calendar).encode(), digest_size=16).hexdigest()
    return {"policy": known.pack.hash, "times": times, "form": MAGIC.decode()}


def _paths(school: School) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for one in lists.paths_of(school):
        found[one.host] = (*found.get(one.host, ()), (one.path, one.category))
    return found


def names_in(snapshot: Path) -> int:
    """Return how many entries the table of a snapshot holds."""
    table = Table(snapshot / "table")
    try:
        return int(table.head["names"])
    finally:
        table.close()


def _said(asked: Verdicts, paths: Mapping[str, tuple[tuple[str, str], ...]]) -> Said:
    states = tuple(
        {slug: (why.clause, why.message) for slug, why in one.items()} for one in asked.states
    )
    return Said(asked.turns, asked.columns, states, paths)


# --- The overlay ----------------------------------------------------------------------------------


def overlay_of(school: School, at: datetime) -> dict[str, Any]:
    """Return a school's overlay as it is at an instant, in plain values: see `overlay`."""
    nominees = _nominees(school, at)
    return {
        "networks": [{"cidr": one.cidr, "name": one.name, "profile": one.profile}
                     for one in Network.objects.filter(school=school, ended_at=None)],
        "devices": {one.address: _of_device(one, nominees)
                    for one in Device.objects.filter(school=school, ended_at=None)
                    .select_related("person")},
        "owners": dict(_owners(school)), "users": dict(_users(school, nominees)),
        "help": sorted(help_sites()), "entries": [*_own(school, at)],
        **requests.in_plain(school, at),
    }  # fmt: skip


def _own(school: School, at: datetime) -> Iterator[dict[str, Any]]:
    """Yield the school's own entries, until the beginning of the day on which each is over."""
    for one in lists.own_entries_of(school, on=timezone.localdate(at)):
        roles = sorted(roles_of(one.groups.split())) if one.groups else []
        yield {"host": one.host, "path": one.path, "allow": one.allow, "roles": roles,
               "until": _morning(one.until_on) if one.until_on else 0}  # fmt: skip


def _morning(day: date) -> float:
    return timezone.make_aware(datetime.combine(day, time.min)).timestamp()


def _nominees(school: School, at: datetime) -> frozenset[int]:
    today = timezone.localdate(at)
    held = Appointment.objects.filter(in_force(today), school=school, role=NOMINEE)
    return frozenset(held.order_by().values_list("person", flat=True))


def profile(person: Person, nominees: frozenset[int]) -> str:
    """Return the profile of somebody."""
    held = {NOMINEE} if person.pk in nominees else ()
    return profile_of(person.kind, person.role, held)


def _of_device(one: Device, nominees: frozenset[int]) -> str:
    return one.profile if one.person is None else profile(one.person, nominees)


def _owners(school: School) -> Iterator[tuple[str, str]]:
    """Yield whose a device is, as they sign in: so they are known where a proxy asks nobody."""
    held = Device.objects.filter(school=school, ended_at=None, person__isnull=False)
    names = dict(Account.objects.filter(person__in=held.values("person"), is_active=True)
                 .values_list("person", "username"))  # fmt: skip
    for address, person in held.values_list("address", "person"):
        if person in names:
            yield address, names[person]


def _users(school: School, nominees: frozenset[int]) -> Iterator[tuple[str, str]]:
    years = dict(Person.objects.filter(school=school, kind="pupil").exclude(class_name="")
                 .order_by("-year").values_list("class_name", "year"))  # fmt: skip
    accounts = Account.objects.filter(school=school, is_active=True).select_related("person")
    for one in accounts:
        if one.person is not None:
            yield one.username, profile(one.person, nominees)
        else:  # the youngest of a class counts
            yield one.username, pupil_role(years.get(one.class_name))
