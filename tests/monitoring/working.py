"""What most tests of look-ups and alerts ask for."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from schoolgate.accounts.models import Account
from schoolgate.activity.events import WebEvent
from schoolgate.activity.opening import store_of
from schoolgate.concerns import actions as concerns
from schoolgate.concerns.actions import Involved, Told
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.words import Part, Way
from schoolgate.monitoring import actions, whose
from schoolgate.monitoring.actions import Request, Seen
from schoolgate.monitoring.actions.asking import midnight
from schoolgate.monitoring.detection.findings import Finding, Head, Severity
from schoolgate.monitoring.detection.items import Item, Kind
from schoolgate.monitoring.models import Alert, LookUp
from schoolgate.monitoring.rules.lookups import Scope, Wanted
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from schoolgate.records.parties import System
from tests.cast import NOW, Cast, client_of, needs_of

TODAY = NOW.date()
YESTERDAY = TODAY - dt.timedelta(days=1)
DAY = dt.timedelta(days=1)
CLOCK = System("look-up-clock", "The end of the time")


class Hands(NamedTuple):
    """Who has a part in looks at Elmfield, beside the cast."""

    manager: Person
    chair: Person


def hands(cast: Cast) -> Hands:
    """A network manager and a chair."""

    def make(name: str, role: str) -> Person:
        return Person.objects.create(school=cast.school, name=name, role=role,
                                     email=f"{role}@elmfield.example")  # fmt: skip

    return Hands(make("Nel Network", "network_manager"), make("Cora Chair", "chair"))


def request(cast: Cast, **other: Any) -> Request:
    """A look at the sites that the teacher visited yesterday and today, for a day."""
    values: dict[str, Any] = {
        "about": cast.teacher, "doer": cast.technician, "reviewer": cast.governor,
        "purpose": "unsuitable", "reason": "A parent saw something on the board.",
        "scopes": (Scope.WEB,), "first": YESTERDAY, "last": TODAY, "from_at": NOW,
        "until_at": NOW + DAY,
    }  # fmt: skip
    return Request(**(values | other))


def asked(cast: Cast, by: Person | None = None, at: dt.datetime = NOW, **other: Any) -> LookUp:
    """A look-up, authorised."""
    made = actions.ask(request=request(cast, **other), by=by or cast.head, at=at)
    return again(made)


def again(row: LookUp) -> LookUp:
    """The look-up as the database has it now."""
    return LookUp.objects.get(pk=row.pk)


def wanted(scope: Scope = Scope.WEB, day: dt.date = TODAY) -> Wanted:
    """The rows of one day."""
    return Wanted(scope, midnight(day), midnight(day + DAY))


def looked(row: LookUp, by: Person, at: dt.datetime = NOW, **other: Any) -> Seen:
    """One query."""
    values: dict[str, Any] = {"look_up": row, "wanted": wanted(), "by": by, "at": at}
    return actions.look(**(values | other))


def account(person: Person) -> str:
    """The user name of somebody, who has an account from now on."""
    client_of(person)
    return Account.objects.get(person=person).username


def visited(person: Person, *hosts: str, at: dt.datetime = NOW, **more: Any) -> str:
    """Let somebody have visited some sites, a minute apart; return their pseudonym."""
    store, name = store_of(person.school), account(person)
    who = store.pseudonym("person", name)
    rows = [event(person, host, at + dt.timedelta(minutes=number), who=who, **more)
            for number, host in enumerate(hosts)]  # fmt: skip
    store.append("web", rows, source=f"test {name}", upto=f"{at.isoformat()} {hosts}")
    return who


def event(person: Person, host: str, at: dt.datetime, **more: Any) -> WebEvent:
    """One request."""
    plain = WebEvent(
        at=int(at.timestamp() * 1000), school=person.school.slug, who="", device="", network="",
        role="pupil_ks2" if person.kind == "pupil" else "teacher", year="", method="GET", host=host,
        path="", path_digest="", status=200, received=1, sent=1, took=1, verdict="allow", why="",
        category="", clause="", grant="", reference="", file="", term="",
    )  # fmt: skip
    return plain._replace(**more)


def finding(
    who: str, *, at: dt.datetime = NOW, head: Head = Head.SELF_HARM,
    severity: Severity = Severity.SERIOUS, rule: str = "self-harm-1", source: str = "1",
    role: str = "pupil_ks2",
) -> Finding:  # fmt: skip
    """What the detection says of one invented search."""
    item = Item(int(at.timestamp() * 1000), who, "", role, Kind.SEARCH, "never shown",
                host="search.example", source=source)  # fmt: skip
    return Finding(head, severity, rule, item, ("a phrase",))


def raised(cast: Cast, person: Person, **other: Any) -> Alert:
    """An alert about somebody."""
    store = store_of(cast.school)
    who = store.pseudonym("person", account(person))
    found = finding(who, **other)
    known = whose.people_of(cast.school, store)[who]
    made = actions.raise_alert(school=cast.school, finding=found, known=known,
                               by=actions.MACHINE, at=NOW)  # fmt: skip
    assert made is not None
    return Alert.objects.get(pk=made.pk)


def case_about(cast: Cast, pupil: Person) -> Case:
    """A concern in which a pupil is named."""
    told = Told(Way.STAFF_FORM, {"what": "Something was said."},
                involved=(Involved(Part.TARGET, pupil),))  # fmt: skip
    return concerns.report(school=cast.school, told=told, by=cast.teacher, at=NOW)


def verbs() -> list[str]:
    """What the journal says was done in this room, in order, without its name."""
    every = Entry.objects.order_by("sequence").values_list("verb", flat=True)
    return [one.removeprefix("monitoring:") for one in every if one.startswith("monitoring:")]


def waiting(person: Person, at: dt.datetime = NOW) -> list[str]:
    """What waits for somebody in this room."""
    rooms = ("/look-ups/", "/alerts/", "/my-data/")
    return [one.title for one in needs_of(person, at) if any(room in one.url for room in rooms)]
