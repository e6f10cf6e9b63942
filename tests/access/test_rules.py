"""What follows from dates, groups and answers."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.access.rules import checklists, credentials, register, reviews
from schoolgate.access.rules.register import Level, Standing
from schoolgate.access.rules.reviews import Mark, Seen
from schoolgate.kernel.times import Term
from tests.cast import NOW

TODAY = NOW.date()
A_DAY = dt.timedelta(days=1)
TERMS = (
    Term("Autumn, first half", dt.date(2026, 9, 2), dt.date(2026, 10, 23)),
    Term("Autumn, second half", dt.date(2026, 11, 2), dt.date(2026, 12, 18)),
    Term("Spring, first half", dt.date(2027, 1, 4), dt.date(2027, 2, 12)),
    Term("Spring, second half", dt.date(2027, 2, 22), dt.date(2027, 3, 25)),
)


@pytest.mark.parametrize(
    ("ends_on", "guest", "opened", "last", "expected"),
    [
        (None, False, 400, 1, []),
        (TODAY, False, 400, 1, [Mark.LEFT]),
        (TODAY, True, 400, None, [Mark.GUEST_OVER, Mark.NEVER_USED]),
        (TODAY + A_DAY, False, 400, 91, [Mark.UNUSED]),
        (None, False, 15, None, [Mark.NEVER_USED]),
        (None, False, 13, None, []),
        (None, False, 400, 90, []),
    ],
)
def test_stale_accounts_are_marked_worst_first(
    ends_on: dt.date | None, guest: bool, opened: int, last: int | None, expected: list[Mark]
) -> None:
    used = None if last is None else NOW - last * A_DAY
    seen = Seen(ends_on, guest, NOW - opened * A_DAY, used)
    assert [*reviews.marks(seen, NOW, TODAY)] == expected


def test_a_review_is_due_a_year_after_the_last() -> None:
    assert reviews.a_year_after(dt.date(2026, 3, 2)) == dt.date(2027, 3, 2)
    assert reviews.a_year_after(dt.date(2024, 2, 29)) == dt.date(2025, 3, 1)


@pytest.mark.parametrize(
    ("changed", "on", "waits", "late"),
    [
        (dt.date(2026, 9, 3), dt.date(2026, 10, 14), (), None),
        (dt.date(2026, 9, 3), dt.date(2026, 12, 1), (), None),
        (dt.date(2026, 9, 3), dt.date(2027, 1, 4), ("not changed this term",),
         dt.date(2027, 3, 26)),
        (dt.date(2026, 8, 1), dt.date(2026, 10, 14), ("not changed this term",),
         dt.date(2026, 12, 19)),
        (dt.date(2026, 8, 1), dt.date(2027, 1, 5), ("not changed this term",),
         dt.date(2026, 12, 19)),
        (dt.date(2026, 12, 1), dt.date(2026, 12, 28), (), None),
    ],
)  # fmt: skip
def test_a_password_is_due_in_the_term_and_late_after_it(
    changed: dt.date, on: dt.date, waits: tuple[str, ...], late: dt.date | None
) -> None:
    found = credentials.state(changed, changed, on, TERMS)
    assert (found.waits, found.late_on) == (waits, late)


def test_without_stated_terms_a_term_is_13_weeks() -> None:
    changed = TODAY - 90 * A_DAY
    assert not credentials.state(changed, changed, TODAY, ()).waits
    late = credentials.state(changed, changed, TODAY + A_DAY, ())
    assert (late.waits, late.late_on) == (("not changed for a term",), TODAY + A_DAY)


def test_a_changed_password_waits_until_it_is_in_the_safe_again() -> None:
    changed = dt.date(2026, 10, 1)
    assert credentials.state(changed, changed - A_DAY, TODAY, TERMS).waits == (
        "not in the safe since its change",
    )
    assert credentials.state(changed, None, TODAY, TERMS).waits == ("not in the safe",)
    assert credentials.state(changed, changed, TODAY, TERMS).waits == ()
    assert credentials.state(None, None, TODAY, TERMS).late_on == TODAY


@pytest.mark.parametrize(
    "text",
    ["the password is rabbit", "Password: oak", "pin = 4711", "Summer2026!", "kept: xK9#mmpQ",
     "blue-horse-7-battery", "(Tr0ub4dor)"],
)  # fmt: skip
def test_what_looks_like_a_password_is_seen(text: str) -> None:
    assert credentials.looks_like_a_secret(text)


@pytest.mark.parametrize(
    "text",
    ["", "sealed envelope 4 in the school safe", "changed on 14/10/2026 at 10:30",
     "ask office@example.sch.uk", "Headteacher’s safe", "passwords were changed by the technician",
     "domain administrator (second one)", "https://example.org/Reset"],
)  # fmt: skip
def test_plain_words_are_no_password(text: str) -> None:
    assert not credentials.looks_like_a_secret(text)


LEVELS = st.tuples(st.sampled_from("abc"), st.integers(1, 4), st.sampled_from("xyz"))


@given(st.lists(LEVELS))
def test_the_highest_level_of_any_group_counts(rights: list[tuple[str, int, str]]) -> None:
    found = register.strongest(rights)
    assert set(found) == {system for system, _, _ in rights}
    for system, (level, groups) in found.items():
        held = [one for one in rights if one[0] == system]
        assert level == max(one[1] for one in held)
        assert sorted(groups) == sorted(one[2] for one in held if one[1] == level)


def test_whoever_holds_no_role_is_in_no_group() -> None:
    gone = Standing("staff", frozenset(), "", frozenset({"1 Oak"}))
    assert not any(gone.has(basis, value) for basis, value in
                   (("kind", "staff"), ("class", "1 Oak"), ("stage", "")))  # fmt: skip
    here = Standing("pupil", frozenset({"pupil_ks1"}), "KS1", frozenset({"1 Oak"}))
    assert here.has("stage", "KS1")
    assert here.has("class", "1 Oak")
    assert not here.has("role", "teacher")
    assert not here.has("nothing", "KS1")
    assert Level.USE.words == "ordinary use"


def test_a_place_that_was_never_checked_is_due_at_once() -> None:
    assert checklists.next_check(None, 30, TODAY) == TODAY
    assert checklists.next_check(TODAY, 30, TODAY) == TODAY + 30 * A_DAY
