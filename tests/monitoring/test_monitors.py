"""The headteacher goes through how those who monitor are checked and supported, each term."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from schoolgate.duties.queries import proofs
from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import Talk, UnableToAct
from schoolgate.monitoring.queries import monitors as queries
from schoolgate.monitoring.rules import monitors as rules
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of, needs_of
from tests.monitoring.working import (
    DAY,
    TODAY,
    asked,
    hands,
    looked,
    raised,
    visited,
    wanted,
)
from tests.openings.working import under

PAGE = "/elmfield/monitors/"
MAYBE = pytest.mark.django_db
REVIEW = "Go through how those who monitor are checked and supported"
VERB = "oversight:monitors-support:reviewed"


def waits(person: Person, at: dt.datetime) -> list[dt.date | None]:
    return [one.due for one in needs_of(person, at) if one.title == REVIEW]


def test_it_is_due_at_the_end_of_the_term_in_which_somebody_looked() -> None:
    ends = [dt.date(2026, 12, 18), dt.date(2027, 3, 26)]
    assert rules.due_on(dt.date(2026, 10, 14), ends) == dt.date(2026, 12, 18)
    assert rules.due_on(dt.date(2026, 12, 18), ends) == dt.date(2026, 12, 18)
    assert rules.due_on(dt.date(2026, 12, 27), ends) == dt.date(2027, 3, 26)
    assert rules.due_on(dt.date(2027, 5, 1), ends) == dt.date(2027, 7, 31)
    assert not rules.is_near(dt.date(2026, 12, 18), dt.date(2026, 12, 3))
    assert rules.is_near(dt.date(2026, 12, 18), dt.date(2026, 12, 4))


@pytest.mark.row("MON-14")
@MAYBE
def test_it_stands_on_the_heads_do_list_and_is_done_by_going_through_it(cast: Cast) -> None:
    here = under(cast, "thatto-heath")
    decided = raised(here, here.pupil)
    assert waits(here.head, NOW + 365 * DAY) == []
    actions.no_concern(alert=decided, minutes=3, by=here.dsl, at=NOW)
    [due] = waits(here.head, NOW + 365 * DAY)
    assert due is not None
    near = dt.datetime.combine(due, dt.time(12), tzinfo=dt.UTC) - 14 * DAY
    assert (waits(here.head, near - DAY), waits(here.head, near)) == ([], [due])
    for other in (here.dsl, here.teacher, here.governor, here.technician):
        assert waits(other, near) == []
    answer = client_of(here.head).post(f"{PAGE}review/", follow=True)
    assert "It is written down that you went through it" in answer.text
    entry = Entry.objects.get(verb=VERB)
    assert (entry.actor, entry.clause) == (f"person:{here.head.pk}", "Head.b4")
    assert json.loads(entry.body or "") == {"people": 1, "unreviewed": 0, "untalked": 1}
    assert proofs.is_written([VERB])
    assert waits(here.head, near) == []
    again = raised(here, here.pupil, source="2")
    actions.no_concern(alert=again, minutes=3, by=here.dsl, at=near)
    assert waits(here.head, near + 365 * DAY) != []


@pytest.mark.row("MON-14")
@MAYBE
def test_it_shows_who_looked_who_reviewed_it_and_who_talked_with_them(cast: Cast) -> None:
    visited(cast.teacher, "news.example", "cards.example")
    row = asked(cast)
    looked(row, cast.technician)
    looked(row, cast.technician, wanted=wanted(day=TODAY - 9 * DAY))
    [one] = queries.monitors(viewer=cast.head, at=NOW)
    assert (one.person, one.look_ups, one.queries, one.rows) == (cast.technician, 1, 1, 2)
    assert (one.refused, one.unreviewed, one.talked_on) == (1, 0, None)
    actions.end(look_up=row, words="", by=cast.head, at=NOW)
    assert queries.monitors(viewer=cast.head, at=NOW)[0].unreviewed == 1
    actions.review(look_up=row, words="Fine.", by=cast.governor, at=NOW)
    actions.record_talk(talk=Talk(cast.technician, TODAY, "nothing"), by=cast.dsl, at=NOW)
    [one] = queries.monitors(viewer=cast.head, at=NOW)
    assert (one.unreviewed, one.talked_on) == (0, TODAY)
    page = client_of(cast.head).get(PAGE).text
    assert cast.technician.name in page
    assert cast.teacher.name not in page
    assert "news.example" not in page
    assert "Tek Nishan,1,1,2,1,0" in client_of(cast.head).get(f"{PAGE}?as=csv").text


@MAYBE
def test_what_ends_after_the_head_went_through_it_and_nobody_reviews_stays_on_the_page(
    cast: Cast,
) -> None:
    visited(cast.teacher, "news.example")
    row = asked(cast, until_at=NOW + 10 * DAY)
    looked(row, cast.technician)
    actions.review_monitors(by=cast.head, at=NOW + 5 * DAY)
    assert queries.monitors(viewer=cast.head, at=NOW + 6 * DAY) == []
    assert queries.due_on(viewer=cast.head, at=NOW + 6 * DAY) is None
    over = NOW + 11 * DAY
    [one] = queries.monitors(viewer=cast.head, at=over)
    assert (one.person, one.look_ups, one.queries, one.unreviewed) == (cast.technician, 0, 0, 1)
    due = queries.due_on(viewer=cast.head, at=over)
    assert due is not None
    assert due > over.date()
    assert waits(cast.head, NOW + 365 * DAY) == [due]
    actions.review_monitors(by=cast.head, at=over)
    assert queries.due_on(viewer=cast.head, at=over + DAY) is None
    assert [one.unreviewed for one in queries.monitors(viewer=cast.head, at=over + DAY)] == [1]
    actions.review(look_up=row, words="Fine.", by=cast.governor, at=over + DAY)
    assert queries.monitors(viewer=cast.head, at=over + DAY) == []


@MAYBE
def test_nobody_goes_through_their_own_or_learns_of_a_look_at_themselves(cast: Cast) -> None:
    chair = hands(cast).chair
    row = asked(cast, by=chair, about=cast.head)
    looked(row, cast.technician)
    actions.no_concern(alert=raised(cast, cast.head, role="teacher"), minutes=1, by=chair, at=NOW)
    actions.no_concern(alert=raised(cast, cast.teacher, role="teacher", source="2"), minutes=1,
                       by=cast.head, at=NOW)  # fmt: skip
    assert queries.monitors(viewer=cast.head, at=NOW) == []
    assert waits(cast.head, NOW + 365 * DAY) == []


@pytest.mark.parametrize("who", ["teacher", "technician", "dsl", "governor", "parent", "pupil"])
@MAYBE
def test_nobody_else_sees_it_or_says_that_it_is_done(cast: Cast, who: str) -> None:
    other = getattr(cast, who)
    assert client_of(other).get(PAGE).status_code == 403
    assert client_of(other).post(f"{PAGE}review/").status_code == 403
    assert queries.monitors(viewer=other, at=NOW) == []
    with pytest.raises(UnableToAct, match="headteacher"):
        actions.review_monitors(by=other, at=NOW)
    assert not Entry.objects.filter(verb=VERB).exists()


@MAYBE
def test_a_stranger_and_another_schools_head_find_nothing(cast: Cast) -> None:
    assert client_of(None).get(PAGE).status_code == 302
    assert client_of(cast.other_head).get(PAGE).status_code == 404
    assert "Nobody has looked at anything" in client_of(cast.head).get(PAGE).text
