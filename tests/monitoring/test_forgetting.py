"""Alerts go with the rows that they are made from, to the day; their rules keep sums."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from dateutil.relativedelta import relativedelta

from schoolgate.activity.rules import ALERTS
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.words import State as CaseState
from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import MACHINE, forgetting
from schoolgate.monitoring.jobs import KEEPER, forget_what_is_over
from schoolgate.monitoring.models import Alert, AlertRow, Canary, RuleRecord
from schoolgate.monitoring.queries import alerts as queries
from schoolgate.monitoring.rules import keeping as rules
from schoolgate.monitoring.rules.alerts import Record
from schoolgate.records.models import Entry
from tests.cast import LONDON, NOW, Cast, client_of
from tests.monitoring.working import DAY, raised, verbs, visited

MAYBE = pytest.mark.django_db
HALF, QUARTER = relativedelta(months=6), relativedelta(months=3)
LOGS = {"web": QUARTER, "mail": HALF}


def noon(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 12, tzinfo=LONDON)


def night(cast: Cast, at: dt.datetime) -> int:
    """What a night leaves: how many alerts."""
    actions.let_go(school=cast.school, by=KEEPER, at=at)
    actions.forget_alerts(school=cast.school, by=KEEPER, at=at)
    return Alert.objects.count()


def test_an_alert_lives_as_long_as_the_last_row_it_is_made_from() -> None:
    today = dt.date(2026, 10, 14)
    assert rules.alerts_from(today, ("web",), LOGS) == dt.date(2026, 7, 14)
    assert rules.alerts_from(today, ("mail", "recipients"), LOGS) == dt.date(2026, 4, 14)
    assert rules.alerts_from(today, ("web", "mail"), LOGS) == dt.date(2026, 4, 14)
    stated = LOGS | {ALERTS: relativedelta(days=30)}
    assert rules.alerts_from(today, ("web", "mail"), stated) == dt.date(2026, 9, 14)


@pytest.mark.parametrize("long", [HALF, QUARTER, relativedelta(years=1), relativedelta(days=30)])
def test_none_goes_early_and_none_late_on_any_day_of_three_years(long: relativedelta) -> None:
    longs = {"web": long, "mail": long}
    for number in range(3 * 365 + 1):  # 29 February 2028 is one of them
        found = dt.date(2026, 1, 1) + number * DAY
        last = found + long
        assert rules.alerts_from(last, ("web",), longs) <= found
        assert rules.alerts_from(last + DAY, ("web",), longs) > found


@pytest.mark.parametrize(("found", "last"), [
    (noon(2026, 10, 14), noon(2027, 4, 14)),
    (noon(2027, 8, 31), noon(2028, 2, 29)),  # the last day of a month that is shorter, a leap day
    (noon(2028, 2, 29), noon(2028, 8, 29)),
    (noon(2026, 8, 31), noon(2027, 2, 28)),
    (dt.datetime(2026, 10, 14, 23, 59, tzinfo=LONDON), noon(2027, 4, 14)),
    (dt.datetime(2026, 10, 15, 0, 0, tzinfo=LONDON), noon(2027, 4, 15)),
])  # fmt: skip
@MAYBE
def test_an_alert_goes_on_the_day_after_its_period(
    cast: Cast, found: dt.datetime, last: dt.datetime
) -> None:
    raised(cast, cast.pupil, at=found)
    assert (night(cast, last), night(cast, last + DAY)) == (1, 0)
    assert AlertRow.objects.count() == 0


@MAYBE
def test_what_was_decided_stays_on_the_record_of_its_rule_without_anybody(cast: Cast) -> None:
    for number in range(12):
        alert = raised(cast, cast.pupil, source=str(number), at=NOW - 2 * number * DAY)
        actions.no_concern(alert=alert, minutes=3, by=cast.dsl, at=NOW)
    raised(cast, cast.teacher, role="teacher", source="other")
    before = queries.records(cast.school)
    assert before["self-harm-1"] == Record(0, 12, 36)
    assert night(cast, NOW + 183 * DAY) == 0
    assert queries.records(cast.school) == before
    assert queries.records(cast.school, ["self-harm-1"], whom=("headteacher",)) == {}
    assert [field.name for field in RuleRecord._meta.fields] == [
        "id", "school", "rule", "whom", "true", "false", "minutes",
    ]  # fmt: skip
    entry = Entry.objects.get(verb="monitoring:alerts:dropped")
    assert json.loads(entry.body or "") == {"alerts": 13, "findings": 13, "undecided": 1}
    assert entry.actor == "system:retention"
    raised(cast, cast.pupil, source="new", at=NOW + 183 * DAY)
    assert queries.record_of(cast.school, "self-harm-1").false == 12


@MAYBE
def test_what_became_a_concern_stays_with_its_case(cast: Cast) -> None:
    visited(cast.pupil, "a.example")
    alert = raised(cast, cast.pupil)
    case = actions.to_concern(alert=alert, minutes=4, by=cast.dsl, at=NOW)
    assert night(cast, NOW + 5 * 365 * DAY) == 1
    Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED, closed_at=NOW)
    last = noon(2032, 10, 14)
    assert (night(cast, last), night(cast, last + DAY)) == (1, 0)
    assert queries.record_of(cast.school, "self-harm-1") == Record(1, 0, 4)
    assert verbs()[-2:] == ["hold:released", "alerts:dropped"]


@MAYBE
def test_a_night_with_nothing_over_writes_nothing(cast: Cast) -> None:
    raised(cast, cast.pupil)
    assert night(cast, NOW + 30 * DAY) == 1
    assert verbs() == ["alert:raised"]


@MAYBE
def test_the_daily_test_goes_with_its_alert_and_is_on_no_record(cast: Cast) -> None:
    actions.send_canary(school=cast.school, by=MACHINE, at=NOW)
    actions.read_on(school=cast.school, by=MACHINE, at=NOW)
    actions.no_concern(alert=Alert.objects.get(), minutes=0, by=cast.dsl, at=NOW)
    assert night(cast, NOW + 200 * DAY) == 0
    assert (Canary.objects.count(), RuleRecord.objects.count()) == (0, 0)


@MAYBE
def test_a_daily_test_that_was_never_found_goes_when_its_alert_would_have(cast: Cast) -> None:
    for school in (cast.school, cast.other_head.school):
        Canary.objects.create(school=school, on=NOW.date(), sent_at=NOW)
    last = noon(2027, 4, 14)
    night(cast, last)
    assert Canary.objects.count() == 2
    night(cast, last + DAY)
    assert [one.school for one in Canary.objects.all()] == [cast.other_head.school]


@MAYBE
def test_a_daily_test_that_was_never_found_keeps_no_later_one_from_being(cast: Cast) -> None:
    Canary.objects.create(school=cast.school, on=(NOW - DAY).date(), sent_at=NOW - DAY)
    actions.send_canary(school=cast.school, by=MACHINE, at=NOW)
    actions.send_canary(school=cast.school, by=MACHINE, at=NOW + DAY)
    actions.read_on(school=cast.school, by=MACHINE, at=NOW + DAY)
    found = Canary.objects.filter(alert__isnull=False)
    assert [one.on for one in found] == [(NOW + DAY).date(), NOW.date()]


@MAYBE
def test_what_becomes_a_concern_or_grows_in_that_moment_stays(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    visited(cast.pupil, "a.example")
    decided, grown, over = (raised(cast, cast.pupil, source=str(number), at=NOW - number * DAY)
                            for number in range(3))  # fmt: skip
    late = NOW + 200 * DAY
    drop = forgetting._drop

    def meanwhile(*told: Any) -> int:
        actions.to_concern(alert=decided, minutes=1, by=cast.dsl, at=late)
        Alert.objects.filter(pk=grown.pk).update(last_at=late)
        return drop(*told)

    monkeypatch.setattr(forgetting, "_drop", meanwhile)
    assert actions.forget_alerts(school=cast.school, by=KEEPER, at=late) == 1
    assert set(Alert.objects.all()) == {decided, grown}
    assert not Alert.objects.filter(pk=over.pk).exists()


@MAYBE
def test_where_every_one_of_them_stays_nothing_is_written(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown, drop = raised(cast, cast.pupil), forgetting._drop

    def meanwhile(*told: Any) -> int:
        Alert.objects.filter(pk=grown.pk).update(last_at=NOW + 200 * DAY)
        return drop(*told)

    monkeypatch.setattr(forgetting, "_drop", meanwhile)
    assert night(cast, NOW + 200 * DAY) == 1
    assert "alerts:dropped" not in verbs()


@MAYBE
def test_no_other_schools_alert_goes(cast: Cast) -> None:
    Alert.objects.create(school=cast.other_head.school, token=uuid4(), head="self_harm",
                         severity="note", rule="self-harm-1", whom="dsl", first_at=NOW,
                         last_at=NOW, raised_at=NOW)  # fmt: skip
    actions.forget_alerts(school=cast.school, by=KEEPER, at=NOW + 400 * DAY)
    assert Alert.objects.count() == 1
    assert actions.forget_alerts(school=cast.other_head.school, by=KEEPER,
                                 at=NOW + 400 * DAY) == 1  # fmt: skip


@MAYBE
def test_the_page_says_how_long_and_the_nightly_job_does_it(cast: Cast) -> None:
    assert "6 months (sites), 6 months (mail)" in client_of(cast.dsl).get("/elmfield/alerts/").text
    cast.school.pack = "ashbrook"
    cast.school.save()
    said = client_of(cast.dsl).get("/elmfield/alerts/").text
    assert "kept for 6 months, as the policy says" in said
    raised(cast, cast.pupil)
    with time_machine.travel(NOW + 200 * DAY, tick=False):
        forget_what_is_over.call()
    assert Alert.objects.count() == 0
