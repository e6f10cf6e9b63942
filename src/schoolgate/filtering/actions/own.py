"""The school's own list: sites added, taken out, ended by themselves; and unlisted sites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.access.actions.shared import UnableToRecord, name_of
from schoolgate.access.actions.shared import words as line
from schoolgate.filtering import publishing
from schoolgate.filtering.actions.changes import record
from schoolgate.filtering.lists.own import Sorted
from schoolgate.filtering.lists.reading import Trouble
from schoolgate.filtering.models import OwnEntry, UnlistedAnswer
from schoolgate.filtering.queries import lists, own
from schoolgate.filtering.rules.groups import ANSWERS, LABELS, Group, Unlisted, words
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records.parties import System


class SomeAreWrong(UnableToRecord):
    """Not every line can be added, and nobody said to leave those out; nothing was added."""

    def __init__(self, bad: tuple[Trouble, ...], good: int) -> None:
        super().__init__(f"{len(bad)} of {len(bad) + good} lines cannot be added.")
        self.bad, self.good = bad, good


@dataclass(frozen=True, slots=True)
class Wish:
    """Sites, one on a line, and what is to be done with them. No groups: everyone."""

    text: str
    allow: bool
    comment: str
    groups: Iterable[str] = ()
    until_on: date | None = None


def shown(one: OwnEntry) -> str:
    """Return an entry as the log tells it."""
    until = f", until {one.until_on:%d/%m/%Y}" if one.until_on else ""
    done = "open" if one.allow else "closed"
    return f"{one.host}{one.path}: {done} for {words(one.groups.split())}{until}"


@transaction.atomic
def add_entries(
    *, school: School, wish: Wish, by: Person | System, at: datetime, leave_bad: bool = False
) -> Sorted:
    """Add sites to the school's own list; return what was added, and what was left out.

    Raises NotAllowed, UnableToRecord, SomeAreWrong.
    """
    require(by, Capability.FILTER_KEEP, school.pk, at)
    why = line(wish.comment, "Say why. Whoever reads the log of changes asks.")
    groups = own.stored(wish.groups)
    found = _sorted_out(school, wish, groups, at, leave_bad=leave_bad)
    made = [
        OwnEntry(school=school, host=one.host, path=one.path, allow=wish.allow, groups=groups,
                 comment=why, added_at=at, added_by=name_of(by), until_on=wish.until_on)
        for one in found.good
    ]  # fmt: skip
    _store(made)
    did = f"{'opened' if wish.allow else 'closed'} {_sites(made)}"
    record(school=school, verb=FilteringVerb.DECISIONS_RECORDED, object=school, what=did, why=why,
           after=[shown(one) for one in made], by=by, at=at)  # fmt: skip
    publishing.publish_overlay(school)
    return found


def _sorted_out(
    school: School, wish: Wish, groups: str, at: datetime, *, leave_bad: bool
) -> Sorted:
    if wish.until_on is not None and wish.until_on <= timezone.localdate(at):
        raise UnableToRecord("The last day is over. Choose one that is still to come.")
    found = own.judged(school, wish.text, allow=wish.allow, groups=groups)
    if not found.good and not found.bad:
        raise UnableToRecord("Enter at least one site, such as games.example.")
    if found.bad and not (leave_bad and found.good):
        raise SomeAreWrong(found.bad, len(found.good))
    return found


def _store(made: list[OwnEntry]) -> None:
    try:
        with transaction.atomic():
            OwnEntry.objects.bulk_create(made)
    except IntegrityError:
        raise UnableToRecord("Somebody else has just added one of these. Look again.") from None


def _sites(entries: list[OwnEntry]) -> str:
    return f"{entries[0]}" if len(entries) == 1 else f"{len(entries):,} sites"


@transaction.atomic
def remove_entry(*, entry: OwnEntry, why: str, by: Person | System, at: datetime) -> None:
    """Take a site out of the school's own list. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.FILTER_KEEP, entry.school_id, at)
    because = line(why, "Say why it is taken out.")
    here = OwnEntry.objects.filter(pk=entry.pk, removed_at=None)
    if here.update(removed_at=at, removed_by=name_of(by)) != 1:
        raise UnableToRecord("It is out of the list already.")
    record(school=entry.school, verb=FilteringVerb.DECISIONS_RECORDED, object=entry, why=because,
           what=f"took {entry} out of the school’s own list", before=[shown(entry)], by=by,
           at=at)  # fmt: skip
    publishing.publish_overlay(entry.school)


@transaction.atomic
def end_past_entries(*, school: School, by: System, at: datetime) -> int:
    """Take out what has passed its last day; return how many. Safe to run again."""
    today = timezone.localdate(at)
    past = OwnEntry.objects.filter(school=school, removed_at=None, until_on__lte=today)
    ended = list(past.select_for_update())
    if not ended:
        return 0
    past.update(removed_at=at, removed_by=name_of(by))
    record(school=school, verb=FilteringVerb.DECISIONS_RECORDED, object=school,
           what=f"ended {_sites(ended)} whose last day is over",
           before=[shown(one) for one in ended], by=by, at=at)  # fmt: skip
    publishing.publish_overlay(school)
    return len(ended)


@transaction.atomic
def set_unlisted(
    *, school: School, answers: Mapping[str, str], why: str, by: Person | System, at: datetime
) -> bool:
    """Say what happens to sites that stand on no list, by group; tell whether that is new.

    Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.FILTER_KEEP, school.pk, at)
    before = lists.unlisted_of(school)
    new = {Group(one): Unlisted(answer) for one, answer in answers.items()}
    changed = {one: answer for one, answer in new.items() if before[one] != answer}
    if not changed:
        return False
    because = line(why, "Say why. The committee reads it.")
    there = UnlistedAnswer.objects.filter(school=school, until_at=None, group__in=changed)
    there.update(until_at=at)
    UnlistedAnswer.objects.bulk_create(
        UnlistedAnswer(school=school, group=one, answer=answer, from_at=at, set_by=name_of(by))
        for one, answer in changed.items()
    )
    record(school=school, verb=FilteringVerb.DECISIONS_RECORDED, object=school, why=because,
           what="set what happens to sites that stand on no list",
           before=[f"{LABELS[one]}: {ANSWERS[before[one]]}" for one in changed],
           after=[f"{LABELS[one]}: {ANSWERS[answer]}" for one, answer in changed.items()],
           by=by, at=at)  # fmt: skip
    publishing.publish(school)
    return True
