"""Ways to what one person did, tried by who keeps the machines and by whoever has no part: every
page with every number that there is, and every query of rows. None leads there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse

from schoolgate.monitoring import actions, permissions
from schoolgate.monitoring.actions import UnableToAct
from schoolgate.monitoring.models import Alert, Look, LookUp
from schoolgate.monitoring.queries import alerts, lookups
from schoolgate.monitoring.rules.lookups import Scope
from schoolgate.people.models import Person
from tests import permissions as table
from tests.cast import NOW, Cast, client_of
from tests.monitoring.working import (
    TODAY,
    again,
    asked,
    case_about,
    hands,
    looked,
    raised,
    visited,
    wanted,
)

pytestmark = pytest.mark.django_db
SECRET = "quiet-clinic.example"
_DAYS = ("14/10/2026", "13/10/2026")


@pytest.fixture
def there(cast: Cast) -> Cast:
    """A teacher and a pupil who did something, an alert about each, and a finished look at another
    employee that the network manager carried out."""
    visited(cast.teacher, SECRET)
    visited(cast.pupil, SECRET)
    raised(cast, cast.teacher, role="teacher")
    raised(cast, cast.pupil, source="2")
    case_about(cast, cast.pupil)
    manager = hands(cast).manager
    Person.objects.filter(pk=manager.pk).update(role="it_technician")
    asked(cast, about=cast.dsl, doer=manager)
    return cast


def coordinator(cast: Cast) -> Person:
    """Who coordinates online safety, and has no part in any look."""
    return Person.objects.create(school=cast.school, name="Coe Ordinator",
                                 role="esafety_coordinator")  # fmt: skip


def _addresses() -> Iterator[str]:
    """Every address of the program with the numbers that there are, and every query of the rows."""
    there = {*LookUp.objects.values_list("pk", flat=True),
             *Alert.objects.values_list("pk", flat=True)}  # fmt: skip
    numbers = sorted(there | {999})
    for route, names in table.entries():
        for number in numbers if {*names} - {"school"} else [0]:
            given = {name: "elmfield" if name == "school" else number for name in names}
            with suppress(NoReverseMatch):  # no number is part of its address
                yield reverse(route, kwargs=given)
    for number in numbers:
        rows = reverse("monitoring:look-up-rows", args=["elmfield", number])
        for scope in Scope:
            for day in _DAYS:
                yield f"{rows}?scope={scope}&day={day}"


def _is_ours(address: str) -> bool:
    return resolve(address.partition("?")[0]).namespace == "monitoring"


def _shows(client: Client, address: str, *, post: bool) -> bool:
    answer = (
        client.post(address, {"decision": "false", "minutes": "1"})
        if post
        else (client.get(address))
    )
    return answer.status_code == 200 and SECRET.encode() in answer.getvalue()


@pytest.mark.row("MON-08")
@pytest.mark.one_engine
@pytest.mark.parametrize("who", ["technician", "coordinator", "head", "governor"])
def test_no_page_shows_what_one_person_did_to_whoever_has_no_part(there: Cast, who: str) -> None:
    person = coordinator(there) if who == "coordinator" else getattr(there, who)
    client, tried, keeps_machines = client_of(person), 0, who in {"technician", "coordinator"}
    for address in [one for one in _addresses() if keeps_machines or _is_ours(one)]:
        assert not _shows(client, address, post=False), address
        tried += 1
        if keeps_machines and "?" not in address and _is_ours(address):
            assert not _shows(client, address, post=True), address
            tried += 1
    assert tried > (200 if keeps_machines else 50)
    assert not Look.objects.exclude(rows=0).exists()


@pytest.mark.row("MON-08")
@pytest.mark.parametrize("who", ["technician", "coordinator"])
def test_no_query_and_no_act_names_anybody_to_who_keeps_the_machines(there: Cast, who: str) -> None:
    by = coordinator(there) if who == "coordinator" else there.technician
    row, alert = LookUp.objects.get(), Alert.objects.first()
    assert alert is not None
    assert list(permissions.look_ups_visible_to(by, on=TODAY)) == []
    assert list(lookups.look_ups(viewer=by, on=TODAY)) == []
    assert lookups.about_me(viewer=by, at=NOW) == []
    assert lookups.numbers(viewer=by, at=NOW) is None
    assert list(alerts.alerts(viewer=by, on=TODAY)) == []
    assert alerts.report(viewer=by, at=NOW) is None or who == "coordinator"
    tries: list[Callable[[], Any]] = [
        lambda: actions.look_at(alert=alert, by=by, at=NOW),
        lambda: actions.to_concern(alert=alert, minutes=1, by=by, at=NOW),
        lambda: actions.no_concern(alert=alert, minutes=1, by=by, at=NOW),
        lambda: actions.end(look_up=row, words="", by=by, at=NOW),
        lambda: actions.review(look_up=row, words="Fine.", by=by, at=NOW),
        lambda: actions.deliver(look_up=row, means="post", on=TODAY, by=by, at=NOW),
        lambda: actions.finish(look_up=row, by=by, at=NOW),
    ]
    for one in tries:
        with pytest.raises(UnableToAct):
            one()
    for scope in Scope:
        for day in range(-3, 3):
            what = wanted(scope, TODAY + dt.timedelta(days=day))
            assert looked(row, by, wanted=what).refused
    assert Look.objects.filter(refused="").count() == 0
    assert again(row).stage(NOW).value == "open"
