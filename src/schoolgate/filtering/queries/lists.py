"""Lists of sites: for people who look at them, and for the snapshot of the filter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import NamedTuple

from django.db.models import QuerySet

from schoolgate.filtering import permissions, snapshot, storing
from schoolgate.filtering.lists import copies
from schoolgate.filtering.models import ListImport, ListSource, OwnEntry, UnlistedAnswer
from schoolgate.filtering.rules import canaries
from schoolgate.filtering.rules.groups import USUAL, Unlisted
from schoolgate.people.models import Person, School

State = ListImport.State


@dataclass(frozen=True, slots=True)
class Standing:
    """A list as it stands: what is in use, what is being read or waits, and when it is due."""

    source: ListSource
    good: ListImport | None
    open: ListImport | None
    due: datetime

    def is_late(self, at: datetime) -> bool:
        """Tell whether it should have been renewed by now."""
        return self.source.enabled and self.due < at


def sources(viewer: Person | None, *, on: date) -> QuerySet[ListSource]:
    """Return every list that a school knows."""
    return permissions.seen(ListSource, viewer, on=on)


def imports(viewer: Person | None, *, on: date) -> QuerySet[ListImport]:
    """Return every time a list was taken in."""
    return permissions.seen(ListImport, viewer, on=on).select_related("source", "school")


def standings(viewer: Person | None, *, on: date) -> list[Standing]:
    """Return every list as it stands."""
    now = (State.APPLIED, State.READING, State.WAITING)
    found: dict[int, dict[bool, ListImport]] = {}
    for one in imports(viewer, on=on).filter(state__in=now):
        found.setdefault(one.source_id, {}).setdefault(one.state == State.APPLIED, one)
    return [_standing(one, found.get(one.pk, {})) for one in sources(viewer, on=on)]


def _standing(source: ListSource, found: dict[bool, ListImport]) -> Standing:
    good = found.get(True)
    since = (good.decided_at if good else None) or source.added_at
    return Standing(source, good, found.get(False), since + timedelta(days=source.every_days))


def standing_of(source: ListSource) -> Standing:
    """Return one list as it stands."""
    good = good_import(source)
    there = source.imports.filter(state__in=(State.READING, State.WAITING)).first()
    return _standing(source, {key: one for key, one in ((True, good), (False, there)) if one})


def good_import(source: ListSource) -> ListImport | None:
    """Return the import of a list that is in use."""
    return source.imports.filter(state=State.APPLIED).first()


# --- What the filter is made from -----------------------------------------------------------------


class ClosedPath(NamedTuple):
    """A path on a host, with the category under which a list closes it."""

    host: str
    path: str
    category: str


def names_of(school: School) -> Iterator[tuple[bytes, str]]:
    """Yield each name that a list in use closes, with its category, list by list; a name that
    stands in two comes twice. Raises OSError where a copy is gone."""
    for one in _in_use(school, is_floor=False):
        yield from copies.names(storing.copy_of(school, one.copy))


def paths_of(school: School) -> Iterator[ClosedPath]:
    """Yield each path that a list in use closes. Raises OSError where a copy is gone."""
    for one in _in_use(school, is_floor=False):
        for entry in copies.read(storing.copy_of(school, one.copy)):
            if entry.path and entry.category:
                yield ClosedPath(entry.host, entry.path, entry.category)


def floor_of(school: School) -> bytes:
    """Return the floor as a snapshot holds it: a key, and the keyed digests of every entry and of
    the invented one that tests ask about. Empty where a school has no list of the floor. Raises
    OSError where a copy is gone."""
    used = _in_use(school, is_floor=True)
    marks = (mark for one in used for mark in copies.marks(storing.copy_of(school, one.copy)))
    key = storing.floor_key(school)
    tried = [snapshot.digest(key, canaries.FLOOR)]
    return snapshot.floor_of(key, chain(marks, tried)) if used else b""


def own_entries_of(school: School, *, on: date) -> QuerySet[OwnEntry]:
    """Return what the school itself opens and closes on a day."""
    there = OwnEntry.objects.filter(school=school, removed_at=None)
    return there.exclude(until_on__lte=on)


def unlisted_of(school: School) -> dict[str, Unlisted]:
    """Return what happens to unlisted sites, by group; `rules.groups.roles_of` says for whom."""
    said = UnlistedAnswer.objects.filter(school=school, until_at=None)
    return {**USUAL, **{one.group: Unlisted(one.answer) for one in said}}


def _in_use(school: School, *, is_floor: bool) -> list[ListImport]:
    used = ListImport.objects.filter(school=school, state=State.APPLIED, source__enabled=True)
    return list(used.filter(source__is_floor=is_floor).order_by("source", "pk"))
