"""What becomes of a request: every order of acts and every clock, against a plain retelling."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.approvals import rules
from schoolgate.approvals.rules import Outcome, Span, State
from tests.cast import NOW

_MINUTES = st.integers(-3000, 3000)
_WHO = st.sets(st.integers(1, 5), max_size=4)


def at(minutes: int) -> dt.datetime:
    return NOW + dt.timedelta(minutes=minutes)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    begins = draw(_MINUTES)
    return Span(at(begins), at(begins + draw(st.integers(1, 3000))))


@given(asked=spans(), granted=spans(), outcome=st.sampled_from(["", *Outcome]),
       revoked=st.booleans(), when=_MINUTES)  # fmt: skip
def test_leave_is_in_force_only_granted_in_time_and_not_revoked(
    asked: Span, granted: Span, outcome: str, revoked: bool, when: int
) -> None:
    given_ = granted if outcome == Outcome.GRANTED else None
    found = rules.state(asked=asked, outcome=outcome, granted=given_, revoked=revoked, at=at(when))
    expected = outcome == Outcome.GRANTED and granted.holds(at(when)) and not revoked
    assert (found is State.IN_FORCE) == expected
    assert (found in {State.WAITING, State.TOO_LATE}) == (outcome == "")


@given(asked=spans(), granted=spans(), when=st.lists(_MINUTES, min_size=2))
def test_time_alone_never_brings_leave_back(asked: Span, granted: Span, when: list[int]) -> None:
    order = [State.NOT_BEGUN, State.IN_FORCE, State.OVER]
    found = [
        rules.state(asked=asked, outcome="granted", granted=granted, revoked=False, at=at(minute))
        for minute in sorted(when)
    ]
    assert [order.index(state) for state in found] == sorted(order.index(s) for s in found)


@given(holders=st.dictionaries(st.sampled_from(["head", "ict"]), _WHO, min_size=1), head=_WHO,
       chair=_WHO, barred=_WHO)  # fmt: skip
def test_nobody_barred_decides_and_somebody_does_while_there_is_anyone(
    holders: dict[str, set[int]], head: set[int], chair: set[int], barred: set[int]
) -> None:
    every = {role: sorted(people) for role, people in holders.items()}
    every |= {"headteacher": sorted(head), "chair": sorted(chair)}
    found = rules.deciders(roles=list(holders), holders=every.__getitem__, barred=barred)
    named = set().union(*holders.values()) - barred
    assert found.people.isdisjoint(barred)
    assert found.people == (named or head - barred or chair - barred)
    assert found.instead == (not named and bool(found.people))
    assert all(found.role_of(person) for person in found.people)
    assert not any(found.role_of(person) for person in barred)


@given(st.tuples(*[st.none() | st.integers(1, 4)] * 4))
def test_three_hands_and_the_one_it_is_about_are_four_people(who: tuple[int | None, ...]) -> None:
    about, approves, does, reviews = who
    said = rules.not_separate(approves=approves or 0, does=does, about=about, reviews=reviews)
    named = [person for person in (about, approves, does, reviews) if person is not None]
    assert bool(said) == (len(set(named)) < len(named))


@pytest.mark.parametrize(
    ("lasts", "until"),
    [
        ("", dt.date(2026, 10, 14)),
        ("14 days", dt.date(2026, 10, 27)),
        ("until the end of the school year", dt.date(2027, 8, 31)),
        ("until the next yearly review", dt.date(2027, 10, 13)),
        ("the period of study", dt.date(2026, 11, 24)),
        ("as long as it takes", dt.date(2026, 10, 14)),
    ],
)
def test_how_long_leave_is_usually_asked_for(lasts: str, until: dt.date) -> None:
    found = rules.usual_end(lasts, NOW)
    assert (found.date(), found.time()) == (until, dt.time(23, 59))
    assert rules.too_long(lasts, Span(NOW, found)) == ""
    later = Span(NOW, found + dt.timedelta(minutes=2))
    assert bool(rules.too_long(lasts, later)) == (rules.longest(lasts) is not None)
