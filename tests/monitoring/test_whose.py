"""Detected misuse names who sat there at that time; where nobody is sure, nobody is named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from schoolgate.activity import actions as activity
from schoolgate.activity import commandline
from schoolgate.activity.opening import store_of
from schoolgate.concerns.models import Party
from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import MACHINE
from schoolgate.monitoring.models import Alert
from schoolgate.people.models import Person
from tests.cast import NOW, OPERATOR, Cast, client_of
from tests.monitoring.working import account, verbs

pytestmark = pytest.mark.django_db
HERE = "10.1.0.7"


def searched(cast: Cast, folder: Path, *, role: str = "pupil_ks2") -> None:
    """A worrying search at a computer whose lines have no user name, now."""
    log = folder / "access.log"
    with log.open("a") as lines:
        lines.write(
            f"{NOW.timestamp():.3f} {HERE} - GET www.google.com TCP_MISS 200 97 1234 15"
            f" allow,unlisted,{role},,,,, /search?q=how+to+kill+myself\n"
        )
    activity.take(school=cast.school, path=log, by=OPERATOR, at=NOW)
    actions.read_on(school=cast.school, by=MACHINE, at=NOW)


def sat(folder: Path, *people: Person, minutes: int = 10) -> None:
    """Sessions of the network manager's file: these people at that computer around now."""
    span = [f"{NOW + dt.timedelta(minutes=one):%Y-%m-%dT%H:%M:%S%z}" for one in (-minutes, minutes)]
    rows = [f"{HERE},{account(one)},{','.join(span)}" for one in people]
    file = folder / "logons.csv"
    file.write_text("\n".join(["address,user,from,until", *rows]))
    assert commandline.main(["sessions", str(file), "--school", "elmfield"]) == 0


def shown(viewer: Person) -> str:
    """The page of the one alert, as its reader opens it."""
    return client_of(viewer).get(f"/elmfield/alerts/{Alert.objects.get().pk}/").text


@pytest.mark.row("MON-24")
def test_an_alert_names_whoever_sat_at_the_computer_at_that_time(
    cast: Cast, tmp_path: Path
) -> None:
    sat(tmp_path, cast.pupil)
    searched(cast, tmp_path)
    assert Alert.objects.get().whom == "dsl"
    assert "Pip Pupil: 1" in shown(cast.dsl)
    assert verbs()[-1] == "alert:looked-at"
    for other in (cast.teacher, cast.technician, cast.pupil, cast.head, cast.other_head):
        assert client_of(other).get(f"/elmfield/alerts/{Alert.objects.get().pk}/").status_code in {
            403, 404}  # fmt: skip


@pytest.mark.row("MON-24")
def test_two_people_at_one_computer_are_unknown_and_neither_is_guessed(
    cast: Cast, tmp_path: Path
) -> None:
    other = Person.objects.create(school=cast.school, name="Olly Oak", role="pupil_ks2")
    sat(tmp_path, cast.pupil, other)
    searched(cast, tmp_path)
    page = shown(cast.dsl)
    assert f"Unknown, at the computer {HERE}" in page
    assert "Pip Pupil" not in page
    assert "Olly Oak" not in page
    case = actions.to_concern(alert=Alert.objects.get(), minutes=1, by=cast.dsl, at=NOW)
    assert Party.objects.filter(case=case).count() == 1  # whoever opened it
    assert Alert.objects.get().held == 1


def test_sessions_that_come_after_the_lines_name_whoever_it_was(cast: Cast, tmp_path: Path) -> None:
    sat(tmp_path, cast.pupil, minutes=1)
    store = store_of(cast.school)
    with store.kept.writing() as one:  # the computer is known, and who sat there just now is not
        one.execute("UPDATE session SET since = since - 7200000, until = until - 7200000")
    searched(cast, tmp_path)
    assert "Unknown, at the computer" in shown(cast.dsl)
    sat(tmp_path, cast.pupil)
    assert "Pip Pupil: 1" in shown(cast.dsl)


def test_an_employee_who_turns_out_to_have_sat_there_is_not_named_to_the_safeguarding_lead(
    cast: Cast, tmp_path: Path
) -> None:
    sat(tmp_path, cast.pupil, cast.teacher)
    searched(cast, tmp_path)
    store = store_of(cast.school)
    pupil = store.pseudonym("person", account(cast.pupil))
    with store.kept.writing() as one:
        one.execute("DELETE FROM session WHERE who = ?", (pupil,))
    page = shown(cast.dsl)
    assert "Tara Teacher" not in page
    assert "Unknown" in page
