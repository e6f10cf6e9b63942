"""When a policy is reviewed: by its date, a term at most, or early, by what happened."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from schoolgate.kernel.times import Term
from schoolgate.people.calendar import Dates, Span, SpanKind
from schoolgate.people.models import School
from schoolgate.policies import actions, library
from schoolgate.policies.analysis import law
from schoolgate.policies.language.pack import load
from schoolgate.policies.models import EarlyReview, ReviewEnd
from schoolgate.policies.queries import reviews
from schoolgate.policies.rules.reviewing import Trigger, due_day, triggers_in
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records.models import Entry
from schoolgate.records.parties import System
from tests.cast import NOW, OPERATOR, Cast, client_of, needs_of
from tests.language.mutations import PACKS

TERMS = (
    Term("Summer, first half", dt.date(2022, 4, 25), dt.date(2022, 5, 27)),
    Term("Summer, second half", dt.date(2022, 6, 6), dt.date(2022, 7, 22)),
)
PAGE = "/elmfield/policy/reviews/"
INCIDENT = {"trigger": "incident", "why": "A serious incident was closed."}
CASES = System("cases", "The cases")


def entries() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("sequence").values_list("verb", "clause"))


@pytest.fixture
def heath(cast: Cast) -> Cast:
    """Elmfield goes by Thatto Heath's policy, which asks for early reviews."""
    cast.school.pack = "thatto-heath"
    cast.school.save()
    actions.adopt(school=cast.school, by=OPERATOR, at=NOW)
    return cast


@pytest.mark.row("POL-06")
@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Summer term 2022", dt.date(2022, 7, 22)),  # as the school's calendar says
        ("summer term 2024", dt.date(2024, 7, 31)),  # the calendar does not reach
        ("spring term 2024", dt.date(2024, 4, 30)),
        ("autumn term 2024", dt.date(2024, 12, 31)),
        ("2027-09", dt.date(2027, 9, 30)),
        ("2024-02", dt.date(2024, 2, 29)),
        ("September 2022", dt.date(2022, 9, 30)),
        ("24 November 2020", dt.date(2020, 11, 24)),
        ("2020-11-24", dt.date(2020, 11, 24)),
        ("30 February 2020", None),
        ("2020-13", None),
        ("when it is time", None),
    ],
)
def test_a_stated_review_is_resolved_to_a_day(said: str, day: dt.date | None) -> None:
    assert due_day(said, TERMS) == day


def test_the_words_of_a_duty_name_their_triggers() -> None:
    words = "bring the review forward because of new technology, new threats or an incident"
    assert triggers_in(words) == {Trigger.TECHNOLOGY, Trigger.THREAT, Trigger.INCIDENT}


@pytest.mark.row("POL-06")
def test_a_policy_that_is_overdue_shows_red(heath: Cast) -> None:
    shown = client_of(heath.head).get(PAGE).text
    assert '28 February 2019 <strong class="govuk-tag govuk-tag--red">Overdue' in shown


@pytest.mark.row("POL-07")
def test_what_happened_opens_a_review_and_it_is_closed_with_what_came_of_it(heath: Cast) -> None:
    assert Client().post(PAGE, INCIDENT).status_code == 302
    for person in (heath.pupil, heath.technician, heath.teacher, heath.governor):
        assert client_of(person).post(PAGE, INCIDENT).status_code == 403
    assert client_of(heath.other_head).post(PAGE, INCIDENT).status_code == 404
    assert not EarlyReview.objects.exists()

    head = client_of(heath.head)
    assert "Write this down" in head.post(PAGE, {"trigger": "incident"}).text
    head.post(PAGE, INCIDENT)
    review = EarlyReview.objects.get()
    assert entries()[-1][0] == PoliciesVerb.EARLY_REVIEW_OPENED
    assert entries()[-1][1] != ""  # the clause that asks for it
    assert "Review the policy early: a serious incident" in {
        one.title for one in needs_of(heath.head)
    }
    head.post(f"{PAGE}{review.pk}/", {"outcome": "Clause 3 is rewritten."})
    assert ReviewEnd.objects.get().outcome == "Clause 3 is rewritten."
    assert "Clause 3 is rewritten." in head.get(PAGE).text
    assert entries()[-1][0] == PoliciesVerb.EARLY_REVIEW_CLOSED
    assert "closed it on" in head.post(f"{PAGE}{review.pk}/", {"outcome": "Again."}).text
    with pytest.raises(actions.UnableToReview, match="just closed this review"):
        actions.close_review(review=review, outcome="Again.", by=heath.head, at=NOW)
    assert not [one for one in needs_of(heath.head) if "Review the policy early" in one.title]


