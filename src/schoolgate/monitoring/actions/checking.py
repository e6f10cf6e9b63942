"""How an area is used, looked at regularly (MON-11): what was found is the headteacher's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from schoolgate.concerns import actions as concerns
from schoolgate.concerns.actions import Involved, Told, UnableToReport
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.matters import Matter
from schoolgate.concerns.rules.words import Part, Way
from schoolgate.monitoring.actions.storing import FASTER, UnableToAct, require, stored
from schoolgate.monitoring.models import UseCheck
from schoolgate.monitoring.queries.checks import asked_for
from schoolgate.monitoring.rules.checks import AREAS, FINDINGS, Result
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal

_LONGEST: Final = 2000
_MISUSE: Final = Matter("use-check", "The regular look at how things are used found something",
                        "staff-misuse", (), roles=("headteacher",))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at one area found: in words, and who it was, where that is known."""

    result: Result
    words: str = ""
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """A review: on which day, and what was seen in each area."""

    on: date
    seen: Mapping[str, Seen]
    ticket: UUID = field(default_factory=uuid4)


@transaction.atomic
def check_use(*, looked: Looked, by: Person, at: datetime) -> list[Case]:
    """Write down a review of every area; return the cases of what was found. The same ticket twice
    is once. Raises UnableToAct."""
    here = UseCheck.objects.filter(school=by.school_id, by=by, ticket=looked.ticket)
    if here.exists():
        return [one.case for one in here.select_related("case") if one.case is not None]
    require(by, Capability.USE_CHECK, at, "The network manager or a technician writes this.")
    _refuse(looked, by, timezone.localdate(at))
    with journal.one_act():
        made = [_one(looked, area, by, at) for area in looked.seen]
        found = [one.case for one in made if one.case is not None]
        journal.write(
            school=by.school, by=by, at=at, verb=MonitoringVerb.USE_CHECKED, object=made[0],
            clause=asked_for(by.school).clause, body={
                "areas": ", ".join(AREAS[one.area][0] for one in made), "found": len(found),
            },
        )  # fmt: skip
    return found


def _refuse(looked: Looked, by: Person, today: date) -> None:
    wanted = asked_for(by.school).areas
    if set(looked.seen) != set(wanted):
        raise UnableToAct("Look at every area: " + ", ".join(AREAS[one][0] for one in wanted) + ".")
    if looked.on > today:
        raise UnableToAct("Give the day on which you looked; it cannot be in the future.")
    for area, seen in looked.seen.items():
        if seen.result in FINDINGS and not seen.words.strip():
            raise UnableToAct(f"{AREAS[area][0]}: say in a few words what you found.")
        if len(seen.words) > _LONGEST:
            raise UnableToAct(f"Write at most {_LONGEST} characters for each area.")
        if seen.person is not None and seen.person.school_id != by.school_id:
            raise UnableToAct("Name somebody of your school.")


def _one(looked: Looked, area: str, by: Person, at: datetime) -> UseCheck:
    seen = looked.seen[area]
    case = _reported(looked.on, area, seen, by, at) if seen.result in FINDINGS else None
    return stored(UseCheck(school=by.school, ticket=looked.ticket, area=area, result=seen.result,
                           by=by, on=looked.on, written_at=at, case=case), FASTER)  # fmt: skip


def _reported(on: date, area: str, seen: Seen, by: Person, at: datetime) -> Case:
    """Tell the headteacher what was found: of a pupil as of any worry about a child."""
    is_pupil = seen.person is not None and seen.person.kind == "pupil"
    involved = (Involved(Part.SUBJECT, seen.person),) if seen.person is not None else ()
    words = {"what": f"{seen.result.said}. {seen.words.strip()}", "where": AREAS[area][0],
             "when": f"Seen on {on:%-d %B %Y}"}  # fmt: skip
    told = Told(Way.OBSERVED, words, involved=involved, matter=None if is_pupil else _MISUSE)
    try:
        return concerns.report(school=by.school, told=told, by=by, at=at)
    except UnableToReport as error:
        raise UnableToAct(str(error)) from error
