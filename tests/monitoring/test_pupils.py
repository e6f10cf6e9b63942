"""A look at what a pupil did: by the safeguarding lead, for a case, reviewed by somebody else."""

from __future__ import annotations

from typing import Any

import pytest

from schoolgate.concerns.models import Case
from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import Talk, UnableToAct
from schoolgate.monitoring.models import LookUp, SupportTalk
from schoolgate.monitoring.queries import lookups as queries
from schoolgate.people.models import Person
from tests.cast import NOW, Cast
from tests.monitoring.working import DAY, TODAY, again, case_about, looked, request, verbs, visited

pytestmark = pytest.mark.django_db


def begun(cast: Cast, case: Case, by: Person | None = None, **other: Any) -> LookUp:
    values = {"about": cast.pupil, "doer": by or cast.dsl, "purpose": "safeguarding", "reason": ""}
    asked = request(cast, **(values | other))
    return again(actions.ask_for_case(request=asked, case=case, by=by or cast.dsl, at=NOW))


def test_the_safeguarding_lead_looks_for_a_case_and_somebody_else_reviews(cast: Cast) -> None:
    visited(cast.pupil, "chat.example")
    row = begun(cast, case_about(cast, cast.pupil))
    assert [one.what for one in looked(row, cast.dsl).rows] == ["chat.example"]
    actions.end(look_up=row, words="", by=cast.dsl, at=NOW)
    with pytest.raises(UnableToAct):
        actions.review(look_up=again(row), words="Mine.", by=cast.dsl, at=NOW)
    actions.review(look_up=again(row), words="Needed.", by=cast.governor, at=NOW)
    actions.finish(look_up=again(row), by=cast.dsl, at=NOW)
    assert verbs() == ["look-up:asked", "look-up:read", "look-up:ended", "look-up:reviewed",
                       "look-up:finished"]  # fmt: skip
    assert queries.about_me(viewer=cast.pupil, at=NOW) == []


@pytest.mark.parametrize("who", ["head", "technician", "teacher", "governor"])
def test_nobody_else_looks_at_a_pupil(cast: Cast, who: str) -> None:
    case = case_about(cast, cast.pupil)
    with pytest.raises(UnableToAct):
        begun(cast, case, getattr(cast, who))
    assert not LookUp.objects.exists()


def test_without_the_pupil_in_the_case_nobody_looks(cast: Cast) -> None:
    other = Person.objects.create(school=cast.school, name="Oli Other", role="pupil_ks2")
    with pytest.raises(UnableToAct, match="Name the pupil in the case first"):
        begun(cast, case_about(cast, other))


def test_when_the_case_is_closed_the_look_is_over(cast: Cast) -> None:
    visited(cast.pupil, "chat.example")
    case = case_about(cast, cast.pupil)
    row = begun(cast, case)
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=NOW)
    assert "Without a case nobody looks" in looked(row, cast.dsl).refused


@pytest.mark.row("MON-14")
def test_talks_are_written_down_and_nobody_supports_themselves(cast: Cast) -> None:
    talk = Talk(cast.dsl, TODAY, "again", TODAY + 14 * DAY)
    actions.record_talk(talk=talk, by=cast.head, at=NOW)
    actions.record_talk(talk=talk, by=cast.head, at=NOW)
    assert SupportTalk.objects.count() == 1
    with pytest.raises(UnableToAct, match="themselves"):
        actions.record_talk(talk=Talk(cast.head, TODAY, "nothing"), by=cast.head, at=NOW)
    with pytest.raises(UnableToAct):
        actions.record_talk(talk=Talk(cast.dsl, TODAY, "nothing"), by=cast.teacher, at=NOW)
    assert verbs() == ["support:recorded"]
