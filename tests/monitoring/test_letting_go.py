"""Rows that the log holds for a case go with the case: never while it is open, not a day late."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from pytest_django.fixtures import Settings

from schoolgate.activity import actions as activity
from schoolgate.activity.copies_of import copies_of
from schoolgate.activity.opening import store_of
from schoolgate.activity.store import Store
from schoolgate.concerns import actions as concerns
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.words import State
from schoolgate.evidence import actions as evidence
from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import MACHINE, letting_go
from schoolgate.monitoring.jobs import KEEPER, forget_what_is_over
from schoolgate.monitoring.models import Alert
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from schoolgate.records.verbs import readable_by
from tests.cast import NOW, OPERATOR, Cast, client_of
from tests.monitoring.mailing import HEAD, TEACHER, letter, taken, with_addresses
from tests.monitoring.working import DAY, case_about, raised, verbs, visited

pytestmark = pytest.mark.django_db
SIX_YEARS = dt.datetime(2032, 10, 14, 22, 30, tzinfo=dt.UTC)  # closed on NOW, clause 10.3


@pytest.fixture
def case(cast: Cast) -> Case:
    """A concern that an alert became, with three rows of the pupil's."""
    visited(cast.pupil, "a.example", "search.example", "b.example")
    return actions.to_concern(alert=raised(cast, cast.pupil), minutes=1, by=cast.dsl, at=NOW)


def close(case: Case, at: dt.datetime = NOW) -> None:
    """The state of a case that was closed: what its gates ask is tried elsewhere."""
    Case.objects.filter(pk=case.pk).update(state=State.CLOSED, closed_at=at)


def ran(cast: Cast, at: dt.datetime) -> int:
    """One night: holds are let go, the log drops what is over; return how many rows are left."""
    actions.let_go(school=cast.school, by=KEEPER, at=at)
    activity.forget(school=cast.school, by=OPERATOR, at=at)
    return len(store_of(cast.school).since("web", 0, 100)[0])


def shown(case: Case, person: Person) -> str:
    return client_of(person).get(f"/elmfield/concerns/{case.pk}/").text


def test_an_open_case_keeps_its_rows_for_years(cast: Cast, case: Case) -> None:
    visited(cast.teacher, "news.example")
    for years in (1, 3, 30):
        assert ran(cast, NOW + years * 365 * DAY) == 3
    assert "hold:released" not in verbs()
    assert "log kept for case" in shown(case, cast.dsl)
    assert "kept while the case is open" in shown(case, cast.dsl)


def test_a_closed_case_keeps_them_as_long_as_its_evidence_to_the_day(
    cast: Cast, case: Case
) -> None:
    close(case)
    assert "kept until 14 October 2032, as long as its evidence" in shown(case, cast.dsl)
    assert ran(cast, SIX_YEARS) == 3
    assert ran(cast, SIX_YEARS + DAY) == 0
    entry = Entry.objects.get(verb="monitoring:hold:released")
    assert (entry.actor, entry.object_id) == ("system:retention", str(case.pk))
    dropped = Entry.objects.filter(verb="activity:days:dropped").order_by("-sequence").first()
    assert dropped is not None
    assert '"rows":"3"' in (dropped.body or "").replace(" ", "")
    assert ran(cast, SIX_YEARS + 2 * DAY) == 0
    assert verbs().count("hold:released") == 1
    assert "log kept for case" not in shown(case, cast.dsl)


def test_who_reads_the_journal_for_a_role_learns_of_no_case_by_it() -> None:
    for role in ("headteacher", "dsl", "governor", "chair", "network_manager"):
        assert "monitoring:hold:released" not in readable_by(role)
    assert "monitoring:hold:released" in readable_by("auditor")


def test_the_last_of_february_counts_in_a_leap_year(cast: Cast, case: Case) -> None:
    leap = dt.datetime(2028, 2, 29, 12, tzinfo=dt.UTC)
    close(case, leap)
    last = dt.datetime(2034, 2, 28, 12, tzinfo=dt.UTC)
    assert (ran(cast, last), ran(cast, last + DAY)) == (3, 0)


def test_where_no_clause_keeps_evidence_the_period_of_the_log_counts_from_closing(
    cast: Cast, case: Case
) -> None:
    cast.school.pack = "ashbrook"
    cast.school.save()
    close(case)
    assert "kept until 14 April 2027, the period of the log" in shown(case, cast.dsl)
    last = dt.datetime(2027, 4, 14, 12, tzinfo=dt.UTC)
    assert (ran(cast, last), ran(cast, last + DAY)) == (3, 0)


def test_a_case_that_is_opened_again_keeps_them(cast: Cast, case: Case) -> None:
    close(case)
    concerns.reopen(case=case, why="More came.", by=cast.dsl, at=NOW)
    assert ran(cast, SIX_YEARS + DAY) == 3


def test_evidence_that_the_police_hold_keeps_them(cast: Cast, case: Case) -> None:
    folder = concerns.open_evidence(case=case, by=cast.dsl, at=NOW)
    evidence.hold(folder=folder, why="A court.", by=cast.dsl, at=NOW)
    close(case)
    assert "held for the police or a court" in shown(case, cast.dsl)
    assert ran(cast, SIX_YEARS + DAY) == 3
    evidence.release(folder=folder, why="It is over.", by=cast.dsl, at=NOW)
    assert ran(cast, SIX_YEARS + 2 * DAY) == 0


def test_rows_that_another_case_holds_stay_for_that_one(cast: Cast, case: Case) -> None:
    other = actions.to_concern(alert=raised(cast, cast.pupil, source="2", rule="self-harm-2"),
                               minutes=1, by=cast.dsl, at=NOW)  # fmt: skip
    close(case)
    assert ran(cast, SIX_YEARS + DAY) == 3
    assert store_of(cast.school).kept.cases() == [str(other.token)]
    close(other)
    assert ran(cast, SIX_YEARS + 2 * DAY) == 0


