"""The filter's rules are a document of the school: with a version, a review, an owner, duties."""

from __future__ import annotations

import pytest

from schoolgate.filtering import publishing
from schoolgate.people.models import Person
from tests.cast import NOW, Cast, client_of, needs_of
from tests.openings.working import under

pytestmark = pytest.mark.usefixtures("var")
LISTS = "/elmfield/filter/lists/"


@pytest.mark.row("FIL-20")
def test_the_filters_page_names_version_approval_owner_review_and_duties(cast: Cast) -> None:
    here = under(cast, "thatto-heath")
    page = client_of(here.governor).get(LISTS).text
    for said in ("E-Safety Policy</a>, version 2018.02", "February 2017",
                 "The e-safety committee, clause Committee.b2", "by 28 February 2019", "Late",
                 "There is none: everything is closed.",
                 "help to write, review and monitor the filtering policy (at all times)",
                 "apply and update the filtering policy as the local authority directs",
                 ):  # fmt: skip
        assert said in page
    assert client_of(here.teacher).get(LISTS).status_code == 403


@pytest.mark.row("FIL-20")
def test_it_says_whether_the_filter_in_use_is_made_of_this_version(cast: Cast) -> None:
    publishing.make(cast.school, NOW)
    head = client_of(cast.head)
    assert "Made from this version on 14 October 2026, 10:30" in head.get(LISTS).text
    here = under(cast, "ashbrook")
    page = client_of(here.head).get(LISTS).text
    assert ("Made from another version" in page, "Being made anew" in page) == (True, True)


@pytest.mark.row("FIL-20")
def test_a_review_that_is_overdue_waits_for_governor_and_coordinator(cast: Cast) -> None:
    here = under(cast, "thatto-heath")
    wanted = "Review the filtering policy: its day is over"

    def waits(person: Person) -> bool:
        return wanted in [one.title for one in needs_of(person, NOW)]

    assert not waits(here.governor)  # no filter, nothing to review
    publishing.make(here.school, NOW)
    assert (waits(here.governor), waits(here.teacher)) == (True, False)
    assert not waits(under(cast, "brookside").governor)  # reviewed by September 2027


def test_days_and_periods_of_the_document_are_said_as_people_say_them(cast: Cast) -> None:
    page = client_of(cast.head).get(LISTS).text
    assert "14 October 2026, full governing body, minute 7" in page
    assert "result and what followed (every term). Clause 9.3." in page
