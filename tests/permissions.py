"""The permission table: roles × routes × methods, checked in as `permissions.csv`.

A cell says what somebody meets: `open` (the view runs), `sign in`, `not there` (404, as another
school's pages are), `refused` (403), `no such` (405: the page has no such method). Whoever changes
the table reads it line by line; `pytest tests/test_permissions.py --write-table` writes it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from schoolgate.config import routes
from schoolgate.people.models import Person
from tests.cast import NOW, Cast

TABLE: Final = Path(__file__).with_name("permissions.csv")
METHODS: Final = ("GET", "POST", "PUT", "DELETE")
ROLES: Final = (
    "stranger", "pupil", "parent", "governor", "teacher", "technician", "dsl", "head",
    "other_head",
)  # fmt: skip
PARTS: Final = {"token": "nonsense", "uidb36": "1", "key": "nonsense", "provider_id": "nobody"}
OPEN, SIGN_IN, NOT_THERE, REFUSED, NO_SUCH = "open", "sign in", "not there", "refused", "no such"


def read() -> dict[tuple[str, str], dict[str, str]]:
    """Return the table: (route, method) to what each role meets."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["route"], row["method"]): row for row in csv.DictReader(file)}


def someone(cast: Cast, role: str) -> Person | None:
    """Return who stands for a role."""
    found: Person | None = getattr(cast, role)
    return found


@cache
def addresses(school: str) -> dict[str, str]:
    """Return an address for every route at a school; its things have numbers that nothing has."""
    return {
        route: reverse(route, kwargs={name: PARTS.get(name, 999_999) for name in names}
                       | ({"school": school} if "school" in names else {}))
        for route, names in entries()
    }  # fmt: skip


@cache
def entries() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return every route with the names of what its address holds."""
    return tuple(_entries(get_resolver()))


def _entries(
    resolver: URLResolver, room: str = "", above: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in resolver.url_patterns:
        names = (*above, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inside = f"{entry.namespace}:" if entry.namespace else room
            yield from _entries(entry, inside, names)
        elif isinstance(entry, URLPattern):
            yield f"{room}{entry.name}", names


def lets_through(route: str, person: Person | None, *, at_home: bool = True) -> bool:
    """Tell whether the program lets somebody through to the view of a route, at their school."""
    return routes.is_public(route) or (
        person is not None
        and at_home
        and routes.is_open(route, person=person, signed_in=True, on=NOW.date())
    )


class Reached:
    """Middleware, last of all: notes that every gate before the view has let a request through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        request.reached = True  # type: ignore[attr-defined]


def ask(client: Client, method: str, path: str) -> str:
    """Open a page as somebody and return what they meet; nothing that it did stays."""
    cookies = deepcopy(client.cookies)  # signing out takes them away
    with transaction.atomic():
        answer = client.generic(method, path)
        transaction.set_rollback(True)
    client.cookies = cookies
    if answer.status_code == 405:
        return NO_SUCH
    if getattr(answer.wsgi_request, "reached", False):
        return OPEN
    if answer.status_code == 302 and answer["Location"].startswith("/account/login/?next="):
        return SIGN_IN
    return {403: REFUSED, 404: NOT_THERE}.get(answer.status_code, f"status {answer.status_code}")