def test_what_a_merged_case_held_is_kept_with_the_other(cast: Cast, case: Case) -> None:
    visited(cast.pupil, "late.example", at=NOW + DAY)
    other = actions.to_concern(alert=raised(cast, cast.pupil, source="2", at=NOW + DAY),
                               minutes=1, by=cast.dsl, at=NOW + DAY)  # fmt: skip
    concerns.merge(case=case, into=other, why="The same.", by=cast.dsl, at=NOW + DAY)
    assert f"log kept for case {case.name}: 3" in shown(other, cast.dsl)
    assert ran(cast, SIX_YEARS + DAY) == 4
    close(other, NOW)
    assert ran(cast, SIX_YEARS + DAY) == 0


@pytest.mark.parametrize("which", [0, 1, 2])
def test_evidence_of_one_that_the_police_hold_keeps_the_rows_of_all_that_were_merged(
    cast: Cast, case: Case, which: int
) -> None:
    visited(cast.pupil, "late.example", at=NOW + DAY)
    other = actions.to_concern(alert=raised(cast, cast.pupil, source="2", at=NOW + DAY),
                               minutes=1, by=cast.dsl, at=NOW + DAY)  # fmt: skip
    third = case_about(cast, cast.pupil)
    folder = concerns.open_evidence(case=(case, other, third)[which], by=cast.dsl, at=NOW)
    evidence.hold(folder=folder, why="A court.", by=cast.dsl, at=NOW)
    for one in (case, third):
        concerns.merge(case=one, into=other, why="The same.", by=cast.dsl, at=NOW + DAY)
    close(other)
    assert ran(cast, SIX_YEARS + DAY) == 4


def test_a_copy_of_mail_that_a_case_held_goes_with_it_and_no_other_is_held(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_addresses(cast)
    Person.objects.filter(pk=cast.pupil.pk).update(email="pip@elmfield.example")
    for sender, words in (("pip@elmfield.example", "I want to kill myself."), (HEAD, "Thanks.")):
        taken(cast, tmp_path, letter(TEACHER, sender=sender, words=words, sent_at=NOW - DAY))
    actions.judge_mail(school=cast.school, by=MACHINE, at=NOW)
    case = actions.to_concern(alert=Alert.objects.get(), minutes=1, by=cast.dsl, at=NOW)
    ran(cast, NOW + 365 * DAY)
    copies = copies_of(cast.school)
    assert len([*copies.held()]) == 1
    assert "log kept for case" in shown(case, cast.dsl)
    close(case)
    ran(cast, SIX_YEARS)
    assert len([*copies.held()]) == 1
    ran(cast, SIX_YEARS + DAY)
    assert [*copies.held()] == []
    assert not [*store_of(cast.school).folder.rglob("held-*.parquet")]
    assert capsys.readouterr()


def test_whoever_is_stopped_before_the_log_has_done_it_does_it_again(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(case)
    ran(cast, SIX_YEARS)
    with monkeypatch.context() as stopped:
        stopped.setattr("schoolgate.activity.store.Store.release", _stops)
        with pytest.raises(OSError, match="disk"):
            actions.let_go(school=cast.school, by=KEEPER, at=SIX_YEARS + DAY)
    assert ran(cast, SIX_YEARS + DAY) == 0
    assert verbs().count("hold:released") == 2


def test_a_case_that_is_opened_again_while_another_goes_keeps_its_rows(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = NOW + 2 * DAY
    visited(cast.pupil, "late.example", at=late)
    other = actions.to_concern(alert=raised(cast, cast.pupil, source="2", at=late),
                               minutes=1, by=cast.dsl, at=late)  # fmt: skip
    for one in (case, other):
        close(one)
    first, last = sorted((case, other), key=lambda one: str(one.token))
    release = Store.release

    def opens_the_other(store: Store, token: str) -> int:
        if token == str(first.token):
            concerns.reopen(case=last, why="More came.", by=cast.dsl, at=NOW)
        return release(store, token)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Store, "release", opens_the_other)
        ran(cast, SIX_YEARS + DAY)
    assert store_of(cast.school).kept.cases() == [str(last.token)]


def test_a_case_that_is_opened_again_after_the_entry_keeps_its_rows(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(case)
    written = letting_go._write_over

    def then_opened(*told: Any) -> bool:
        says = written(*told)
        concerns.reopen(case=case, why="More came.", by=cast.dsl, at=NOW)
        return says

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(letting_go, "_write_over", then_opened)
        assert ran(cast, SIX_YEARS + DAY) == 3
    assert verbs().count("hold:released") == 1


def _stops(*_: object) -> int:
    raise OSError("The disk is full.")


def test_a_hold_of_a_case_that_never_came_to_be_goes(cast: Cast) -> None:
    who = visited(cast.pupil, "a.example")
    at = int(NOW.timestamp() * 1000)
    store_of(cast.school).hold(str(uuid4()), table="web", who=who, since=at, until=at + 60_000)
    assert ran(cast, NOW) == 1
    assert store_of(cast.school).kept.cases() == []


def test_the_job_goes_on_past_a_school_whose_policy_has_mistakes(
    cast: Cast, case: Case, settings: Settings
) -> None:
    close(case)
    cast.other_head.school.pack = "none-such"
    cast.other_head.school.save()
    with time_machine.travel(SIX_YEARS + DAY, tick=False):
        forget_what_is_over.call()
    assert verbs().count("hold:released") == 1
