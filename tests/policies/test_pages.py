"""The pages of a policy, through Django's client."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from schoolgate.people.models import School

ROUTES = [
    "policy/", "policy/policy.pdf", "policy/aims/", "policy/reach/", "ask/", "ask/gaps/",
    "compare/",
]  # fmt: skip


@pytest.mark.parametrize("route", ROUTES)
def test_every_page_opens_for_anybody_without_a_cookie(
    client: Client, elm: School, route: str
) -> None:
    answer = client.get(f"/elm/{route}")
    assert answer.status_code == 200
    assert not answer.cookies
    assert "public" in answer.headers["Cache-Control"]
    again = client.get(f"/elm/{route}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("route", ROUTES)
def test_a_school_that_is_not_here_is_not_found_in_plain_words(
    client: Client, elm: School, route: str
) -> None:
    answer = client.get(f"/nowhere/{route}")
    assert answer.status_code == 404
    assert "Page not found" in answer.text


@pytest.mark.parametrize("route", ROUTES)
def test_a_policy_with_mistakes_lists_them_with_file_and_line(
    client: Client, broken: School, route: str
) -> None:
    answer = client.get(f"/broken/{route}")
    assert answer.status_code == 503
    assert "<code>policy.md</code>, line 10: I know no group of people called" in answer.text
    assert "line 12: a rule box has no key" in answer.text


def test_the_document_shows_prose_boxes_tables_and_findings(client: Client, elm: School) -> None:
    text = client.get("/elm/policy/").text
    assert 'id="clause-3.1"' in text
    assert "may not use a personal device in lessons, unless" in text
    assert "14 October 2026, full governing body, minute 7" in text
    assert "From County online-safety template, issue 2" in text
    assert "no times are stated" in text
    assert 'id="clause-3.2.1"' in text
    assert "What <" not in text


def test_hostile_prose_stays_text(client: Client, elm: School) -> None:
    text = client.get("/elm/policy/").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
    assert 'href="javascript:' not in text


def test_search_counts_and_marks(client: Client, elm: School) -> None:
    text = client.get("/elm/policy/?q=phones").text
    assert "<mark>Phones</mark>" in text
    assert re.search(r"2 clauses with “phones”", text)
    assert 'id="clause-2.1"' not in text


@pytest.mark.parametrize("q", ["<b>", "&amp", "%00", "x" * 400, "("])
def test_a_hostile_search_is_answered_calmly(client: Client, elm: School, q: str) -> None:
    answer = client.get("/elm/policy/", {"q": q})
    assert answer.status_code == 200
    assert "<b>" not in answer.text.replace("<body", "")


def test_comparing_says_who_gets_another_answer(client: Client, elm: School) -> None:
    text = client.get("/elm/compare/?a=elm&b=oak").text
    assert "differences from Staying safe online at Elmfield" in text
    assert "Side effects" in text or "Stricter" in text
    assert '/elm/policy/#clause-3.1"' in text


def test_comparing_begins_with_the_template(client: Client, elm: School) -> None:
    text = client.get("/elm/compare/").text
    assert '<option value="county@2" selected>County template, issue 2</option>' in text


@pytest.mark.parametrize("query", ["a=../../etc", "kind=nonsense", "page=zero", "who=x"])
def test_a_hostile_comparison_is_answered_calmly(client: Client, elm: School, query: str) -> None:
    assert client.get(f"/elm/compare/?{query}").status_code == 200
