"""The school's own channels are watched in a holiday: each day by somebody, or the finding says."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import Published, UnableToAct
from schoolgate.monitoring.models import Rota
from schoolgate.monitoring.queries import rotas as queries
from schoolgate.monitoring.rules.rotas import Days, Slot, channels_of, empty, slots
from schoolgate.notices.models import Telling
from schoolgate.people.models import Person, School
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of, needs_of
from tests.monitoring.working import verbs

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2027, 3, 26), dt.date(2027, 4, 11)
PAGE, FEED = "School page", "Picture feed"
GAP = Slot(dt.date(2027, 4, 4), FEED)


def easter(cast: Cast, *, filled: bool = True) -> Rota:
    """The rota of the Easter holiday; all its days but one have somebody."""
    made = actions.publish(rota=Published("Easter holiday", FIRST, LAST, (PAGE, FEED)),
                           by=cast.head, at=NOW)  # fmt: skip
    if filled:
        rest = [slot for slot in made.slots if slot != GAP]
        actions.fill(rota=made, slots=rest, person=cast.teacher, by=cast.head, at=NOW)
    return made


def findings(cast: Cast) -> list[str]:
    return [one.title for one in needs_of(cast.head) if "watches" in one.title]


def test_weekends_are_saturdays_and_sundays_and_every_day_is_every_day() -> None:
    week = (dt.date(2026, 10, 12), dt.date(2026, 10, 18))
    assert [one.on.day for one in slots(*week, Days.WEEKENDS, ["a"])] == [17, 18]
    assert len(slots(*week, Days.EVERY, ["a", "b"])) == 14
    assert channels_of(" School  page\n\nFeed\nSchool page") == ["School page", "Feed"]
    assert empty([Slot(week[0], "a"), Slot(week[1], "a")], {Slot(week[0], "a")}) == [
        Slot(week[1], "a")]  # fmt: skip


@pytest.mark.row("MON-20")
def test_an_empty_day_of_the_easter_rota_is_named_with_its_channel_until_it_is_filled(
    cast: Cast,
) -> None:
    rota = easter(cast)
    assert findings(cast) == ["Nobody watches Picture feed on Sunday 4 April 2027"]
    client, there = client_of(cast.head), f"/elmfield/rotas/{rota.pk}/"
    assert "Nobody watches Picture feed on Sunday 4 April 2027." in client.get(there).text
    number = rota.slots.index(GAP)
    client.post(f"{there}fill/", {"slots": [str(number)], "person": cast.dsl.pk})
    assert findings(cast) == []
    assert "Nobody watches" not in client.get(there).text
    assert verbs() == ["rota:published", "rota:filled", "rota:filled"]


def test_whoever_leaves_or_is_taken_off_leaves_an_empty_day(cast: Cast) -> None:
    rota = easter(cast)
    actions.fill(rota=rota, slots=[GAP], person=cast.dsl, by=cast.head, at=NOW)
    actions.fill(rota=rota, slots=rota.slots[:1], person=None, by=cast.head, at=NOW)
    assert findings(cast) == ["Nobody watches School page on Friday 26 March 2027"]
    Person.objects.filter(pk=cast.dsl.pk).update(ends_on=NOW.date())
    assert len(findings(cast)) == 2


def test_many_empty_days_are_named_and_the_rest_counted(cast: Cast) -> None:
    easter(cast, filled=False)
    found = findings(cast)
    assert len(found) == 4
    assert found[-1] == "Nobody watches: 31 more of Easter holiday"


@pytest.mark.row("MON-20")
def test_pupils_are_told_that_the_channels_are_watched(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack="cotmanhay")
    head = Person.objects.get(pk=cast.head.pk)
    made = actions.publish(rota=Published("Easter", FIRST, LAST, (PAGE,)), by=head, at=NOW)
    assert made.notice is not None
    assert made.notice.clause == "7.5.hours"
    assert "looks at our pages: School page" in made.notice.body
    told = Telling.objects.filter(notice=made.notice).values_list("person__kind", flat=True)
    assert set(told) == {"pupil"}


@pytest.mark.row("MON-20")
def test_whoever_watches_today_is_asked_and_what_they_write_down_proves_the_duty(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    rota = easter(cast)
    clock.move_to(dt.datetime(2027, 3, 27, 9, tzinfo=dt.UTC))
    asked = [one.title for one in needs_of(cast.teacher, dt.datetime(2027, 3, 27, 9, tzinfo=dt.UTC))
             if one.title.startswith("Look at")]  # fmt: skip
    assert sorted(asked) == sorted(f"Look at {slot}" for slot in rota.slots[:4])
    client, there = client_of(cast.teacher), f"/elmfield/rotas/{rota.pk}/looked/"
    assert "27 March" in client.get(there).text
    assert "28 March" not in client.get(there).text
    client.post(there, {"slots": ["0", "1", "2", "3"]})
    assert Entry.objects.filter(verb="publishing:comments:checked").count() == 4
    plan = queries.plan_of(rota)
    assert plan.looked[rota.slots[0]] == cast.teacher


def test_nobody_looks_for_another_before_the_day_or_twice(cast: Cast) -> None:
    rota, slot = easter(cast), Slot(FIRST, PAGE)
    at = dt.datetime(2027, 3, 26, 9, tzinfo=dt.UTC)
    with pytest.raises(UnableToAct, match="Somebody else"):
        actions.looked(rota=rota, slot=slot, by=cast.dsl, at=at)
    with pytest.raises(UnableToAct, match="still to come"):
        actions.looked(rota=rota, slot=slot, by=cast.teacher, at=NOW)
    actions.looked(rota=rota, slot=slot, by=cast.teacher, at=at)
    with pytest.raises(UnableToAct, match="before"):
        actions.looked(rota=rota, slot=slot, by=cast.teacher, at=at)


@pytest.mark.parametrize(("change", "why"), [
    ({"name": " "}, "name"), ({"channels": ()}, "channels"), ({"last_on": FIRST - dt.timedelta(1)},
    "last day"), ({"last_on": FIRST + dt.timedelta(60)}, "at most 60"),
    ({"first_on": dt.date(2027, 3, 29), "last_on": dt.date(2027, 3, 30), "days": Days.WEEKENDS},
     "no Saturday"),
    ({"channels": ("x" * 81,)}, "80"),
])  # fmt: skip
def test_what_is_no_rota_is_refused(cast: Cast, change: dict[str, object], why: str) -> None:
    said = {"name": "Easter", "first_on": FIRST, "last_on": LAST, "channels": (PAGE,)} | change
    with pytest.raises(UnableToAct, match=why):
        actions.publish(rota=Published(**said), by=cast.head, at=NOW)  # type: ignore[arg-type]
    assert not Rota.objects.exists()


@pytest.mark.parametrize("who", ["teacher", "technician", "governor", "pupil", "other_head"])
def test_only_head_deputy_and_coordinator_keep_rotas_of_their_school(cast: Cast, who: str) -> None:
    rota, by = easter(cast), getattr(cast, who)
    with pytest.raises(UnableToAct):
        actions.fill(rota=rota, slots=[GAP], person=cast.dsl, by=by, at=NOW)
    if who != "other_head":
        with pytest.raises(UnableToAct):
            actions.publish(rota=Published("Easter", FIRST, LAST, (PAGE,)), by=by, at=NOW)
    with pytest.raises(UnableToAct, match="works at your school"):
        actions.fill(rota=rota, slots=[GAP], person=cast.pupil, by=cast.head, at=NOW)
    with pytest.raises(UnableToAct, match="days of this rota"):
        actions.fill(rota=rota, slots=[Slot(NOW.date(), PAGE)], person=cast.dsl, by=cast.head,
                     at=NOW)  # fmt: skip
