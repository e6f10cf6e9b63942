"""The filter switched off: two people, a process, an end; it comes back by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from schoolgate.approvals.verbs import ApprovalsVerb as A
from schoolgate.filtering import actions
from schoolgate.filtering.actions import UnableToAct
from schoolgate.filtering.models import SwitchOff
from schoolgate.filtering.queries import openings as queries
from schoolgate.filtering.rules.openings import State
from schoolgate.filtering.verbs import FilteringVerb as V
from tests.cast import NOW, Cast, client_of
from tests.openings.working import (
    HOUR,
    allowed,
    manager_of,
    stopped,
    under,
    verbs,
    waiting,
    with_account,
)


@pytest.mark.row("FIL-10")
def test_without_the_headteachers_permission_it_is_refused(cast: Cast) -> None:
    here = under(cast, "thatto-heath")
    manager = manager_of(here)
    with pytest.raises(UnableToAct, match=r"stays on.*Tech\.b10.*Nobody has asked"):
        stopped(manager)
    assert not SwitchOff.objects.exists()
    assert verbs() == []


@pytest.mark.row("FIL-10")
def test_with_it_the_record_shows_whom_from_when_until_when_and_why(cast: Cast) -> None:
    here = under(cast, "thatto-heath")
    manager = manager_of(here)
    permission = allowed(here, manager)
    off = stopped(manager)
    assert off.state(NOW) is State.IN_FORCE
    assert (off.process, off.agreed_by) == (permission, here.head)
    assert verbs()[-4:] == [A.APPROVAL_USED, V.SWITCH_OFF_ASKED, V.SWITCH_OFF_AGREED,
                            V.DECISIONS_RECORDED]  # fmt: skip
    page = client_of(here.governor).get("/elmfield/filter/off/").text
    for said in ("everybody", "An update is stuck", "14 October 2026, 10:30",
                 "14 October 2026, 11:30", "Nel Network", "Hana Head", "Tech.b10"):  # fmt: skip
        assert said in page


@pytest.mark.row("FIL-10")
def test_it_comes_back_by_itself(cast: Cast) -> None:
    here = under(cast, "thatto-heath")
    manager = manager_of(here)
    allowed(here, manager)
    off = stopped(manager)
    (told,) = queries.in_force(here.school, NOW).switch_offs
    assert (told.for_all, told.users) == (True, ())
    assert told.until_at == (NOW + HOUR).timestamp()
    assert off.state(NOW + HOUR) is State.OVER
    assert queries.in_force(here.school, NOW + HOUR).switch_offs == ()


def test_at_most_a_day_with_an_end_within_the_permission(cast: Cast) -> None:
    here = under(cast, "thatto-heath")
    manager = manager_of(here)
    allowed(here, manager, until=2 * HOUR)
    with pytest.raises(UnableToAct, match="24 hours at most"):
        stopped(manager, until_at=NOW + dt.timedelta(hours=24, minutes=1))
    with pytest.raises(UnableToAct, match="Give an earlier end"):
        stopped(manager, until_at=NOW + 3 * HOUR)
    with pytest.raises(UnableToAct, match="Write down"):
        stopped(manager, reason="")
    assert not SwitchOff.objects.exists()


@pytest.mark.parametrize("who", ["technician", "head"])
def test_under_thatto_heath_nobody_but_the_network_manager_does_it(cast: Cast, who: str) -> None:
    here = under(cast, "thatto-heath")
    with pytest.raises(UnableToAct, match=r"Tech\.b10 does not let you"):
        stopped(getattr(here, who))


def test_under_brookside_it_is_for_one_person_and_never_for_all(cast: Cast) -> None:
    allowed(cast, cast.technician)
    with pytest.raises(UnableToAct, match=r"Clause 9\.3 does not let you.*for everybody"):
        stopped(cast.technician)
    with pytest.raises(UnableToAct, match="no account"):
        stopped(cast.technician, person=cast.teacher)
    name = with_account(cast.teacher)
    off = stopped(cast.technician, person=cast.teacher)
    (told,) = queries.in_force(cast.school, NOW).switch_offs
    assert (told.for_all, told.users, told.token) == (False, (name,), off.token)


def test_a_silent_policy_leaves_it_to_the_head_and_a_second_person(cast: Cast) -> None:
    here = under(cast, "cotmanhay")
    off = stopped(here.technician)
    assert off.state(NOW) is State.WAITING
    assert queries.in_force(here.school, NOW).switch_offs == ()
    for who in (here.technician, here.dsl, here.governor, here.other_head):
        with pytest.raises(UnableToAct, match="one of them is the headteacher"):
            actions.agree(row=off, by=who, at=NOW)
    actions.agree(row=off, by=here.head, at=NOW)
    assert SwitchOff.objects.get().state(NOW) is State.IN_FORCE
    assert verbs() == [V.SWITCH_OFF_ASKED, V.SWITCH_OFF_AGREED, V.DECISIONS_RECORDED]


def test_the_head_does_not_do_it_alone(cast: Cast) -> None:
    here = under(cast, "ashbrook")
    off = stopped(here.head)
    with pytest.raises(UnableToAct, match="Two people"):
        actions.agree(row=off, by=here.head, at=NOW)
    with pytest.raises(UnableToAct, match="Two people"):
        actions.agree(row=off, by=here.dsl, at=NOW)
    actions.agree(row=off, by=here.technician, at=NOW)
    assert SwitchOff.objects.get().state(NOW) is State.IN_FORCE


def test_the_database_takes_no_one_person(cast: Cast) -> None:
    off = stopped(under(cast, "cotmanhay").technician)
    with pytest.raises(IntegrityError), transaction.atomic():
        SwitchOff.objects.filter(pk=off.pk).update(agreed_by=off.asker, agreed_at=NOW)


@pytest.mark.parametrize(("who", "status"), [
    ("stranger", 302), ("pupil", 403), ("parent", 403), ("teacher", 403), ("governor", 403),
    ("other_head", 404),
])  # fmt: skip
def test_nobody_else_reaches_the_form(cast: Cast, who: str, status: int) -> None:
    answer = client_of(getattr(cast, who)).get("/elmfield/filter/off/new/")
    assert answer.status_code == status


def test_while_it_is_off_it_stands_on_the_lists_and_can_be_switched_on(cast: Cast) -> None:
    here = under(cast, "cotmanhay")
    off = stopped(here.technician)
    assert waiting(here.head) == ["Agree or not: switch the filter off for everybody"]
    actions.agree(row=off, by=here.head, at=NOW)
    for who in (here.head, here.governor, here.technician):
        titles = waiting(who)
        assert "The filter is off for everybody: 1 hour left" in titles
    assert waiting(here.teacher) == []
    actions.switch_on(row=off, by=here.head, at=NOW + dt.timedelta(minutes=5))
    assert SwitchOff.objects.get().state(NOW + dt.timedelta(minutes=5)) is State.REVOKED
    assert queries.in_force(here.school, NOW).switch_offs == ()
    assert verbs()[-1] == V.SWITCH_OFF_ENDED


def test_what_nobody_agreed_to_is_taken_back_or_lapses(cast: Cast) -> None:
    here = under(cast, "cotmanhay")
    off = stopped(here.technician)
    assert off.state(NOW + HOUR) is State.TOO_LATE
    actions.switch_on(row=off, by=here.technician, at=NOW)
    assert SwitchOff.objects.get().state(NOW) is State.WITHDRAWN
    with pytest.raises(UnableToAct):
        actions.agree(row=SwitchOff.objects.get(), by=here.head, at=NOW)
