"""An act and its entry stand or fall together, and the entry says all that is asked of it."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection, transaction

from schoolgate.people.models import Person
from schoolgate.records import actions, parties, rules, storing
from schoolgate.records.actions import UnableToWrite
from schoolgate.records.models import Entry, Journal
from schoolgate.records.parties import System, Thing
from tests.cast import NOW, Cast
from tests.records.acts import EXPORTED, act


def test_an_entry_says_who_did_what_to_whom_when_and_why(cast: Cast) -> None:
    action = uuid4()
    act(cast, body={"b": 1, "a": "£"}, action_id=action)
    entry = Entry.objects.get()
    assert (entry.journal_id, entry.sequence, entry.at) == (cast.school.pk, 1, NOW)
    assert (entry.actor, entry.actor_label) == (f"person:{cast.head.pk}", "Hana Head")
    assert (entry.verb, entry.clause) == ("records:journal:exported", "5.7a")
    assert (entry.object_kind, entry.object_id) == ("people.person", str(cast.pupil.pk))
    assert (entry.object_label, entry.body) == ("Pip Pupil", '{"a":"£","b":1}')
    assert entry.action == action.hex


def test_what_is_handed_back_is_what_was_stored(cast: Cast) -> None:
    written, stored = act(cast), Entry.objects.get()
    for field in Entry._meta.concrete_fields:
        assert getattr(written, field.attname) == getattr(stored, field.attname)


def test_a_system_acts_under_its_own_name(cast: Cast) -> None:
    entry = act(cast, by=System("retention", "The nightly retention job"))
    assert (entry.actor, entry.actor_label) == ("system:retention", "The nightly retention job")
    assert act(cast, by=parties.VISITOR).actor == "system:visitor"


def test_each_school_has_a_chain_of_its_own(cast: Cast) -> None:
    for school in (cast.school, cast.other_school, cast.school):
        act(cast, school=school)
    numbers = Entry.objects.order_by("journal__name", "sequence")
    assert [(one.journal.name, one.sequence) for one in numbers] == [
        ("elmfield", 1),
        ("elmfield", 2),
        ("oakhurst", 1),
    ]


def test_entries_follow_one_another(cast: Cast) -> None:
    first, second = act(cast), act(cast)
    assert first.previous == rules.opening("elmfield")
    assert second.previous == first.link


def test_an_act_that_is_undone_leaves_no_entry(cast: Cast) -> None:
    class ChangedMyMind(Exception):
        pass

    def think_twice() -> None:
        with transaction.atomic():
            Person.objects.filter(pk=cast.pupil.pk).update(name="Somebody Else")
            act(cast)
            raise ChangedMyMind

    with pytest.raises(ChangedMyMind):
        think_twice()
    assert Entry.objects.count() == 0
    assert Journal.objects.count() == 0
    assert Person.objects.get(pk=cast.pupil.pk).name == "Pip Pupil"
    assert act(cast).sequence == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written() -> None:
    school = parties.School(7, "elmfield")
    with pytest.raises(UnableToWrite, match="in the transaction of the act"):
        actions.write(school=school, by=parties.VISITOR, at=NOW, verb=EXPORTED,
                      object=Thing("x", "1", "X"))  # fmt: skip
    assert Entry.objects.count() == 0


def test_an_instant_without_a_zone_is_refused(cast: Cast) -> None:
    with pytest.raises(UnableToWrite, match="no time zone"):
        act(cast, at=dt.datetime(2026, 10, 14, 10, 30))  # noqa: DTZ001
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("at", [NOW, NOW.replace(microsecond=120_000)])
def test_an_instant_is_sealed_in_utc_and_read_back_the_same(cast: Cast, at: dt.datetime) -> None:
    act(cast, at=at)
    (row,) = storing.rows(cast.school.pk, 1, 1)
    assert row[1] == rules.instant(at)
    assert row[1] == f"2026-10-14T09:30:00.{at.microsecond:06}Z"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Pip\nPupil\x1b[31m\t!", "Pip Pupil [31m !"),
        ("A\0B\u2028C", "A B C"),
        ("x" * 300, "x" * 199 + "…"),
        ("  Zoë 😀 ", "Zoë 😀"),
    ],
)
def test_a_label_is_one_printable_line(cast: Cast, given: str, kept: str) -> None:
    act(cast, object=Thing("loans.device", "1", given))
    assert Entry.objects.get().object_label == kept


@pytest.mark.parametrize(
    "other",
    [
        {"clause": "5.7a\nperson:1"},
        {"clause": "5" * 81},
        {"object": Thing("loans.device", "1\n", "A tablet")},
        {"object": Thing("loans.device" * 8, "1", "A tablet")},
        {"by": System("re\0tention", "Retention")},
    ],
)
def test_open_parts_are_short_single_lines(cast: Cast, other: dict[str, object]) -> None:
    with pytest.raises(UnableToWrite, match="Write one line of at most 80 characters"):
        act(cast, **other)
    assert Entry.objects.count() == 0


def test_a_school_that_takes_over_a_name_begins_a_journal_of_its_own(cast: Cast) -> None:
    act(cast)
    act(cast, school=parties.School(99, "elmfield"))
    assert list(Journal.objects.order_by("name").values_list("name", flat=True)) == [
        "elmfield",
        "elmfield-99",
    ]


def test_one_act_costs_two_statements(cast: Cast) -> None:
    act(cast)
    counted = Counted()
    with connection.execute_wrapper(counted):
        act(cast)
    wanted = 3 if connection.vendor == "postgresql" else 2
    assert len([one for one in counted.said if "SAVEPOINT" not in one]) == wanted


class Counted:
    """Notes every statement."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        self.said.append(sql)
        return execute(sql, params, many, context)
