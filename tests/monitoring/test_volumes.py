"""Large transfers: lines of a log, the job, a page with user, volume, hour and clause."""

from __future__ import annotations

import pytest

from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import UnableToAct
from schoolgate.monitoring.queries import alerts as queries
from schoolgate.monitoring.rules.alerts import Budget
from tests.cast import NOW, Cast, client_of
from tests.monitoring.logs import LIST, Log, clock, every, page_of
from tests.monitoring.working import verbs

pytestmark = pytest.mark.django_db

GIGABYTE = 10**9


@pytest.mark.row("MON-17")
def test_who_moves_twenty_gigabytes_in_an_hour_is_one_alert_with_user_volume_and_hour(
    cast: Cast, grown: Log
) -> None:
    cast.school.pack = "thatto-heath"
    cast.school.save()
    grown.write(cast.teacher, every(3, clock(9), clock(9, 27)), category="education",
              host="films.test", sent=GIGABYTE)  # fmt: skip
    assert grown.read(clock(9, 30)) == []
    grown.write(cast.teacher, every(3, clock(9, 30), clock(9, 57)), category="education",
              host="films.test", sent=GIGABYTE)  # fmt: skip
    (alert,) = grown.read(clock(10))
    assert (alert.unit, alert.clause, alert.whom) == ("bytes", "UA.r14", "headteacher")
    assert "Large transfers" in client_of(cast.head).get(LIST).text
    page = page_of(alert, cast.head)
    for said in ("20.0 GB within an hour, from 14/10/2026 09:00 to 14/10/2026 09:57",
                 "UA.r14", "Tara Teacher"):  # fmt: skip
        assert said in page, said
    assert grown.read(clock(10, 5)) == [alert]
    assert verbs() == ["alert:raised", "alert:looked-at"]


@pytest.mark.row("MON-17")
def test_who_stays_just_under_is_none_and_two_people_are_not_added_up(
    cast: Cast, grown: Log
) -> None:
    for person in (cast.teacher, cast.pupil):
        grown.write(person, every(3, clock(9), clock(9, 57)), host="films.test", category="",
                  sent=GIGABYTE - 11)  # fmt: skip
    assert grown.read(clock(10)) == []


@pytest.mark.row("MON-17")
def test_governors_set_how_much_is_told_and_the_journal_has_it(cast: Cast, grown: Log) -> None:
    sent = {"a_week": "50", "precision": "30", "gigabytes": "2", "because": "Our line is slow."}
    page = client_of(cast.governor).post(f"{LIST}budget/", sent, follow=True).text
    assert "Who moves 2 GB or more in an hour is told." in page
    assert (
        "set large transfers at 2 GB an hour" in client_of(cast.head).get("/elmfield/journal/").text
    )
    grown.write(cast.pupil, [clock(9), clock(9, 30)], host="films.test", category="", sent=GIGABYTE)
    (alert,) = grown.read(clock(10))
    assert (alert.whom, alert.clause) == ("dsl", "")
    assert "has no clause about it" in page_of(alert, cast.dsl)


@pytest.mark.parametrize("who", ["head", "technician", "pupil", "other_head", "stranger"])
def test_nobody_but_governors_sets_it(cast: Cast, who: str) -> None:
    sent = {"a_week": "50", "precision": "30", "gigabytes": "2", "because": "Slow."}
    assert client_of(getattr(cast, who)).post(f"{LIST}budget/", sent).status_code in {302, 403, 404}
    assert queries.budget_of(cast.school).gigabytes == 20


def test_less_than_a_gigabyte_is_refused(cast: Cast) -> None:
    with pytest.raises(UnableToAct, match="gigabytes"):
        actions.set_budget(budget=Budget(50, 30, 0), because="All.", by=cast.governor, at=NOW)
