"""The directory of bodies outside the school."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolgate.concerns import actions, directory
from schoolgate.concerns.actions import Keeping, UnableToAct
from schoolgate.concerns.models import Body
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of

_PAGE = "/elmfield/concerns/bodies/"
_CARE = {"kind": "social-care", "name": "Call Derbyshire", "telephone": "01629 000000", "web": "",
         "hours": "Day and night", "clause": "7.9i.illegal"}  # fmt: skip


def test_everybody_on_the_staff_sees_the_numbers_and_few_keep_them(cast: Cast) -> None:
    page = client_of(cast.teacher).get(_PAGE).text
    for number in ("999", "101", "0800 1111", "0808 800 5000", "report.iwf.org.uk"):
        assert number in page
    assert "Check first" in page
    assert client_of(cast.teacher).get(_PAGE + "new/").status_code == 403
    assert client_of(cast.pupil).get(_PAGE).status_code == 403


@pytest.mark.row("CON-13")
def test_a_school_keeps_the_bodies_of_its_own_policy(cast: Cast) -> None:
    client = client_of(cast.dsl)
    assert client.post(_PAGE + "new/", _CARE).status_code == 302
    row = Body.objects.get(school=cast.school)
    assert row.checked_by == cast.dsl
    page = client.get(_PAGE).text
    assert "the policy’s, 7.9i.illegal" in page
    assert Entry.objects.filter(verb="concerns:body:kept").count() == 1
    assert (
        "Call Derbyshire" not in client_of(cast.other_head).get("/oakhurst/concerns/bodies/").text
    )
    assert "Call Derbyshire" in client.get(_PAGE + "?as=csv").text


def test_a_number_that_nobody_has_checked_for_a_year_says_so(cast: Cast) -> None:
    row = actions.keep(keeping=Keeping(**_CARE), by=cast.dsl, at=NOW)
    later = NOW + timedelta(days=366)
    fresh = {one.name: one.is_stale for one in directory.entries(cast.school, on=NOW.date())}
    stale = {one.name: one.is_stale for one in directory.entries(cast.school, on=later.date())}
    assert (fresh["Call Derbyshire"], stale["Call Derbyshire"]) == (False, True)
    actions.check(row=row, by=cast.head, at=later)
    now = {one.name: one.is_stale for one in directory.entries(cast.school, on=later.date())}
    assert now["Call Derbyshire"] is False
    assert Entry.objects.filter(verb="concerns:body:checked").count() == 1


def test_what_is_taken_out_is_no_longer_shown(cast: Cast) -> None:
    row = actions.keep(keeping=Keeping(**_CARE), by=cast.dsl, at=NOW)
    client = client_of(cast.dsl)
    client.post(f"{_PAGE}{row.pk}/", {"act": "end"})
    client.get(_PAGE)  # says that it is done
    assert "Call Derbyshire" not in client.get(_PAGE).text
    assert Entry.objects.filter(verb="concerns:body:ended").count() == 1


def test_a_body_without_a_number_is_refused_and_what_was_typed_stays(cast: Cast) -> None:
    refused = client_of(cast.dsl).post(_PAGE + "new/", {**_CARE, "telephone": ""})
    assert "Write a telephone number" in refused.text
    assert "Day and night" in refused.text
    with pytest.raises(UnableToAct, match="keeps this list"):
        actions.keep(keeping=Keeping(**_CARE), by=cast.teacher, at=NOW)
