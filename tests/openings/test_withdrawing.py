"""Access to the internet withdrawn after misuse: the filter obeys, and it comes back (MON-23)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from schoolgate.filtering import actions, publishing
from schoolgate.filtering.actions import Outcome, UnableToAct
from schoolgate.filtering.decisions import Decision, Why
from schoolgate.filtering.judging import Judge
from schoolgate.filtering.lists.wellknown import help_sites
from schoolgate.filtering.models import Device, Withdrawal
from schoolgate.filtering.rules.withdrawing import State, Term
from schoolgate.filtering.verbs import FilteringVerb as V
from schoolgate.people.models import Person
from tests.cast import NOW, Cast, client_of
from tests.openings.working import HOUR, filtered, stopped, under, verbs, waiting, with_account

Committed = Callable[..., AbstractContextManager[object]]
ROOM = "/elmfield/filter/withdrawn/"
TWO_DAYS = NOW + dt.timedelta(days=2)


@pytest.fixture
def here(settings: Settings, tmp_path: Path, cast: Cast) -> Cast:
    """Elmfield with the policy of Ashbrook, its filter, and a teacher with an account."""
    settings.VAR = tmp_path
    here = filtered(cast, "ashbrook")
    with_account(here.teacher)
    publishing.write_overlay(here.school, NOW)
    return here


def withdrawn(person: Person, by: Person, **other: Any) -> Withdrawal:
    """What somebody decides about a person's access."""
    term = Term(other.pop("until_at", TWO_DAYS), other.pop("review_on", None))
    outcome = Outcome(person, **({"reason": "Games all day.", "term": term} | other))
    return actions.withdraw(outcome=outcome, by=by, at=NOW)


def asked(
    here: Cast, host: str = "sums.test", at: dt.datetime = NOW, client: str = "10.9.9.9",
    user: str | None = None,
) -> Decision:  # fmt: skip
    """What the filter decides for the teacher."""
    name = with_name(here.teacher) if user is None else user
    judge = Judge(publishing.folder_of(here.school))
    return judge.decide(host, client=client, user=name, at=at.timestamp())


def with_name(person: Person) -> str:
    from schoolgate.accounts.models import Account

    return Account.objects.get(person=person).username


@pytest.mark.row("MON-23")
def test_the_filter_is_closed_for_whoever_lost_access_and_says_who_decided(
    here: Cast, django_capture_on_commit_callbacks: Committed
) -> None:
    assert asked(here).why is not Why.WITHDRAWN
    with django_capture_on_commit_callbacks(execute=True):
        made = withdrawn(here.teacher, here.head)
    for host in ("sums.test", "never-heard-of.test", "play.test"):
        assert asked(here, host).why is Why.WITHDRAWN
    assert asked(here, min(help_sites())).why is Why.HELP
    assert asked(here, "dreadful.test").why is Why.FLOOR
    assert asked(here, user="somebody").why is not Why.WITHDRAWN
    assert (made.by, made.role, made.clause) == (here.head, "headteacher", "17.1")
    assert verbs() == [V.WITHDRAWAL_MADE]
    page = client_of(here.head).get(f"{ROOM}{made.pk}/").text
    for said in ("Blocked", "Hana Head, headteacher", "Games all day.", "17.1",
                 "16 October 2026, 10:30"):  # fmt: skip
        assert said in page


