"""What higher rooms offer: who is behind a user name; and what they want to hear of: openings that
were used, logs that came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings

from schoolgate.activity.intake.known import Known
from schoolgate.people.models import School

Knows = Callable[[School], Mapping[str, Known]]
Hears = Callable[[School, str, int], object]

Counts = Callable[[School, int, int, datetime], object]

_knows: list[Knows] = []
_counts: dict[str, Counts] = {}
_hears: dict[str, Hears] = {}
_hides: dict[str, Callable[[], frozenset[str]]] = {}


def offer_names(knows: Knows) -> None:
    """Ask `knows` what the user names of a school, in small letters, stand for."""
    _knows[:] = [knows]


def offer_hidden(name: str, hosts: Callable[[], frozenset[str]]) -> None:
    """Keep nothing of these hosts, and of what lies below them."""
    _hides[name] = hosts


def when_opened(name: str, hears: Hears) -> None:
    """Tell `hears` of each opening that was used: school, token, first instant (ms since 1970)."""
    _hears[name] = hears


def when_taken(name: str, counts: Counts) -> None:
    """Tell `counts` that a log was taken in: school, events, lines set aside, when."""
    _counts[name] = counts


def known(school: School) -> Callable[[str], Known]:
    """Return what tells whom a user name stands for: a person, where nothing else is known."""
    names = {name: one for knows in _knows for name, one in knows(school).items()}
    return lambda name: names.get(name.casefold(), Known())


def hidden() -> list[str]:
    """Return the hosts of which nothing is kept: that of the Tell pages, and what rooms offer."""
    tell_host = {settings.TELL_HOST} if settings.TELL_HOST else set()
    return sorted(tell_host.union(*(hosts() for hosts in _hides.values())))


def tell(school: School, token: str, at: int) -> None:
    """Pass on that an opening was used."""
    for hears in _hears.values():
        hears(school, token, at)


def count(school: School, events: int, aside: int, at: datetime) -> None:
    """Pass on that a log was taken in."""
    for counts in _counts.values():
        counts(school, events, aside, at)
