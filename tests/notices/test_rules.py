"""How somebody is told, how far it has come, and when it is due again: plain values."""

from __future__ import annotations

import datetime as dt

import pytest

from schoolgate.notices import rules
from schoolgate.notices.rules import Due, Group, How, Mark, Means, State

DAY = dt.date(2026, 10, 14)


def test_who_has_no_address_gets_a_letter() -> None:
    assert rules.means(How.POST, email="") is Means.LETTER
    assert rules.means(How.POST, email="a@b.example") is Means.EMAIL
    assert rules.means(How.PAGE, email="a@b.example") is Means.PAGE


@pytest.mark.parametrize(
    ("told", "groups"),
    [(["staff"], (Group.STAFF,)), (["parents", "pupils"], (Group.PARENTS, Group.PUPILS)),
     (["users of school systems"], (Group.STAFF, Group.GOVERNORS, Group.PUPILS)),
     (["the weather"], ())],
)  # fmt: skip
def test_a_box_names_groups_in_the_policys_words(
    told: list[str], groups: tuple[Group, ...]
) -> None:
    assert rules.groups_of(told) == groups


@pytest.mark.parametrize(
    ("means", "marks", "state"),
    [(Means.EMAIL, [], State.WAITING), (Means.EMAIL, [Mark.EMAILED], State.SENT),
     (Means.EMAIL, [Mark.EMAILED, Mark.READ], State.READ),
     (Means.EMAIL, [Mark.READ, Mark.ACKNOWLEDGED], State.CONFIRMED),
     (Means.EMAIL, [Mark.UNDELIVERABLE], State.UNDELIVERABLE),
     (Means.EMAIL, [Mark.UNDELIVERABLE, Mark.PRINTED], State.PRINTED),
     (Means.EMAIL, [Mark.EMAILED, Mark.CHASED], State.CHASED),
     (Means.LETTER, [Mark.PRINTED], State.PRINTED), (Means.MEETING, [], State.ABSENT),
     (Means.MEETING, [Mark.PRESENT], State.PRESENT), (Means.NEWSLETTER, [], State.PUBLISHED),
     (Means.PAGE, [], State.UNREAD)],
)  # fmt: skip
def test_how_far_a_telling_has_come(means: Means, marks: list[Mark], state: State) -> None:
    assert rules.state(means, marks) is state


@pytest.mark.parametrize(
    ("means", "marks", "asks", "is_open"),
    [(Means.EMAIL, [Mark.EMAILED], False, True), (Means.EMAIL, [Mark.READ], False, False),
     (Means.EMAIL, [Mark.READ], True, True), (Means.EMAIL, [Mark.ACKNOWLEDGED], True, False),
     (Means.LETTER, [Mark.PRINTED], False, False), (Means.LETTER, [Mark.PRINTED], True, True),
     (Means.NEWSLETTER, [], False, False), (Means.MEETING, [Mark.PRESENT], False, False)],
)  # fmt: skip
def test_who_has_still_to_read(means: Means, marks: list[Mark], asks: bool, is_open: bool) -> None:
    assert rules.is_open(means, marks, asks=asks) is is_open


@pytest.mark.parametrize(
    ("every", "told_on", "due"),
    [("school year", None, Due.NEVER), ("school year", dt.date(2026, 9, 1), Due.TOLD),
     ("school year", dt.date(2026, 8, 31), Due.AGAIN), ("joiner", None, Due.EACH),
     ("regularly", dt.date(2020, 1, 1), Due.TOLD), ("", dt.date(2020, 1, 1), Due.TOLD),
     ("year", dt.date(2025, 10, 14), Due.TOLD), ("year", dt.date(2025, 10, 13), Due.AGAIN),
     ("2 weeks", dt.date(2026, 9, 30), Due.AGAIN), ("change", dt.date(2026, 9, 1), Due.AGAIN),
     ("change", dt.date(2026, 10, 2), Due.TOLD)],
)  # fmt: skip
def test_when_it_is_due_again(every: str, told_on: dt.date | None, due: Due) -> None:
    since = dt.date(2026, 10, 1)
    assert rules.due(every, told_on=told_on, in_force_from=since, on=DAY) is due
