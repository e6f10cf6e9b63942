"""Who sees whom: the stranger first, then everybody who should see little, then those who see."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from schoolgate.people import actions, permissions, queries
from schoolgate.people.models import Guardianship, Person, Teaching
from schoolgate.people.rules import Flag, Kind
from schoolgate.records.parties import System
from tests.cast import NOW, Cast

TODAY = NOW.date()
OPERATOR = System("command-line", "The operator")


@pytest.fixture
def school(cast: Cast) -> Cast:
    """The pupil is in 1 Oak, which the teacher teaches, and is the parent's child."""
    Person.objects.filter(pk=cast.pupil.pk).update(class_name="1 Oak", year=1)
    Person.objects.create(school=cast.school, name="Quin Quiet", role="pupil_ks2", year=4,
                          class_name="4 Oak")  # fmt: skip
    Teaching.objects.create(school=cast.school, person=cast.teacher, class_name="1 Oak")
    Guardianship.objects.create(school=cast.school, guardian=cast.parent, pupil=cast.pupil)
    return cast


def seen(viewer: Person | None) -> set[str]:
    return {person.name for person in queries.people(viewer=viewer, on=TODAY)}


STAFF = {"Hana Head", "Dev Lead", "Tara Teacher", "Tek Nishan"}
EVERYONE = STAFF | {"Gus Governor", "Pat Parent", "Pip Pupil", "Quin Quiet"}


@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("stranger", set()),
        ("pupil", {"Pip Pupil"}),
        ("parent", {"Pat Parent", "Pip Pupil"}),
        ("governor", STAFF | {"Gus Governor"}),
        ("teacher", STAFF | {"Gus Governor", "Pip Pupil", "Pat Parent"}),
        ("technician", EVERYONE),
        ("dsl", EVERYONE),
        ("head", EVERYONE),
        ("other_head", {"Olga Other"}),
    ],
)
def test_each_sees_whom_they_need_and_nobody_else(school: Cast, who: str, whom: set[str]) -> None:
    assert seen(getattr(school, who)) == whom


def test_may_i_and_which_ones_agree(school: Cast) -> None:
    for viewer in [None, *Person.objects.all()]:
        visible = set(permissions.visible_to(viewer, on=TODAY))
        for person in Person.objects.all():
            assert permissions.may_see(viewer, person, on=TODAY) == (person in visible)


def test_who_has_left_or_not_begun_sees_nobody(school: Cast) -> None:
    Person.objects.filter(pk=school.head.pk).update(ends_on=TODAY)
    Person.objects.filter(pk=school.dsl.pk).update(starts_on=TODAY + dt.timedelta(days=1))
    for gone in Person.objects.filter(pk__in=[school.head.pk, school.dsl.pk]):
        assert seen(gone) == set()
    assert "Hana Head" not in seen(school.technician)


def test_a_role_held_for_a_while_opens_and_closes_what_may_be_seen(school: Cast) -> None:
    actions.appoint(person=school.teacher, role="the deputy headteacher", from_on=TODAY,
                    until_on=TODAY + dt.timedelta(days=2), by=school.head, at=NOW)  # fmt: skip
    later = TODAY + dt.timedelta(days=2)
    assert seen(school.teacher) == EVERYONE
    assert permissions.visible_to(school.teacher, on=later).count() < len(EVERYONE)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("stranger", False), ("pupil", False), ("parent", False), ("governor", False),
        ("technician", False), ("other_head", False), ("teacher", True), ("dsl", True),
        ("head", True),
    ],
)  # fmt: skip
def test_flags_are_for_leaders_and_the_childs_own_teachers(
    school: Cast, who: str, sees: bool
) -> None:
    actions.set_flag(person=school.pupil, flag=Flag.IN_CARE, by=school.dsl, at=NOW)
    assert queries.restrictions(viewer=getattr(school, who), on=TODAY).exists() == sees


def test_a_teacher_sees_no_flag_of_another_class(school: Cast) -> None:
    other = Person.objects.get(name="Quin Quiet")
    actions.set_flag(person=other, flag=Flag.NO_PHOTO, by=school.head, at=NOW)
    assert not queries.restrictions(viewer=school.teacher, on=TODAY).exists()


def test_the_roster_opens_to_those_who_may_import_alone(school: Cast) -> None:
    for viewer in (school.pupil, school.parent, school.teacher, school.governor, school.other_head):
        assert not queries.roster(school=school.school, viewer=viewer, on=TODAY).exists()
    for keeper in (school.head, school.technician, OPERATOR):
        assert queries.roster(school=school.school, viewer=keeper, on=TODAY).count() == 8


@pytest.mark.parametrize(
    "wrong",
    [
        {"year": 3},
        {"kind": Kind.PUPIL, "year": 14},
        {"starts_on": TODAY, "ends_on": TODAY},
        {"source": "arbor", "external_id": "7"},
    ],
)
def test_the_database_itself_refuses_what_cannot_be(cast: Cast, wrong: dict[str, object]) -> None:
    values = {"school": cast.school, "role": "teacher", "kind": Kind.STAFF}
    Person.objects.create(**values, name="There Already", source="arbor", external_id="7")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(**(values | {"name": "Wrong"} | wrong))
    Person.objects.create(school=cast.other_school, role="teacher", name="Elsewhere",
                          source="arbor", external_id="7")  # fmt: skip


def test_the_filter_costs_one_question_more(
    school: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for viewer in (school.pupil, school.teacher, school.head):
        with django_assert_num_queries(2):
            assert list(queries.people(viewer=viewer, on=TODAY))
