"""What the acts of this room share: opening a case's row, entries, admissions, the last words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from schoolgate.concerns import identity, keys, queries
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Admission, Case, Entry, Numbering, Party, Task, Word
from schoolgate.concerns.rules import searching
from schoolgate.concerns.rules.words import Part
from schoolgate.people.models import Person, School
from schoolgate.records import sealing


@dataclass(frozen=True, slots=True)
class Asked:
    """What a role or a person is asked to do: a kind of entry, or words of its own; by when."""

    kind: str
    words: str = ""
    due_at: datetime | None = None
    role: str = ""
    person: Person | None = None
    follows: Entry | None = None


class UnableToAct(Exception):
    """This cannot be done in the case, or not like this; nothing was written."""


def next_number(school: School, series: str, year: int) -> int:
    """Return the next number of a series, whose row is held until the end of the transaction."""
    there = Numbering.objects.filter(school=school, series=series, year=year)
    if not there.update(last=F("last") + 1):  # the first of its year
        Numbering.objects.get_or_create(school=school, series=series, year=year)
        there.update(last=F("last") + 1)
    return there.values_list("last", flat=True).get()


def open_case(*, school: School, series: str, at: datetime) -> Opened:
    """Make a case with its number and key; nobody is admitted yet."""
    year = timezone.localdate(at).year
    case = Case.objects.create(
        school=school, series=series, year=year, number=next_number(school, series, year),
        opened_at=at, moved_at=at,
    )  # fmt: skip
    return Opened(case, sealing.new_key())


def admit(
    opened: Opened, *, because: str, at: datetime, role: str = "", person: Person | None = None
) -> bool:
    """Admit a role or a person; return whether they were not admitted already."""
    case = opened.case
    there = Admission.objects.filter(case=case, role=role, person=person, until_at=None)
    if there.exists():
        return False
    _admission(opened, because=because, at=at, role=role, person=person).save(force_insert=True)
    return True


def admit_first(opened: Opened, *, roles: Iterable[str], because: str, at: datetime) -> None:
    """Admit the first roles to a case that was just opened, to which nobody is admitted yet."""
    Admission.objects.bulk_create(
        _admission(opened, because=because, at=at, role=role) for role in roles
    )


def _admission(
    opened: Opened, *, because: str, at: datetime, role: str = "", person: Person | None = None
) -> Admission:  # fmt: skip
    case = opened.case
    wrapped = keys.wrapped_for(opened.key, school=case.school_id, role=role, person=person)
    return Admission(school_id=case.school_id, case=case, role=role, person=person,
                     because=because, wrapped=wrapped, from_at=at)  # fmt: skip


def name_party(
    opened: Opened, *, part: Part, at: datetime, person: Person | None = None, name: str = ""
) -> Party:
    """Give somebody a part in the case, which is found by their name from now on."""
    remember(opened, [person.name if person else name])
    return put_party(opened, part=part, at=at, person=person, name=name)


def put_party(
    opened: Opened, *, part: Part, at: datetime, person: Person | None = None, name: str = ""
) -> Party:
    """Give somebody a part in the case; the caller lets it be found by their name."""
    row = Party(
        school_id=opened.case.school_id, case=opened.case, part=part, from_at=at,
        mark=keys.mark_of(person) if person else b"",
    )  # fmt: skip
    row.who = opened.seal(row, "who", dict(keys.said_of(person, name.strip())))
    row.save(force_insert=True)
    return row


def keep_back(
    opened: Opened, *, at: datetime, said: Mapping[str, str], person: Person | None = None
) -> None:
    """Give who told the school their part, with the name where nobody reads it who only opens the
    case, nor finds it by its words."""
    row = Party.objects.create(
        school_id=opened.case.school_id, case=opened.case, part=Part.REPORTER, from_at=at,
        mark=keys.mark_of(person) if person else b"",
    )  # fmt: skip
    row.who = opened.seal(row, "who", dict(keys.said_of(None)))
    row.save()
    name = person.name if person else said.get("name", "")
    identity.sealed(opened, row, {**said, "name": name}).save(force_insert=True)


def remember(opened: Opened, said: Iterable[object]) -> None:
    """Let a case be found by the words of what was just sealed in it."""
    case = opened.case
    words = searching.words_of(one for one in said if isinstance(one, str))
    marks = keys.marks_of_words(words, school=case.school_id)
    rows = [Word(school_id=case.school_id, case=case, mark=mark) for mark in sorted(marks)]
    Word.objects.bulk_create(rows, ignore_conflicts=True)


def give(opened: Opened, *, asked: Asked, at: datetime) -> Task:
    """Ask somebody to do something in the case."""
    row = Task(
        school_id=opened.case.school_id, case=opened.case, kind=asked.kind, role=asked.role,
        person=asked.person, made_at=at, due_at=asked.due_at, follows=asked.follows,
    )  # fmt: skip
    row.words = opened.seal(row, "words", asked.words) if asked.words else b""
    row.save(force_insert=True)
    return row


def write_entry(  # noqa: PLR0913 the questions that every entry answers
    opened: Opened,
    *,
    kind: str,
    said: Mapping[str, object],
    by: Person | None,
    at: datetime,
    happened_at: datetime | None = None,
    ticket: UUID | None = None,
    corrects: Entry | None = None,
    adds_to: Entry | None = None,
) -> Entry:
    """Add an entry to the chronology, and say that the case moved. The same ticket twice writes
    once: the entry that is there is returned."""
    more = {"ticket": ticket} if ticket else {}
    row = Entry(
        school_id=opened.case.school_id, case=opened.case, kind=kind, by=by, corrects=corrects,
        adds_to=adds_to, happened_at=happened_at or at, written_at=at, **more,
    )  # fmt: skip
    row.body = opened.seal(row, "body", dict(said))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return Entry.objects.get(case=opened.case, ticket=row.ticket)
    Case.objects.filter(pk=opened.case.pk).update(moved_at=at)
    remember(opened, said.values())
    return row


def open_for(case: Case, by: Person, at: datetime) -> Opened:
    """Open a case for who acts in it, as it stands now; its row is held until the end of the
    transaction. Raises UnableToAct."""
    fresh = Case.objects.select_for_update(of=("self",)).select_related("school").get(pk=case.pk)
    try:
        return queries.opened(case=fresh, viewer=by, on=timezone.localdate(at))
    except keys.NotAdmitted:
        raise UnableToAct("You are not admitted to this case.") from None
