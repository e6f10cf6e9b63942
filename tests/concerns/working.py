"""Short ways to put a case where a test wants it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from django.test import Client

from schoolgate.concerns import actions
from schoolgate.concerns.actions import Draft, Naming, Sorting
from schoolgate.concerns.models import Case, Entry
from schoolgate.concerns.rules import situations
from schoolgate.concerns.rules.words import Part, Seriousness, Track
from schoolgate.people.models import CalendarSpan, Person
from tests.cast import NOW, Cast, client_of

ROOM = "/elmfield/concerns/"
WHEN = {"happened_at": "14/10/2026 10:20"}


SUMMER = (dt.date(2026, 4, 13), dt.date(2026, 7, 21))
IN_SUMMER = dt.datetime(2026, 6, 10, 10, 0, tzinfo=NOW.tzinfo)


def last_term(cast: Cast) -> CalendarSpan:
    """The dates of the summer term before NOW, and of the autumn term."""
    autumn = (dt.date(2026, 9, 2), dt.date(2026, 12, 18))
    made = [
        CalendarSpan.objects.create(
            school=cast.school,
            year=year,
            kind="term",
            name=name,
            from_on=first,
            until_on=last + dt.timedelta(days=1),
        )
        for year, name, (first, last) in ((2025, "Summer", SUMMER), (2026, "Autumn", autumn))
    ]
    return made[0]


def sorted_as(
    case: Case, situation: str, *, by: Person, track: Track = Track.INAPPROPRIATE
) -> Case:
    """The case, sorted."""
    category = situations.ALL[situation].category
    sorting = Sorting(
        situation, category, track, Seriousness.ORDINARY, "Read.", behaviour_clause="4"
    )
    actions.sort(case=case, sorting=sorting, by=by, at=NOW)
    case.refresh_from_db()
    return case


def named(
    case: Case, part: Part, *, by: Person, person: Person | None = None, name: str = ""
) -> None:
    """Somebody gets a part."""
    actions.name_party(case=case, naming=Naming(part, person, name), by=by, at=NOW)


def wrote(case: Case, kind: str, *, by: Person, **said: str) -> Entry:
    """An entry of a kind."""
    return actions.write(case=case, draft=Draft(kind, said, NOW), by=by, at=NOW)


def debriefed(case: Case, *, by: Person) -> None:
    """The debrief that every case needs."""
    wrote(case, "debrief", by=by, lessons="none", change="none")


def sent(who: Person, path: str, **data: Any) -> Any:
    """What a browser gets when it sends a form of the room, each time with a new ticket."""
    client: Client = client_of(who)
    return client.post(ROOM + path, {"ticket": str(uuid4()), **WHEN, **data})


def page_of(who: Person, case: Case) -> str:
    """The page of a case as somebody sees it."""
    answer = client_of(who).get(f"{ROOM}{case.pk}/")
    return answer.text if answer.status_code == 200 else ""
