"""What lines of a proxy's log say about the filter itself: who tried a way round it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final, NamedTuple, Protocol

from schoolgate.filtering.decisions import Verdict
from schoolgate.kernel.times import LONDON

CIRCUMVENTION: Final = "circumvention"
_MOST_HOSTS: Final = 5


class Judged(Protocol):
    """A request as a gateway wrote it down: `at` in UNIX seconds; `grant` names what opened it."""

    @property
    def at(self) -> float: ...
    @property
    def client(self) -> str: ...
    @property
    def user(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def verdict(self) -> Verdict: ...
    @property
    def category(self) -> str: ...
    @property
    def grant(self) -> str: ...


class Tried(NamedTuple):
    """One user, or one device where nobody signed in, who was stopped on a way round the filter on
    one day: how often, from when until when (UNIX seconds), and at which sites, five at most."""

    day: date
    user: str
    client: str
    times: int
    first: float
    last: float
    hosts: tuple[str, ...]


def tries(lines: Iterable[Judged]) -> list[Tried]:
    """Return who was stopped on a way round, each once a day, the earliest first."""
    found: dict[tuple[date, str, str], list[Judged]] = {}
    for one in lines:
        if one.category == CIRCUMVENTION and one.verdict is Verdict.BLOCK:
            user = one.user.casefold()
            day = datetime.fromtimestamp(one.at, LONDON).date()
            found.setdefault((day, user, "" if user else one.client), []).append(one)
    return sorted((_tried(*key, every) for key, every in found.items()), key=lambda one: one.first)


def _tried(day: date, user: str, client: str, every: list[Judged]) -> Tried:
    hosts = tuple(dict.fromkeys(one.host for one in every))[:_MOST_HOSTS]
    times = [one.at for one in every]
    return Tried(day, user, client, len(every), min(times), max(times), hosts)


def uses(lines: Iterable[Judged]) -> dict[str, float]:
    """Return the first use (UNIX seconds) of each opening that these lines name."""
    first: dict[str, float] = {}
    for one in lines:
        if one.grant and one.verdict is Verdict.ALLOW:
            first[one.grant] = min(one.at, first.get(one.grant, one.at))
    return first
