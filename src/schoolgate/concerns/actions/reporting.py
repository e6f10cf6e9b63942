"""A report that comes in opens a case, tells who has to know, and is never lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from schoolgate.concerns import identity
from schoolgate.concerns.actions import waiting
from schoolgate.concerns.actions.storing import (
    Asked,
    admit_first,
    give,
    keep_back,
    open_case,
    put_party,
    remember,
)
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Case, Report
from schoolgate.concerns.rules import situations, telling
from schoolgate.concerns.rules.matters import Matter
from schoolgate.concerns.rules.words import SHUT_OUT, Part, Seriousness, Way
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.jobs import letters
from schoolgate.people import looking
from schoolgate.people import permissions as people
from schoolgate.people import queries as roles
from schoolgate.people.models import Person, School
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

LETTER: Final = "concerns:report"
TELL: Final = System("tell", "Tell")
LONGEST: Final = 10_000
_FIRST_TASK: Final = timedelta(hours=24)


class UnableToReport(Exception):
    """The report cannot be taken in like this; nothing was written. The message says why."""


@dataclass(frozen=True, slots=True)
class Involved:
    """Somebody's part, as whoever tells sees it: a person of the school, or a name."""

    part: Part
    person: Person | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody tells. `words` are the fields of the form by name; `illegal` the answer to the
    first question. `day` is set, and every instant left out, where nobody may know when; `matter`
    where a form of its own was used; `kept_back` where whoever tells keeps their name from those
    who read it; `answer_to` the address of an e-mail, where it may be answered."""

    way: Way
    words: Mapping[str, str]
    ticket: UUID = field(default_factory=uuid4)
    involved: tuple[Involved, ...] = ()
    illegal: bool = False
    found_at: datetime | None = None
    day: date | None = None
    matter: Matter | None = None
    kept_back: bool = False
    answer_to: str = ""

    @property
    def spoken(self) -> dict[str, str]:
        """The words without who says them, where that is kept back."""
        left = identity.OF_THE_NAME if self.kept_back else ()
        return {name: said.strip() for name, said in self.words.items() if name not in left}

    @property
    def is_urgent(self) -> bool:
        """Tell whether somebody has to read it within minutes, before anybody has sorted it."""
        return self.illegal or self.words.get("danger") == "yes"


@transaction.atomic
def report(*, school: School, told: Told, by: Person | None, at: datetime) -> Case:
    """Take a report in: a case with its number, and whoever has to know admitted and told.

    `by` is who tells in their own name, None for everybody else; the journal names neither. The
    same ticket twice reports once. Raises UnableToReport.
    """
    before = Report.objects.filter(school=school, ticket=told.ticket).select_related("case").first()
    if before is not None:
        return before.case
    _refuse(school, told, by, at)
    shut_out = _roles_shut_out(told, by, timezone.localdate(at))
    begun = _beginning(told.day) if told.day else at
    opened = open_case(school=school, series=telling.series(shut_out=shut_out), at=begun)
    if told.is_urgent:
        Case.objects.filter(pk=opened.case.pk).update(seriousness=Seriousness.CRITICAL)
    usual = told.matter.roles if told.matter else telling.FIRST
    told_roles = telling.first_told(shut_out=shut_out, usual=usual)
    admit_first(opened, roles=told_roles, because="route", at=begun)
    names = _name_everybody(opened, told, by, begun)
    _keep(opened, told, begun)
    remember(opened, [*names, *told.spoken.values()])
    with looking.one_look():  # of the calendar and the policy
        waiting.for_the_morning(opened, role=told_roles[0], begun=begun, at=at)
    if told.matter is not None:
        _begin(opened, told.matter, told_roles, begun)
    if told.day is None:
        post(opened.case, told_roles, at)
        waiting.answer_with_numbers(school, by.email if by else told.answer_to, at)
    journal.write(school=school, by=TELL, at=at, verb=ConcernsVerb.REPORT_MADE, object=opened.case)
    return opened.case


def _refuse(school: School, told: Told, by: Person | None, at: datetime) -> None:
    if not any(words.strip() for words in told.words.values()):
        raise UnableToReport("Say in a few words what happened.")
    if sum(map(len, told.words.values())) > LONGEST:
        raise UnableToReport(f"Write at most {LONGEST:,} characters. More can be added later.")
    if told.found_at is not None and told.found_at > at:
        raise UnableToReport("It cannot have been noticed in the future. Look at the day and time.")
    there = [one.person for one in told.involved if one.person is not None]
    if any(person.school_id != school.pk for person in [*there, *([by] if by else [])]):
        raise UnableToReport("Name people of this school, or write a name.")


def _roles_shut_out(told: Told, by: Person | None, on: date) -> frozenset[str]:
    """Return the roles that lead, held by somebody who is in the case, or tells of themselves."""
    barred = [one.person for one in told.involved if one.person and one.part in SHUT_OUT]
    if by is not None and told.matter is not None and told.matter.own:
        barred.append(by)
    return frozenset().union(*(people.roles_of(person, on=on) for person in barred))


def _begin(opened: Opened, matter: Matter, told_roles: tuple[str, ...], at: datetime) -> None:
    """Sort a case as its form says, and give somebody of those told the first thing to do."""
    on, case = timezone.localdate(at), opened.case
    case.situation = matter.situation
    case.category = situations.ALL[matter.situation].category
    case.save(update_fields=["situation", "category"])
    if not matter.task:
        return
    able = [role for role in matter.task_roles if role in told_roles] or list(told_roles[:1])
    vacant = roles.vacant_roles(school=case.school, roles=able, on=on)
    role = next((one for one in able if one not in vacant), able[0])
    give(opened, asked=Asked(matter.task, due_at=at + _FIRST_TASK, role=role), at=at)


def _name_everybody(opened: Opened, told: Told, by: Person | None, at: datetime) -> list[str]:
    """Give everybody their part; return the names by which the case is found."""
    names = [one.person.name if one.person else one.name for one in told.involved]
    for one in told.involved:
        put_party(opened, part=one.part, person=one.person, name=one.name, at=at)
    if told.kept_back:
        said = {name: told.words[name] for name in identity.OF_THE_NAME if name in told.words}
        keep_back(opened, said=said, person=by, at=at)
    elif by is not None:
        put_party(opened, part=Part.REPORTER, person=by, at=at)
        names.append(by.name)
    return names


def _keep(opened: Opened, told: Told, at: datetime) -> None:
    row = Report(
        school_id=opened.case.school_id, case=opened.case, ticket=told.ticket, way=told.way,
        illegal=told.illegal, made_on=timezone.localdate(at),
        found_at=None if told.day else told.found_at, made_at=None if told.day else at,
    )  # fmt: skip
    row.body = opened.seal(row, "body", told.spoken)
    row.save(force_insert=True)


def post(case: Case, told_roles: tuple[str, ...], at: datetime) -> None:
    """Tell by e-mail that something waits: no number, no word of what it is."""
    on = timezone.localdate(at)
    with looking.one_look():  # roles without a holder lead to the same people
        there = {
            person for role in told_roles
            for person in roles.holders(school=case.school, role=role, on=on) if person.email
        }  # fmt: skip
    for person in sorted(there, key=lambda one: one.pk):
        letters.post(LETTER, person=person.pk)


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
