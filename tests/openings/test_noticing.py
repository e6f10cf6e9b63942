"""A proxy's log tells of ways round the filter, and of openings that were used."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import time_machine

from schoolgate.accounts import actions as accounts
from schoolgate.concerns import actions as cases
from schoolgate.concerns import queries as concerns
from schoolgate.concerns.models import Case, Report
from schoolgate.concerns.rules.words import Part
from schoolgate.filtering import actions
from schoolgate.gateways import noticing
from schoolgate.gateways.squid.log import Line, read
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, OPERATOR, Cast, client_of
from tests.openings.working import granted, with_account

_SOON = NOW + dt.timedelta(minutes=5)


def _written(user: str = "-", at: dt.datetime = NOW, **other: str) -> str:
    """A line of the log: a way round the filter, stopped."""
    said = {"verdict": "block", "why": "category", "role": "teacher", "category": "circumvention",
            "clause": "9.3", "entry": "tunnel.test", "grant": "", "mark": "abc",
            "host": "tunnel.test", "client": "10.1.2.3"} | other  # fmt: skip
    host, client = said.pop("host"), said.pop("client")
    result = "TCP_DENIED" if said["verdict"] == "block" else "TCP_TUNNEL"
    return (f"{at.timestamp():.3f} {client} {user} CONNECT {host} {result} 403 10 10 1 "
            f"{','.join(said.values())} -")  # fmt: skip


def _line(user: str = "-", at: dt.datetime = NOW, **other: str) -> Line:
    return read(_written(user, at, **other))


def _parts(case: Case) -> list[str]:
    return [one.part for one in case.parties.all()]


@pytest.mark.row("FIL-13")
@pytest.mark.parametrize("who", ["teacher", "technician", "pupil"])
def test_whoever_is_stopped_on_a_way_round_is_a_concern_that_the_lead_reads(
    cast: Cast, who: str
) -> None:
    person: Person = getattr(cast, who)
    name = with_account(person)
    lines = [_line(name), _line(name.upper(), _SOON, host="other.test")]
    (case,) = actions.noticed(school=cast.school, lines=lines, at=_SOON).cases
    assert _parts(case) == [Part.SUBJECT]
    if who != "pupil":  # of an adult it is asked first who manages them
        cases.bar_line(case=case, manager=None, by=cast.dsl, at=_SOON)
    page = client_of(cast.dsl).get(f"/elmfield/concerns/{case.pk}/").text
    for said in (
        "stopped a way round it 2 times, from 10:30 to 10:35",
        "tunnel.test, other.test",
        str(person),
    ):
        assert said in page
    assert client_of(person).get(f"/elmfield/concerns/{case.pk}/").status_code in {403, 404}
    assert Entry.objects.filter(verb="concerns:report:made").count() == 1


@pytest.mark.row("FIL-13")
def test_a_log_read_twice_is_one_concern_for_a_person_and_day(cast: Cast) -> None:
    one, other = with_account(cast.teacher), with_account(cast.pupil)
    lines = [_line(one), _line(other), _line(one, _SOON)]
    morrow = NOW + dt.timedelta(days=1)
    first = actions.noticed(school=cast.school, lines=lines, at=_SOON)
    again = actions.noticed(school=cast.school, lines=lines[1:], at=_SOON)
    assert {case.pk for case in again.cases} == {case.pk for case in first.cases}
    actions.noticed(school=cast.school, lines=[_line(one, morrow)], at=morrow)
    assert Report.objects.count() == 3


def test_of_the_headteacher_the_chair_reads_alone(cast: Cast) -> None:
    Person.objects.create(school=cast.school, name="Cora Chair", role="chair")
    name = with_account(cast.head)
    (case,) = actions.noticed(school=cast.school, lines=[_line(name)], at=NOW).cases
    assert case.series == "G"
    assert not concerns.cases(viewer=cast.head, on=NOW.date()).exists()


def test_a_device_a_class_and_a_login_of_elsewhere_are_named_as_they_are_known(cast: Cast) -> None:
    Person.objects.create(school=cast.school, name="Una", role="pupil_ks1", kind="pupil",
                          class_name="4 Oak", year=1)  # fmt: skip
    made = accounts.open_class_login(school=cast.school, class_name="4 Oak", by=OPERATOR, at=NOW)
    lines = [_line(), _line(made.username, _SOON), _line("elsewhere", _SOON + (_SOON - NOW))]
    found = actions.noticed(school=cast.school, lines=lines, at=NOW + dt.timedelta(hours=1)).cases
    for case, said in zip(found, ("The device 10.1.2.3", "The login of class 4 Oak",
                                  "The login elsewhere"), strict=True):  # fmt: skip
        assert said in client_of(cast.dsl).get(f"/elmfield/concerns/{case.pk}/").text
        assert _parts(case) == []


def test_what_was_open_or_closed_for_another_reason_raises_nothing(cast: Cast) -> None:
    lines = [_line(category="games"), _line(verdict="allow", why="switched_off")]
    assert actions.noticed(school=cast.school, lines=lines, at=NOW) == ((), 0)
    assert not Case.objects.exists()


@time_machine.travel(_SOON, tick=False)
def test_the_command_reads_a_log_and_says_what_came_of_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = granted(cast.teacher, cast.head)
    used = _written(verdict="allow", why="grant", category="", clause="", grant=made.token)
    text = "\n".join([_written(), used, used, "no line"])
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert noticing.main(["elmfield"]) == 1
    said = capsys.readouterr()
    assert said.out == "Ways round the filter: 1. Openings used: 1.\n"
    assert said.err == "Lines that could not be read: 1.\n"
    made.refresh_from_db()
    assert made.used is not None
    assert made.used.used_at == NOW
    assert noticing.main(["nowhere"]) == 2
    assert "./sg school list" in capsys.readouterr().err
