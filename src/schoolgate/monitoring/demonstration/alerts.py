"""Two alerts of yesterday and a look that the headteacher authorised, at invented Brookside."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from schoolgate.accounts.models import Account
from schoolgate.activity import days
from schoolgate.activity.events import WebEvent
from schoolgate.activity.opening import store_of
from schoolgate.activity.store import Store
from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import MACHINE, Request
from schoolgate.monitoring.actions.raising import TABLE
from schoolgate.monitoring.models import Reached
from schoolgate.monitoring.rules.lookups import Scope
from schoolgate.people.demonstration import SOURCE
from schoolgate.people.models import Person, School

_LOG: Final = "demonstration-alerts"
_DAY: Final = timedelta(days=1)
_ENOUGH: Final = 1_000_000
_SEARCHED: Final = (("P002", "pupil_ks2", "free vpn for school chromebook"),
                    ("S05", "teaching_assistant", "cheap holidays all inclusive"))  # fmt: skip


def show(school: School, at: datetime) -> None:
    """Let a pupil and an employee have searched for something, and judge it; authorise a look at
    that employee. Once. The four invented weeks before it raise nothing."""
    if Reached.objects.filter(school=school).exists():
        return
    store, known = store_of(school), Person.objects.filter(school=school, source=SOURCE)
    people = {one.external_id: one for one in known.select_related("school")}
    _, cursor = store.since(TABLE, 0, _ENOUGH)
    Reached.objects.create(school=school, table=TABLE, cursor=cursor, at=at)
    rows = [_search(store, people[who], role, term, at - _DAY) for who, role, term in _SEARCHED]
    store.append(TABLE, rows, source=_LOG, upto=at.isoformat())
    actions.read_on(school=school, by=MACHINE, at=at)
    today = timezone.localdate(at)
    actions.ask(
        request=Request(
            people["S05"], doer=people["S08"], reviewer=people["S02"], purpose="unsuitable",
            reason="Holidays were booked on the classroom screen in a lesson.",
            scopes=(Scope.WEB,), first=today - _DAY, last=today, from_at=at, until_at=at + _DAY,
            ticket=uuid5(NAMESPACE_URL, f"{school.slug}/{_LOG}"),
        ),
        by=people["S01"], at=at,
    )  # fmt: skip


def _search(store: Store, person: Person, role: str, term: str, at: datetime) -> WebEvent:
    user = Account.objects.get(person=person).username
    return WebEvent(
        at=days.instant(at), school=store.school, who=store.pseudonym("person", user),
        device="", network="classroom", role=role, year=str(person.year or ""), method="GET",
        host="search.test", path="", path_digest="", status=200, received=400, sent=9_000, took=60,
        verdict="allow", why="unlisted", category="", clause="", grant="", reference="", file="",
        term=term,
    )  # fmt: skip
