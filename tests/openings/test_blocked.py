"""The page instead of a closed site: why, who decides, what to do now; nothing in it is trusted."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.cast import Cast, client_of
from tests.openings.working import under

_PAGE = "/elmfield/blocked/"


def _shown(client: Client, **query: str) -> str:
    answer = client.get(f"{_PAGE}?{urlencode(query)}")
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    return " ".join(answer.text.split())


@pytest.mark.row("FIL-21")
def test_it_says_why_with_the_clause_who_decides_and_offers_both_ways_on(cast: Cast) -> None:
    said = _shown(client_of(cast.teacher), site="Casino.Example:443", category="gambling",
                  why="category", role="teacher", ref="abc123")  # fmt: skip
    assert "casino.example is closed" in said
    assert "Gambling: the school’s policy says that this is unacceptable." in said
    assert 'href="/elmfield/policy/#9.1.r3"' in said or "Clause 9.1.r3" in said
    assert "The deputy headteacher decides about opening a site" in said
    assert "clause 9.4" in said
    assert "/filter/openings/new/?address=casino.example&amp;category=gambling" in said
    assert "/filter/wrong/new/?address=casino.example" in said
    assert "Mark of this page: abc123" in said


@pytest.mark.row("FIL-21")
def test_a_child_is_told_in_pictures_and_so_is_whoever_nobody_knows(cast: Cast) -> None:
    for client in (client_of(None), client_of(cast.pupil)):
        said = _shown(client, site="casino.example", category="gambling", why="category")
        assert "1. Turn it over" in said
        assert "2. Tell a grown-up" in said
        assert 'href="/tell/elmfield/child/"' in said
        assert 'href="/tell/elmfield/help/"' in said
        assert "0800 1111" in said


@pytest.mark.row("FIL-21")
@pytest.mark.parametrize("who", ["stranger", "pupil", "technician", "head"])
def test_what_is_illegal_offers_no_request_and_is_not_named(cast: Cast, who: str) -> None:
    said = _shown(client_of(getattr(cast, who)), site="dreadful.example", category="pornography",
                  why="floor", role="teacher")  # fmt: skip
    assert "openings/new" not in said
    assert "wrong/new" not in said
    assert "dreadful" not in said
    assert "Pornography" not in said
    assert "nobody can ask for that" in said
    assert "Tell us" in said


def test_what_the_policy_calls_illegal_offers_no_request_either(cast: Cast) -> None:
    said = _shown(client_of(cast.teacher), site="films.example", category="piracy",
                  why="category", role="teacher")  # fmt: skip
    assert "unacceptable and illegal" in said
    assert "openings/new" not in said
    assert "Tell us" in said


@pytest.mark.parametrize(
    "query",
    [
        {"site": "<script>alert(1)</script>", "category": "<b>", "why": "<i>", "role": "<u>"},
        {"site": "javascript:alert(1)", "category": "made_up", "why": "because I say so"},
        {"site": "a" * 9000, "ref": "../../etc", "role": "headteacher'--"},
        {"site": "Ring 0900 666 for help", "message": "Ring 0900 666", "why": "category"},
        {},
    ],
)
def test_nothing_of_the_query_reaches_the_page_but_what_is_ours(
    cast: Cast, query: dict[str, str]
) -> None:
    said = _shown(client_of(None), **query)
    assert "This page is closed" in said
    for name, value in query.items():
        assert name == "why" or value not in said
    assert "alert(1)" not in said
    assert "Mark of this page" not in said
    assert "openings/new" not in said or "site" in query


def test_a_host_is_shown_as_the_filter_compares_it(cast: Cast) -> None:
    said = _shown(client_of(cast.teacher), site="http://user@Bücher.example:81/path?x=1",
                  why="unlisted")  # fmt: skip
    assert "xn--bcher-kva.example is closed" in said
    assert "/path" not in said
    assert "user@" not in said


def test_a_broken_filter_leads_to_a_fault_and_not_to_a_request(cast: Cast) -> None:
    said = _shown(client_of(cast.teacher), site="museum.example", why="broken", role="teacher")
    assert "/elmfield/filter/faults/new/" in said
    assert "openings/new" not in said


def test_a_policy_that_names_nobody_leaves_it_to_who_keeps_the_network(cast: Cast) -> None:
    here = under(cast, "cotmanhay")
    said = _shown(client_of(here.teacher), site="museum.example", why="category",
                  category="games", role="teacher")  # fmt: skip
    assert "The IT technician decides about opening a site" in said


def test_a_parent_is_not_sent_to_a_form_that_is_closed_to_them(cast: Cast) -> None:
    said = _shown(client_of(cast.parent), site="museum.example", category="games",
                  why="category", role="guest")  # fmt: skip
    assert "openings/new" not in said
    assert "Ask your teacher" in said


def test_no_other_school_is_told_of_and_no_post_is_taken(cast: Cast) -> None:
    assert client_of(None).get("/nowhere/blocked/").status_code == 404
    assert client_of(None).post(_PAGE).status_code == 405
    said = _shown(client_of(cast.other_head), site="museum.example", category="games",
                  why="category")  # fmt: skip
    assert "Turn it over" in said


def test_what_squid_sends_in_one_field_is_read_as_well(cast: Cast) -> None:
    told = "why=category;category=games;role=teacher;ref=6a-1f;address=https://games.example/x%3By"
    said = _shown(client_of(cast.teacher), said=told)
    assert "games.example is closed" in said
    assert "Mark of this page: 6a-1f" in said
