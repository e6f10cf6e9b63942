"""People and roles changed one at a time: the outcome, and one entry in the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from schoolgate.people import actions, queries
from schoolgate.people.models import Appointment, Guardianship, Person, Restriction
from schoolgate.people.rules import Flag, Kind
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records import queries as journal
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast

TODAY = NOW.date()
NEXT_WEEK = TODAY + dt.timedelta(days=7)


def the_entry() -> str:
    """The journal's one entry as a sentence."""
    return journal.sentence(Entry.objects.get())


def appointed(cast: Cast, **other: object) -> Appointment:
    values = {"person": cast.teacher, "role": "the inclusion leader", "from_on": TODAY,
              "by": cast.head, "at": NOW}  # fmt: skip
    return actions.appoint(**(values | other))  # type: ignore[arg-type]


def test_an_appointment_is_held_from_the_day_until_the_day(cast: Cast) -> None:
    appointed(cast, until_on=NEXT_WEEK)
    for on, holder in [(TODAY, cast.teacher), (NEXT_WEEK, cast.head)]:
        assert queries.holders(school=cast.school, role="inclusion leader", on=on) == [holder]
    assert the_entry() == ("Hana Head appointed Tara Teacher, inclusion leader from 2026-10-14.")


@pytest.mark.parametrize(
    "who", ["pupil", "parent", "technician", "teacher", "dsl", "governor", "other_head"]
)
def test_only_head_and_chair_appoint(cast: Cast, who: str) -> None:
    with pytest.raises(actions.NotAllowed, match="Ask the headteacher"):
        appointed(cast, person=cast.dsl, by=getattr(cast, who))
    assert (Appointment.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"until_on": TODAY}, "before it begins"),
        ({"person": "head"}, "Nobody appoints themselves"),
    ],
)
def test_what_cannot_be_held_is_refused(
    cast: Cast, wrong: dict[str, object], sentence: str
) -> None:
    given = {key: getattr(cast, value) if key == "person" else value  # type: ignore[call-overload]
             for key, value in wrong.items()}  # fmt: skip
    with pytest.raises(actions.UnableToAppoint, match=sentence):
        appointed(cast, **given)
    assert Entry.objects.count() == 0


def test_a_role_is_not_given_twice_to_one_person(cast: Cast) -> None:
    appointed(cast)
    with pytest.raises(actions.UnableToAppoint, match="already"):
        appointed(cast)
    assert Entry.objects.count() == 1


def test_an_ended_role_is_vacant_and_can_be_given_again(cast: Cast) -> None:
    first = appointed(cast, from_on=TODAY - dt.timedelta(days=1))
    Entry.objects.count()
    actions.end_role(appointment=first, until_on=TODAY, by=cast.head, at=NOW)
    wanted = ["the inclusion leader", "the headteacher"]
    assert queries.vacant_roles(school=cast.school, roles=wanted, on=TODAY) == wanted[:1]
    appointed(cast)
    assert queries.vacant_roles(school=cast.school, roles=wanted, on=TODAY) == []
    assert list(Entry.objects.order_by("sequence").values_list("verb", flat=True)) == [
        "people:role:appointed", "people:role:ended", "people:role:appointed",
    ]  # fmt: skip


def test_a_leaver_holds_no_role_whatever_the_appointment_says(cast: Cast) -> None:
    appointed(cast)
    actions.record_leaving(person=cast.teacher, last_day=TODAY, by=cast.head, at=NOW)
    tomorrow = TODAY + dt.timedelta(days=1)
    role = ["inclusion leader"]
    assert queries.vacant_roles(school=cast.school, roles=role, on=TODAY) == []
    assert queries.vacant_roles(school=cast.school, roles=role, on=tomorrow) == role


def test_a_delegate_and_a_deputy_stand_in(cast: Cast) -> None:
    held = appointed(cast)
    actions.delegate(appointment=held, to=cast.dsl, scope="the register", from_on=TODAY,
                     until_on=NEXT_WEEK, by=cast.teacher, at=NOW)  # fmt: skip
    stand_in = appointed(cast, person=cast.technician, deputy_of=held, role="deputy inclusion lead")
    Person.objects.filter(pk=cast.teacher.pk).update(ends_on=TODAY)
    role = "the inclusion leader"
    assert queries.holders(school=cast.school, role=role, on=TODAY) == [cast.dsl]
    assert queries.holders(school=cast.school, role=role, on=NEXT_WEEK) == [stand_in.person]


def test_flags_are_set_once_and_lifted_with_their_history(cast: Cast) -> None:
    actions.set_flag(person=cast.pupil, flag=Flag.NO_PHOTO, by=cast.dsl, at=NOW)
    assert the_entry() == "Dev Lead set “no photo” for Pip Pupil."
    with pytest.raises(actions.UnableToFlag, match="set already"):
        actions.set_flag(person=cast.pupil, flag=Flag.NO_PHOTO, by=cast.dsl, at=NOW)
    later = NOW + dt.timedelta(days=1)
    actions.lift_flag(person=cast.pupil, flag=Flag.NO_PHOTO, by=cast.dsl, at=later)
    assert Restriction.objects.get().until_on == later.date()
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("who", ["technician", "teacher", "parent", "other_head"])
def test_flags_are_not_everybodys_to_set(cast: Cast, who: str) -> None:
    with pytest.raises(actions.NotAllowed):
        actions.set_flag(person=cast.pupil, flag=Flag.IN_CARE, by=getattr(cast, who), at=NOW)
    assert (Restriction.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize("kind", list(Kind))
def test_people_of_every_kind_are_added(cast: Cast, kind: Kind) -> None:
    added = actions.add_person(school=cast.school, name="Neva New", kind=kind, by=cast.head, at=NOW)
    assert Person.objects.get(name="Neva New").role == added.role != ""
    assert the_entry() == "Hana Head added Neva New."


def test_a_guardian_answers_for_a_pupil_of_the_same_school(cast: Cast) -> None:
    actions.name_guardian(pupil=cast.pupil, guardian=cast.parent, relation="grandparent",
                          by=cast.head, at=NOW)  # fmt: skip
    assert Guardianship.objects.get().relation == "grandparent"
    assert the_entry() == "Hana Head named Pat Parent as grandparent of Pip Pupil."
    with pytest.raises(actions.UnableToChange, match="same school"):
        actions.name_guardian(pupil=cast.pupil, guardian=cast.other_head, relation="parent",
                              by=cast.head, at=NOW)  # fmt: skip


def test_the_demonstration_fills_brookside_once(db: None) -> None:
    actions.set_up_demonstration(at=NOW)
    count: Callable[[Kind], int] = lambda kind: Person.objects.filter(kind=kind).count()  # noqa: E731
    assert (count(Kind.PUPIL), count(Kind.STAFF), count(Kind.GOVERNOR)) == (240, 24, 8)
    assert not Person.objects.filter(kind=Kind.PUPIL, guarded_by=None).exists()
    told = Entry.objects.get(verb=PeopleVerb.DEMONSTRATION_SET_UP)
    assert journal.sentence(told).startswith("The demonstration put ")
    before = Entry.objects.count()
    actions.set_up_demonstration(at=NOW)
    assert Entry.objects.count() == before
