"""A log that is broken stops neither the page of a case nor the nights of other schools."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from uuid import uuid4

import pytest
import time_machine

from schoolgate.activity import opening
from schoolgate.activity.manifest import NAME
from schoolgate.activity.opening import folder_of, store_of
from schoolgate.activity.reading import Reader
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.words import State
from schoolgate.monitoring import actions
from schoolgate.monitoring.jobs import forget_what_is_over, read_logs
from schoolgate.monitoring.models import Alert
from schoolgate.people.models import School
from schoolgate.records import sealing
from tests.cast import NOW, Cast, client_of
from tests.monitoring.working import DAY, event, raised, verbs, visited

pytestmark = pytest.mark.django_db
LATE = NOW + 7 * 366 * DAY


def without_files(school: School) -> None:
    for one in folder_of(school).rglob("*.parquet"):
        one.unlink()


def no_database(school: School) -> None:
    store_of(school).close()
    for one in folder_of(school).glob(f"{NAME}*"):
        one.unlink()
    (folder_of(school) / NAME).write_bytes(b"This is no database. " * 100)


def another_key(school: School) -> None:
    opening._opened.cache_clear()
    wrapped = sealing.wrap(sealing.new_key(), to="another-school:activity")
    (folder_of(school) / "key").unlink()
    (folder_of(school) / "key").write_text(b64encode(wrapped).decode())


def no_key(school: School) -> None:
    opening._opened.cache_clear()
    (folder_of(school) / "key").unlink()
    (folder_of(school) / "key").write_text("no key")


WAYS = pytest.mark.parametrize("broken", [without_files, no_database, another_key, no_key])


@pytest.fixture
def case(cast: Cast) -> Case:
    """A concern that an alert became, with three rows of the pupil's."""
    visited(cast.pupil, "a.example", "search.example", "b.example")
    return actions.to_concern(alert=raised(cast, cast.pupil), minutes=1, by=cast.dsl, at=NOW)


@WAYS
def test_the_page_of_a_case_says_that_the_log_is_not_read(
    cast: Cast, case: Case, broken: Callable[[School], None]
) -> None:
    broken(cast.school)
    answer = client_of(cast.dsl).get(f"/elmfield/concerns/{case.pk}/")
    assert answer.status_code == 200
    says = f"What the activity log keeps for case {case.name} cannot be read now."
    assert says in answer.text


def test_the_page_of_a_case_counts_rows_and_reads_none(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(Reader, "between")
    answer = client_of(cast.dsl).get(f"/elmfield/concerns/{case.pk}/")
    assert f"log kept for case {case.name}: 3 (sites" in answer.text


@pytest.mark.parametrize("broken", [no_database, another_key])
def test_the_night_goes_on_at_other_schools_and_with_alerts_at_this_one(
    cast: Cast, case: Case, broken: Callable[[School], None]
) -> None:
    Case.objects.filter(pk=case.pk).update(state=State.CLOSED, closed_at=NOW)
    there = cast.other_head.school
    row = event(cast.other_head, "a.example", NOW)
    store_of(there).append("web", [row], source="test", upto="1")
    Alert.objects.create(school=there, token=uuid4(), head="self_harm", severity="note",
                         rule="self-harm-1", whom="dsl", first_at=NOW, last_at=NOW,
                         raised_at=NOW)  # fmt: skip
    broken(there)
    with time_machine.travel(LATE, tick=False):
        forget_what_is_over.call()
    assert not Alert.objects.exists()
    assert verbs().count("hold:released") == 1
    assert store_of(cast.school).kept.cases() == []


@pytest.mark.parametrize("broken", [no_database, another_key, no_key])
def test_alerts_are_raised_at_the_schools_behind_one_whose_log_is_broken(
    cast: Cast, broken: Callable[[School], None]
) -> None:
    here, there = cast.school, cast.other_head.school
    visited(cast.pupil, "a.example")
    visited(cast.other_head, "a.example", term="how to kill myself", role="pupil_ks2")
    broken(here)
    read_logs.call()
    assert {one.school for one in Alert.objects.all()} == {there}
    assert verbs().count("alert:raised") == 1
