"""`./sg roles`: every role that the policy names is held by somebody, or said to be vacant."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from schoolgate.people import actions
from schoolgate.people.models import Appointment, Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast


@pytest.fixture(autouse=True)
def shown(db: None) -> None:
    """The demonstration is in place, and the policies are where they stand in the repository."""
    actions.set_up_demonstration(at=NOW)


def test_at_brookside_every_role_is_held(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("roles", "brookside")
    said = capsys.readouterr().out
    assert "the headteacher: Amara Okafor\n" in said
    assert "VACANT" not in said


def test_a_role_that_nobody_holds_is_vacant_and_the_headteacher_stands_in(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Appointment.objects.filter(role="inclusion_leader").update(until_on=NOW.date())
    with pytest.raises(SystemExit, match="1"):
        call_command("roles", "brookside")
    said = capsys.readouterr()
    assert "the inclusion leader: VACANT; Amara Okafor stands in\n" in said.out
    assert said.err == "1 of 12 roles are vacant.\n"


def test_a_role_whose_holder_leaves_is_vacant_the_day_after() -> None:
    holder = Person.objects.get(name="Colin Frost")
    actions.record_leaving(person=holder, last_day=NOW.date() - dt.timedelta(days=1),
                           by=actions.DEMONSTRATION, at=NOW)  # fmt: skip
    with pytest.raises(SystemExit):
        call_command("roles", "brookside")
    assert Entry.objects.last() is not None


def test_a_school_that_is_not_there_is_answered_in_a_sentence(cast: Cast) -> None:
    with pytest.raises(CommandError, match="There is no school “nowhere”"):
        call_command("roles", "nowhere")
