"""What needs somebody today. Rooms add what they have; the Do list and the digest read it here.

A provider gets a person and the instant, and returns what waits for them, with one or two queries;
what several of them ask (the policy, the calendar, who holds a role) is read once a look.
Many rooms together take some time, and every page shows how many things wait: so the menu remembers
what it was told until the person acts, and for a minute at most. The Do list itself always asks.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from schoolgate.people import looking
from schoolgate.people.models import Person

_MOST_REMEMBERED: Final = 2_000
_SECONDS: Final = 60
ACTED: Final = "acted"  # a cookie: another word whenever its person has sent something
_WORD_BYTES: Final = 6
_LOOKED: Final = "_only_looked"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits: what to do, where, since when, who asked and under which clause.

    `url` is an address of this installation; `due` the day after which it is late.
    """

    title: str
    url: str
    since: datetime
    asked_by: str = ""
    clause: str = ""
    due: date | None = None


Provider = Callable[[Person, datetime], Iterable[Need]]
_providers: dict[str, Provider] = {}
_remembered: dict[tuple[int, str, int], list[Need]] = {}


def add(name: str, provider: Provider) -> None:
    """Ask `provider` from now on; the same name again replaces it."""
    _providers[name] = provider


def of(person: Person | None, at: datetime) -> list[Need]:
    """Return everything that waits for somebody, oldest first; nothing for nobody."""
    if person is None:
        return []
    with looking.one_look():
        every = [need for provider in _providers.values() for need in provider(person, at)]
    return sorted(every, key=lambda need: (need.since, need.title))


def of_visit(request: Any, at: datetime) -> list[Need]:
    """Return what waits for whoever makes a request; asked once, for the menu and the page."""
    known: list[Need] | None = getattr(request, "_needs", None)
    if known is None:
        known = request._needs = of(getattr(request, "person", None), at)
    return known


def for_menu(request: Any, at: datetime) -> list[Need]:
    """Return the same for the menu: as it was when the person last acted, if that is less than a
    minute ago and this process was asked since."""
    person: Person | None = getattr(request, "person", None)
    if person is None or hasattr(request, "_needs"):
        return of_visit(request, at)
    word = request.COOKIES.get(ACTED, "")[: 2 * _WORD_BYTES]
    key = (person.pk, word, int(at.timestamp()) // _SECONDS)
    if key in _remembered:
        return _remembered[key]
    if len(_remembered) >= _MOST_REMEMBERED:
        forget()
    found = _remembered[key] = of_visit(request, at)
    return found


def only_looked(request: HttpRequest) -> None:
    """Say of what was sent that it changed nothing that waits for anybody, such as words to look
    for: the menu need not ask every room anew."""
    setattr(request, _LOOKED, True)


def has_acted(request: HttpRequest) -> bool:
    """Tell whether what was sent may have changed what waits for its person."""
    return request.method == "POST" and not getattr(request, _LOOKED, False)


def acted(response: HttpResponseBase) -> None:
    """Note with whoever acts that what waited for them may wait no longer: on their own machine, so
    that every process of the server knows it and none has to write it down."""
    response.set_cookie(
        ACTED, secrets.token_hex(_WORD_BYTES), max_age=2 * _SECONDS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def forget() -> None:
    """Remember nothing of what waited, for anybody."""
    _remembered.clear()