@pytest.mark.row("POL-07")
def test_another_room_opens_one_review_however_often_it_tells(heath: Cast) -> None:
    for _ in range(2):
        actions.open_review(school=heath.school, trigger=Trigger.INCIDENT, why="Case 7 was closed.",
                            mark="case 7", by=CASES, at=NOW)  # fmt: skip
    assert EarlyReview.objects.get().by is None
    assert [verb for verb, _ in entries()].count(PoliciesVerb.EARLY_REVIEW_OPENED) == 1


@pytest.mark.row("POL-07")
def test_ashbrook_asks_for_a_review_before_it_takes_up_social_media(cast: Cast) -> None:
    cast.school.pack = "ashbrook"
    cast.school.save()
    actions.open_review(school=cast.school, trigger=Trigger.SOCIAL_MEDIA, why="A first channel.",
                        by=cast.head, at=NOW)  # fmt: skip
    (asked,) = reviews.asked(library.of(cast.school))
    assert Trigger.SOCIAL_MEDIA in asked.triggers
    assert entries()[-1] == (PoliciesVerb.EARLY_REVIEW_OPENED, asked.clause)


@pytest.mark.row("POL-07")
def test_what_happens_elsewhere_opens_a_review_only_where_a_clause_asks_for_it(heath: Cast) -> None:
    def tell(school: School, trigger: Trigger, mark: str) -> EarlyReview | None:
        return actions.happened(school=school, trigger=trigger, what="It was closed today.",
                                mark=mark, by=CASES, at=NOW)  # fmt: skip

    assert tell(heath.school, Trigger.SOCIAL_MEDIA, "channel 1") is None  # Thatto Heath is silent
    made = tell(heath.school, Trigger.INCIDENT, "case 7")
    assert made is not None
    assert tell(heath.school, Trigger.INCIDENT, "case 7") == made
    assert [verb for verb, _ in entries()].count(PoliciesVerb.EARLY_REVIEW_OPENED) == 1
    assert "Review the policy early: a serious incident" in {
        one.title for one in needs_of(heath.head)
    }
    assert not [one for one in needs_of(heath.teacher) if "Review the policy" in one.title]
    other = heath.other_head.school
    other.pack = "ashbrook"
    other.save()
    assert tell(other, Trigger.SOCIAL_MEDIA, "channel 1") is not None


@pytest.mark.row("POL-06")
def test_a_school_with_a_calendar_reviews_by_its_own_terms(cast: Cast) -> None:
    cast.school.pack = "ashbrook"
    cast.school.save()
    known = library.of(cast.school)
    said = [one.said for one in reviews.due(known, Dates())]
    assert "Summer term 2022" in said[0]
    terms = ((2021, 9, 6, 2021, 12, 17), (2022, 1, 4, 2022, 4, 1), (2022, 4, 19, 2022, 7, 20))
    own = Dates(tuple(Span(SpanKind.TERM, dt.date(*one[:3]), dt.date(*one[3:])) for one in terms))
    assert reviews.due(known, Dates())[0].day != dt.date(2022, 7, 20)
    assert reviews.due(known, own)[0].day == dt.date(2022, 7, 20)


@pytest.mark.row("POL-21")
@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("indecent images", "Protection of Children Act 1978"),
        ("groom a child", "Sexual Offences Act 2003"),
        ("extreme pornography", "Criminal Justice and Immigration Act 2008"),
        ("criminally racist", "Public Order Act 1986"),
    ],
)
def test_each_illegal_category_shows_its_act(words: str, act: str) -> None:
    found = [one for one in law.illegal(load("thatto-heath", PACKS)) if words in one.what]
    assert found
    assert all(act in {one.name for one in item.acts} for item in found)


@pytest.mark.row("POL-21")
def test_the_list_of_law_has_year_and_the_day_of_the_last_check(heath: Cast) -> None:
    shown = client_of(heath.head).get("/elmfield/policy/law/").text
    for name in ("Education Act 2011", "Education and Inspections Act 2006", "1978"):
        assert name in shown
    assert "21 November 2026, with the program" in shown


@pytest.mark.row("POL-33")
def test_a_standard_older_than_its_life_is_listed_at_the_review(heath: Cast) -> None:
    head = client_of(heath.head)
    shown = head.get(PAGE).text
    assert "Teachers’ Standards 2012: the edition in force is 2021" in shown
    assert "Data Protection Act 1998: today that is the Data Protection Act 2018" in shown
    given = {"name": "Teachers’ Standards", "edition": "2021", "life": "20"}
    governor = client_of(heath.governor)
    assert governor.post("/elmfield/policy/law/", given).status_code == 403
    head.post("/elmfield/policy/law/", given)
    assert "Teachers’ Standards 2012" not in head.get(PAGE).text
    assert entries()[-1][0] == PoliciesVerb.EDITION_CHECKED
