"""A whole roster taken in, and leavers confirmed: one transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction

from schoolgate.people import storing
from schoolgate.people.actions.persons import UnableToChange, require
from schoolgate.people.changes import Change, Changed, Known
from schoolgate.people.models import Guardianship, Person, School, Teaching
from schoolgate.people.rights import Capability
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records import actions as journal
from schoolgate.records.parties import System
from schoolgate.records.storing import expect_many

_BATCH: Final = 500
# Kept apart from the person: replaced as a whole.
_LINKS: Final = frozenset({"guards", "teaches"})
Watch = Callable[[int], None]


def unwatched(done: int) -> None:
    """Nobody looks."""


@transaction.atomic
def take_in(
    *, school: School, change: Change, by: Person | System, at: datetime, watch: Watch = unwatched
) -> UUID:
    """Apply an import: all of it or nothing. Return the id that its journal entries share.

    One entry tells the counts and the files; one more tells each person's own history. `watch` is
    told how many people are done since it was last told. Raises NotAllowed.
    """
    require(by, Capability.ROSTER_IMPORT, school.pk, at)
    expect_many()
    writer = _Writer(school, by, at, watch)
    writer.add(change.source, change.new)
    writer.alter(change.changed)
    writer.mark(change.returned, PeopleVerb.PERSON_RETURNED, None)
    writer.mark(change.held, PeopleVerb.PERSON_HELD, at)
    writer.link(change)
    body = {"source": change.source, "counts": change.counts(), **change.origin}
    journal.write(school=school, by=by, at=at, verb=PeopleVerb.ROSTER_TAKEN_IN, object=school,
                  body=body, action_id=writer.action)  # fmt: skip
    return writer.action


@transaction.atomic
def confirm_gone(
    *, school: School, people: Sequence[Person], last_day: date, by: Person | System, at: datetime
) -> None:
    """Record that people who are held have left. Raises NotAllowed, UnableToChange."""
    require(by, Capability.ROSTER_IMPORT, school.pk, at)
    writer = _Writer(school, by, at, unwatched)
    for one in people:
        ends_on = max(last_day, one.starts_on or last_day) + timedelta(days=1)
        held = Person.objects.filter(pk=one.pk, school=school, missing_since__isnull=False)
        if held.update(ends_on=ends_on, missing_since=None) != 1:
            raise UnableToChange(f"{one} is not held any more. Look at the list again.")
        writer.write(PeopleVerb.PERSON_LEFT, one, {"last_day": str(last_day)})
    journal.write(school=school, by=by, at=at, verb=PeopleVerb.LEAVING_CONFIRMED, object=school,
                  body={"count": len(people)}, action_id=writer.action)  # fmt: skip


class _Writer:
    """One import's writes, in batches, each with its journal entry."""

    def __init__(self, school: School, by: Person | System, at: datetime, watch: Watch) -> None:
        self.school, self.by, self.at, self.watch = school, by, at, watch
        self.action = uuid4()

    def write(self, verb: PeopleVerb, person: Person, body: dict[str, Any] | None = None) -> None:
        journal.write(school=self.school, by=self.by, at=self.at, verb=verb, object=person,
                      body=body, action_id=self.action)  # fmt: skip

    def add(self, source: str, new: Iterable[Known]) -> None:
        for some in _batches(new):
            made = Person.objects.bulk_create(
                Person(school=self.school, source=source, external_id=one.external_id, **one.values)
                for one in some
            )
            for person in made:
                self.write(PeopleVerb.PERSON_ADDED, person)
            self.watch(len(made))

    def alter(self, changed: Iterable[Changed]) -> None:
        for some in _batches(changed):
            there = Person.objects.in_bulk([one.pk for one in some])
            names: set[str] = set()
            for one in some:
                for name in set(one.fields) - _LINKS:
                    setattr(there[one.pk], name, one.then.values[name])
                    names.add(name)
            storing.update(list(there.values()), sorted(names))
            for one in some:
                self.write(PeopleVerb.PERSON_CHANGED, there[one.pk], {"fields": [*one.fields]})
            self.watch(len(some))

    def mark(self, pks: Iterable[int], verb: PeopleVerb, missing: datetime | None) -> None:
        for some in _batches(pks):
            there = Person.objects.filter(school=self.school, pk__in=some)
            there.update(missing_since=missing)
            for person in there.order_by("pk"):
                self.write(verb, person)
            self.watch(len(some))

    def link(self, change: Change) -> None:
        """Put guardians and classes in place, when everyone they speak of is there."""
        anew = [(one, frozenset(_LINKS)) for one in change.new]
        anew += [(one.then, _LINKS & set(one.fields)) for one in change.changed]
        wanted = [(one, kinds) for one, kinds in anew if kinds]
        if not wanted:
            return
        mine = Person.objects.filter(school=self.school, source=change.source)
        keys = dict(mine.values_list("external_id", "pk"))
        for some in _batches(wanted):
            self._guard([one for one, kinds in some if "guards" in kinds], change.source, keys)
            self._teach([one for one, kinds in some if "teaches" in kinds], keys)

    def _guard(self, some: list[Known], source: str, keys: dict[str, int]) -> None:
        theirs = [keys[one.external_id] for one in some]
        links = Guardianship.objects.filter(school=self.school, guardian__in=theirs)
        links.filter(pupil__source=source).delete()  # those made by hand stay
        Guardianship.objects.bulk_create(
            Guardianship(school=self.school, guardian_id=keys[one.external_id],
                         pupil_id=keys[pupil], relation=relation)
            for one in some for pupil, relation in one.guards
        )  # fmt: skip

    def _teach(self, some: list[Known], keys: dict[str, int]) -> None:
        theirs = [keys[one.external_id] for one in some]
        Teaching.objects.filter(school=self.school, person__in=theirs).delete()
        Teaching.objects.bulk_create(
            Teaching(school=self.school, person_id=keys[one.external_id], class_name=name)
            for one in some for name in one.teaches
        )  # fmt: skip


def _batches(items: Iterable[Any]) -> Iterable[list[Any]]:
    listed = list(items)
    return (listed[i : i + _BATCH] for i in range(0, len(listed), _BATCH))
