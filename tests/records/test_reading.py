"""Closed by default: who has no role that a verb names reads nothing."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from schoolgate.people.models import Person
from schoolgate.people.permissions import reader_of
from schoolgate.records import permissions, queries, verbs
from schoolgate.records.models import Entry
from schoolgate.records.permissions import Reader
from schoolgate.records.queries import Filters
from tests.cast import NOW, Cast
from tests.records.acts import act

ACTION = UUID(int=7)


@pytest.fixture
def several(cast: Cast) -> Cast:
    """Four entries of Elmfield, one of Oakhurst."""
    act(cast)
    act(cast, object=cast.teacher, at=NOW + dt.timedelta(hours=1))
    act(cast, by=cast.dsl, clause="9.4", action_id=ACTION)
    act(cast, by=cast.dsl, action_id=ACTION, at=NOW + dt.timedelta(days=1))
    act(cast, school=cast.other_school, by=cast.other_head)
    return cast


def reader(person: Person | None) -> Reader | None:
    """Somebody as the journal sees them today."""
    return reader_of(person, on=NOW.date())


def numbers(viewer: Person | None, cast: Cast, filters: Filters | None = None) -> list[int]:
    found = queries.entries(viewer=reader(viewer), school=cast.school, filters=filters)
    return [entry.sequence for entry in found]


@pytest.mark.parametrize(
    "who", ["stranger", "pupil", "parent", "technician", "teacher", "dsl", "other_head"]
)
def test_whom_no_verb_names_reads_nothing(several: Cast, who: str) -> None:
    assert numbers(getattr(several, who), several) == []


@pytest.mark.parametrize("who", ["head", "governor"])
def test_whom_a_verb_names_reads_the_own_school_newest_first(several: Cast, who: str) -> None:
    assert numbers(getattr(several, who), several) == [4, 3, 2, 1]


def test_the_head_of_another_school_reads_that_school(several: Cast) -> None:
    found = queries.entries(viewer=reader(several.other_head), school=several.other_school)
    assert [entry.actor_label for entry in found] == ["Olga Other"]


def test_an_empty_role_reads_nothing(several: Cast) -> None:
    several.head.role = ""
    assert numbers(several.head, several) == []


def test_an_entry_whose_verb_is_gone_is_read_by_nobody(
    several: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "_known", {})
    assert numbers(several.head, several) == []


def test_may_i_and_which_ones_agree(several: Cast) -> None:
    for viewer in several:
        if viewer is None or isinstance(viewer, Person):
            visible = set(permissions.visible_to(reader(viewer)))
            for entry in Entry.objects.all():
                assert permissions.may_read(reader(viewer), entry) == (entry in visible)


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (Filters(object_kind="people.person"), [4, 3, 2, 1]),
        (Filters(clause="9.4"), [3]),
        (Filters(action_id=ACTION), [4, 3]),
        (Filters(from_at=NOW + dt.timedelta(hours=1)), [4, 2]),
        (Filters(until_at=NOW + dt.timedelta(hours=1)), [3, 1]),
        (Filters(verb="records:body:erased"), []),
        (Filters(clause="5.7a", from_at=NOW + dt.timedelta(days=1)), [4]),
    ],
)
def test_filters_narrow_what_is_read(several: Cast, filters: Filters, wanted: list[int]) -> None:
    assert numbers(several.head, several, filters) == wanted


def test_filters_find_a_person_and_a_thing(several: Cast) -> None:
    by_dsl = Filters(actor=f"person:{several.dsl.pk}")
    about_teacher = Filters(object_kind="people.person", object_id=str(several.teacher.pk))
    assert numbers(several.head, several, by_dsl) == [4, 3]
    assert numbers(several.head, several, about_teacher) == [2]
