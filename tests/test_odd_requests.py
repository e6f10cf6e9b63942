"""Whatever an address, a query or a body holds: no page of the program fails."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Final
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponseBase

from tests import permissions
from tests.cast import Cast, client_of

NAMES: Final = (
    "about", "address", "as", "before", "category", "class", "day", "days", "find", "from", "id",
    "illegal", "kind", "last", "leave", "light", "month", "name", "of", "only", "page", "person",
    "q", "scope", "sort", "source", "state", "until", "week", "which", "who", "year",
)  # fmt: skip
ODD: Final = ("²", "0001-01-01", "9999-12-31", "2026-02-31")  # whatever the engine
HUGE: Final = "99999999999999999999999"
SENT: Final = (*NAMES, "act", "because", "document", "number", "pk", "text", "what", "why", "words")
FIELDS: Final = "application/x-www-form-urlencoded"
BODIES: Final = (
    (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
    ("&".join(f"{one}=%ff%ed%a0%80" for one in SENT).encode(), FIELDS),
)


def failures(cast: Cast, ask: Callable[[str], HttpResponseBase]) -> list[str]:
    """The routes, of those that name no row, whose page fails when it is asked so."""
    places = permissions.addresses(cast.school.slug)
    failed = []
    for route, names in permissions.entries():
        if set(names) <= {"school"}:
            with transaction.atomic():
                answer = ask(places[route])
                transaction.set_rollback(True)
            failed += [route] if answer.status_code >= 500 else []
    return failed


@pytest.mark.parametrize(
    "value", [HUGE, *(pytest.param(one, marks=pytest.mark.one_engine) for one in ODD)]
)
def test_no_page_fails_whatever_its_query_says(cast: Cast, value: str) -> None:
    client = client_of(cast.head)
    client.raise_request_exception = False
    query = urlencode(dict.fromkeys(NAMES, value))
    assert failures(cast, lambda place: client.get(f"{place}?{query}")) == []


@pytest.mark.parametrize(("body", "kind"), BODIES, ids=("parts", "fields"))
def test_no_page_fails_whatever_it_is_sent(cast: Cast, body: bytes, kind: str) -> None:
    client = client_of(cast.head)
    client.raise_request_exception = False
    cookies = deepcopy(client.cookies)

    def send(place: str) -> HttpResponseBase:
        client.cookies = deepcopy(cookies)  # signing out takes them away
        return client.post(place, body, content_type=kind)

    assert failures(cast, send) == []


@pytest.mark.parametrize("address", ["people/?q=a%00b", "people/?a%00=b", "peo%00ple/"])
def test_an_address_with_the_character_0_is_not_understood(cast: Cast, address: str) -> None:
    answer = client_of(cast.head).get(f"/elmfield/{address}")
    assert answer.status_code == 400
    assert "We did not understand that" in answer.text


def test_fields_with_the_character_0_are_not_understood(cast: Cast) -> None:
    answer = client_of(cast.head).post("/elmfield/people/", b"q=a%00b", content_type=FIELDS)
    assert answer.status_code == 400
    assert "We did not understand that" in answer.text


def test_what_is_sent_to_a_page_that_only_shows_is_answered_so(cast: Cast) -> None:
    answer = client_of(cast.head).post("/elmfield/journal/", {"q": "x"})
    assert answer.status_code == 405
    assert "This page only shows things" in answer.text


def test_the_address_of_a_form_alone_shows_a_page_of_its_own(cast: Cast) -> None:
    client = client_of(cast.head)
    answer = client.get("/elmfield/filter/openings/1/act/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "takes what a form sends" in answer.text
    assert int(answer["Content-Length"]) == len(answer.content)
    assert "To do" in answer.text


def test_whoever_is_signed_in_is_led_back_to_their_own_list(cast: Cast) -> None:
    for who, said in ((cast.teacher, "Go to what needs you today"), (None, "list of schools")):
        assert said in client_of(who).get("/nowhere/at/all/").text