@pytest.mark.row("MON-23")
def test_it_comes_back_at_the_end_with_nobody_there_and_earlier_by_a_decision(
    here: Cast, django_capture_on_commit_callbacks: Committed
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = withdrawn(here.teacher, here.head)
    second = dt.timedelta(seconds=1)
    assert asked(here, at=TWO_DAYS - second).why is Why.WITHDRAWN
    assert asked(here, at=TWO_DAYS).why is not Why.WITHDRAWN
    assert made.state(TWO_DAYS) is State.OVER
    with django_capture_on_commit_callbacks(execute=True):
        actions.give_back(row=made, reason="Talked over.", by=here.head, at=NOW)
    assert asked(here).why is not Why.WITHDRAWN
    made.refresh_from_db()
    assert (made.ended_by, made.state(NOW)) == (here.head, State.GIVEN_BACK)
    with pytest.raises(UnableToAct, match="not withdrawn any more"):
        actions.give_back(row=made, reason="Again.", by=here.head, at=NOW)
    assert verbs() == [V.WITHDRAWAL_MADE, V.WITHDRAWAL_ENDED]


def test_a_registered_device_of_theirs_and_a_switched_off_filter_are_no_way_round(
    here: Cast, django_capture_on_commit_callbacks: Committed
) -> None:
    Device.objects.create(school=here.school, name="Laptop", address="10.2.0.7",
                          person=here.teacher, added_at=NOW)  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        withdrawn(here.teacher, here.head)
        off = stopped(here.technician)
        actions.agree(row=off, by=here.head, at=NOW)
    assert asked(here, client="10.2.0.7", user="").why is Why.WITHDRAWN
    assert asked(here, client="10.2.0.8", user="").why is Why.SWITCHED_OFF
    assert asked(here).why is Why.WITHDRAWN


@pytest.mark.row("MON-23")
@pytest.mark.parametrize("pack", ["ashbrook", "cotmanhay", "thatto-heath", "brookside"])
def test_whom_the_policy_tells_of_misuse_decides_and_nobody_else(here: Cast, pack: str) -> None:
    here = under(here, pack)
    for who in (here.technician, here.teacher, here.dsl, here.governor, here.parent, here.pupil):
        with pytest.raises(UnableToAct, match="not yours to decide"):
            withdrawn(here.teacher, who)
    with pytest.raises(UnableToAct, match="your school"):
        withdrawn(here.teacher, here.other_head)
    assert withdrawn(here.teacher, here.head).role == "headteacher"


def test_about_the_headteacher_the_chair_decides_and_the_head_reads_it(here: Cast) -> None:
    with_account(here.head)
    chair = Person.objects.create(school=here.school, name="Cora Chair", role="chair",
                                  kind="governor")  # fmt: skip
    with pytest.raises(UnableToAct, match="the chair"):
        withdrawn(here.head, here.head)
    made = withdrawn(here.head, chair)
    assert waiting(here.head) == ["Read why your access to the internet is withdrawn"]
    assert client_of(here.head).get(f"{ROOM}{made.pk}/end/").status_code == 200
    client_of(here.head).post(f"{ROOM}{made.pk}/end/", {"reason": "I say so."})
    made.refresh_from_db()
    assert made.ended_at is None


@pytest.mark.row("MON-23")
def test_the_person_is_told_and_the_decider_looks_at_it_again(here: Cast) -> None:
    made = withdrawn(here.teacher, here.head, until_at=None, review_on=NOW.date()
                     + dt.timedelta(days=7))  # fmt: skip
    assert waiting(here.teacher) == ["Read why your access to the internet is withdrawn"]
    teacher = client_of(here.teacher)
    assert "Games all day." in teacher.get(f"{ROOM}{made.pk}/").text
    teacher.post(f"{ROOM}{made.pk}/read/")
    assert waiting(here.teacher) == []
    assert waiting(here.head) == []
    week = NOW + dt.timedelta(days=7)
    assert waiting(here.head, week) == ["Review the withdrawn access of Tara Teacher"]
    assert made.state(week) is State.REVIEW
    assert verbs() == [V.WITHDRAWAL_MADE, V.WITHDRAWAL_READ]


def test_others_see_nothing_of_it(here: Cast) -> None:
    made = withdrawn(here.teacher, here.head)
    other = Person.objects.create(school=here.school, name="Oona Other", role="teacher")
    for who in (other, here.technician, here.governor, here.dsl, here.pupil, here.other_head):
        client = client_of(who)
        assert client.get(f"{ROOM}{made.pk}/").status_code == 404
        if who != here.other_head:
            assert "Tara Teacher" not in client.get(ROOM).text
            assert client.get(f"{ROOM}new/").status_code == 403
    assert client_of(None).get(ROOM).status_code == 302
    assert "Tara Teacher" in client_of(here.head).get(f"{ROOM}?which=now&q=tara&as=csv").text


def test_it_needs_a_reason_an_end_or_a_review_and_somebody_whom_the_filter_knows(
    here: Cast,
) -> None:
    with pytest.raises(UnableToAct, match="Write down"):
        withdrawn(here.teacher, here.head, reason=" ")
    with pytest.raises(UnableToAct, match="Give an end"):
        withdrawn(here.teacher, here.head, until_at=None)
    with pytest.raises(UnableToAct, match="later end"):
        withdrawn(here.teacher, here.head, until_at=NOW - HOUR)
    with pytest.raises(UnableToAct, match="later day"):
        withdrawn(here.teacher, here.head, review_on=NOW.date())
    with pytest.raises(UnableToAct, match="no account"):
        withdrawn(here.pupil, here.head)
    made = withdrawn(here.teacher, here.head)
    with pytest.raises(UnableToAct, match="already"):
        withdrawn(here.teacher, here.head)
    assert withdrawn(here.teacher, here.head, ticket=made.ticket) == made


@pytest.mark.row("MON-23")
def test_the_headteacher_does_it_by_the_pages(here: Cast) -> None:
    head = client_of(here.head)
    sent = {"ticket": "6f8b8f0e-0000-4000-8000-000000000001", "person": here.teacher.pk,
            "reason": "Games all day.", "until_at": "", "review_on": ""}  # fmt: skip
    assert "Give an end" in head.post(f"{ROOM}new/", sent).text
    done = head.post(f"{ROOM}new/", sent | {"until_at": "16/10/2026 16:00"}, follow=True).text
    assert "The filter is closed for Tara Teacher" in done
    pk = Withdrawal.objects.get().pk
    back = head.post(f"{ROOM}{pk}/end/", {"reason": "Talked over."}, follow=True).text
    assert "has access to the internet again" in back
    assert "Given back" in head.get(ROOM).text


def test_the_block_page_says_it(here: Cast) -> None:
    page = client_of(None).get("/elmfield/blocked/?why=withdrawn&role=teacher").text
    assert "closed to you for a time" in page
    assert "ask for it to be opened" not in page
