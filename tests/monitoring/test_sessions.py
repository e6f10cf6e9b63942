"""A social session left open in contact time: lines of a log, the job, the headteacher's page."""

from __future__ import annotations

import pytest

from schoolgate.monitoring import actions
from schoolgate.monitoring.models import AlertRow
from schoolgate.monitoring.rules.alerts import State
from schoolgate.records.models import Entry
from tests.cast import Cast, client_of
from tests.monitoring.logs import LIST, Log, clock, every, page_of
from tests.monitoring.working import verbs

pytestmark = pytest.mark.django_db


@pytest.mark.row("FIL-06")
def test_a_social_session_left_open_in_contact_time_is_one_alert_for_the_headteacher(
    cast: Cast, grown: Log
) -> None:
    grown.write(cast.teacher, every(5, clock(9), clock(9, 40)))
    (alert,) = grown.read(clock(9, 45))
    assert (alert.whom, alert.amount, alert.unit, alert.clause) == (
        "headteacher", 40, "minutes", "9.1.r9")  # fmt: skip
    assert "Social sites in contact time" in client_of(cast.head).get(LIST).text
    page = page_of(alert, cast.head)
    for said in ("40 minutes of contact time, from 14/10/2026 09:00 to 14/10/2026 09:40", "9.1.r9",
                 "Tara Teacher"):  # fmt: skip
        assert said in page, said
    for other in (cast.dsl, cast.technician, cast.teacher, cast.governor, cast.other_head):
        assert client_of(other).get(f"{LIST}{alert.pk}/").status_code in {403, 404}
    entry = Entry.objects.get(verb="monitoring:alert:raised")
    assert entry.clause == "9.1.r9"
    assert verbs() == ["alert:raised", "alert:looked-at"]


@pytest.mark.row("FIL-06")
def test_however_long_it_lasts_and_often_it_is_read_it_is_one_alert(cast: Cast, grown: Log) -> None:
    for hour in range(9, 15):
        grown.write(cast.teacher, every(5, clock(hour), clock(hour, 55)))
        alerts = grown.read(clock(hour, 57))
    (alert,) = alerts
    # 9:00 to 15:00 without the break of a quarter of an hour and the lunch hour
    assert (alert.first_at, alert.last_at, alert.amount) == (clock(9), clock(14, 55), 280)
    assert AlertRow.objects.count() == 1
    assert verbs() == ["alert:raised"]


@pytest.mark.row("FIL-06")
def test_a_tunnel_that_stays_open_is_a_session_when_it_is_logged_at_its_end(
    cast: Cast, grown: Log
) -> None:
    grown.write(cast.teacher, [clock(9, 50)], took=45 * 60_000, verdict="allow")
    (alert,) = grown.read(clock(9, 55))
    assert (alert.first_at, alert.amount) == (clock(9, 5), 45)


@pytest.mark.row("FIL-06")
def test_a_short_session_one_in_a_break_and_one_that_was_opened_are_none(
    cast: Cast, grown: Log
) -> None:
    grown.write(cast.teacher, every(2, clock(9), clock(9, 14)))
    grown.write(cast.teacher, every(2, clock(12), clock(13, 10)), verdict="allow")
    grown.write(cast.teacher, every(5, clock(14), clock(15)), verdict="allow", grant="6f8b")
    grown.write(cast.pupil, every(5, clock(9), clock(12)))
    grown.write(cast.dsl, every(5, clock(16), clock(17)), verdict="allow")
    assert grown.read(clock(17)) == []


def test_a_pack_without_a_clause_or_without_hours_tells_nothing(cast: Cast, grown: Log) -> None:
    cast.school.pack = "thatto-heath"  # forbids it always, and states no times
    cast.school.save()
    grown.write(cast.teacher, every(5, clock(9), clock(11)))
    assert grown.read(clock(11)) == []


def test_what_is_decided_stays_decided_and_the_next_day_is_another_matter(
    cast: Cast, grown: Log
) -> None:
    grown.write(cast.teacher, every(5, clock(9), clock(9, 30)))
    (alert,) = grown.read(clock(9, 35))
    actions.look_at(alert=alert, by=cast.head, at=clock(9, 36))
    actions.no_concern(alert=alert, minutes=2, by=cast.head, at=clock(9, 36))
    grown.write(cast.teacher, every(5, clock(9, 35), clock(9, 50)))
    (alert,) = grown.read(clock(9, 55))
    assert (alert.state, alert.amount) == (State.FALSE, 30)
    grown.write(cast.teacher, every(5, clock(9, days=1), clock(9, 30, days=1)))
    assert len(grown.read(clock(9, 35, days=1))) == 2


def test_the_headteachers_own_session_is_the_chairs(cast: Cast, grown: Log) -> None:
    grown.write(cast.head, every(5, clock(9), clock(9, 30)))
    (alert,) = grown.read(clock(9, 35))
    assert alert.whom == "chair"
    assert client_of(cast.head).get(f"{LIST}{alert.pk}/").status_code == 404


def test_it_becomes_a_concern_with_all_its_rows_and_governors_see_no_number_of_it(
    cast: Cast, grown: Log
) -> None:
    grown.write(cast.teacher, every(5, clock(9), clock(11, 30)))
    grown.write(cast.teacher, every(5, clock(14), clock(14, 10)))
    (alert,) = grown.read(clock(15))
    client_of(cast.head).post(f"{LIST}{alert.pk}/", {"decision": "concern", "minutes": "3"})
    alert.refresh_from_db()
    assert alert.held == 31
    page = client_of(cast.head).get(f"/elmfield/concerns/{alert.case_id}/").text
    assert "Social sites in contact time. 135 minutes of contact time" in page
    report = client_of(cast.governor).get(f"{LIST}report/").text
    assert "There was no alert." in report
    assert "social_in_contact_time" not in report
