"""Concerns in Elmfield: the first report, and people whom the cast has not."""

from __future__ import annotations

from typing import Any

import pytest

from schoolgate.concerns import actions
from schoolgate.concerns.actions import Naming, Sorting, Told
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.words import Part, Seriousness, Track, Way
from schoolgate.concerns.tell import limits
from schoolgate.people.models import Person
from tests.cast import NOW, Cast

SECRET = "Kit Falke cried behind the bins"


@pytest.fixture
def chair(cast: Cast) -> Person:
    """The chair of governors."""
    return Person.objects.create(school=cast.school, name="Cleo Chair", role="chair")


def told(**more: Any) -> Told:
    """What the teacher tells, with what a test adds."""
    return Told(Way.STAFF_FORM, {"what": SECRET}, **more)


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case that the teacher's report has opened."""
    return actions.report(school=cast.school, told=told(), by=cast.teacher, at=NOW)


@pytest.fixture
def post(case: Case, cast: Cast) -> Case:
    """A case of an abusive post about the teacher."""
    actions.name_party(case=case, naming=Naming(Part.TARGET, cast.teacher), by=cast.dsl, at=NOW)
    sorting = Sorting("abusive-post", "bullying", Track.INAPPROPRIATE, Seriousness.SERIOUS, "Read.")
    actions.sort(case=case, sorting=sorting, by=cast.head, at=NOW)
    case.refresh_from_db()
    return case


@pytest.fixture(autouse=True)
def nobody_has_guessed() -> None:
    """Limits are counted in memory, for all tests of a process."""
    limits.WRONG_RECEIPTS.forget()
    limits.REPORTS.forget()
