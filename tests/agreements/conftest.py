"""Elmfield under several policies, with a family in it, and the few things that most tests ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import pytest

from schoolgate.agreements import actions, queries
from schoolgate.agreements.actions import Given
from schoolgate.agreements.models import Signature
from schoolgate.agreements.queries import Line
from schoolgate.people.models import Guardianship, Person, School, Teaching
from tests.cast import NOW, OPERATOR, Cast

STAFF = "staff-for-staff"
KS1 = "pupil-for-pupil-ks1-by-parent"
KS2 = "pupil-for-pupil-ks2"
Under = Callable[[str], Cast]


@pytest.fixture
def under(cast: Cast) -> Under:
    """The cast, at a school with this pack."""

    def refreshed(pack: str) -> Cast:
        School.objects.filter(pk=cast.school.pk).update(pack=pack)
        people: dict[str, Any] = {
            name: type(one).objects.get(pk=one.pk)
            for name, one in cast._asdict().items()
            if isinstance(one, (Person, School))
        }
        return cast._replace(**people)

    return refreshed


@pytest.fixture
def heath(under: Under) -> Cast:
    """The cast under Thatto Heath's policy, which names each agreement."""
    return under("thatto-heath")


class Family(NamedTuple):
    """A parent with a child of each key stage, and a teacher of the older one's class."""

    parent: Person
    young: Person
    old: Person


@pytest.fixture
def family(cast: Cast) -> Family:
    """Pat's children: Yan in year 1, Ola in year 4, whom Tara teaches."""
    school = School.objects.get(pk=cast.school.pk)

    def pupil(name: str, year: int, class_name: str) -> Person:
        role = "pupil_ks1" if year < 3 else "pupil_ks2"
        made = Person.objects.create(school=school, name=name, role=role, year=year,
                                     class_name=class_name)  # fmt: skip
        Guardianship.objects.create(school=school, guardian=cast.parent, pupil=made)
        return made

    Teaching.objects.create(school=school, person=cast.teacher, class_name="4 Oak")
    return Family(cast.parent, pupil("Yan Young", 1, "1 Oak"), pupil("Ola Older", 4, "4 Oak"))


def line_of(person: Person, key: str, at: datetime = NOW) -> Line:
    """An agreement of somebody as it stands."""
    person = Person.objects.select_related("school").get(pk=person.pk)
    found = queries.line(person.school, person, key, at=at)
    assert found is not None
    return found


def given(line: Line, name: str = "In full", **other: Any) -> Given:
    """Everything confirmed, under a name."""
    keys = tuple(one.key for one in line.text.statements)
    return Given(
        **({"text_hash": line.text.hash, "statements": keys, "name_written": name} | other)
    )


def signed(
    person: Person, key: str, by: Person | None = None, at: datetime = NOW
) -> Signature:  # fmt: skip
    """The agreement signed, by themselves or a parent."""
    line = line_of(person, key, at)
    signer = Person.objects.select_related("school").get(pk=(by or person).pk)
    return actions.sign(document=key, for_=line.person, given=given(line), by=signer, at=at)


def trained(*people: Person) -> None:
    """Recorded as trained."""
    school = School.objects.get(pk=people[0].school_id)
    actions.record_training(school=school, present=[one.pk for one in people], by=OPERATOR, at=NOW,
                            words="in the hall, 1 September")  # fmt: skip
