"""Which journal address is whose, and messages on their way into a school's log."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from django.db import close_old_connections
from django.utils import timezone

from schoolgate.activity import copies_of, days
from schoolgate.activity.opening import store_of
from schoolgate.gateways.mail.files import UnableToTake, messages
from schoolgate.gateways.mail.keeping import Arrival, Keeper, Kept
from schoolgate.gateways.mail.receiving import Delivery, heard, networks_of
from schoolgate.gateways.models import Source
from schoolgate.gateways.sources import actions, rules
from schoolgate.gateways.sources.actions import Counts
from schoolgate.people.models import Person, School
from schoolgate.records.parties import System

Given = ParamSpec("Given")
Got = TypeVar("Got")
_SECONDS: Final = 30  # that a change of the sources takes to be known
_TOGETHER: Final = 50  # messages of a file


def keeper_of(school: School) -> Keeper:
    """Return what records the mail of a school."""
    sources = Source.objects.filter(school=school, kind__in=rules.MAIL)
    return Keeper(
        copies_of.folder_of(school), key=copies_of.key_of(school), log=store_of(school),
        inside=frozenset(one for domains in sources.values_list("domains", flat=True)
                         for one in domains),
    )  # fmt: skip


def fresh(what: Callable[Given, Got]) -> Callable[Given, Got]:
    """Do something in a server's thread, on a connection that the database has not closed."""

    def done(*given: Given.args, **named: Given.kwargs) -> Got:
        close_old_connections()
        return what(*given, **named)

    return done


class Post:
    """The journal addresses in use, read anew twice a minute, and the way to the logs."""

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}
        self._read_at = float("-inf")

    def known(self, address: str, client: str) -> bool:
        """Tell whether a client may journal to an address; a source may name its networks."""
        source = self._now().get(address)
        if source is None:
            return False
        return not source.networks or heard((client,), networks_of(source.networks))

    def keep(self, deliveries: Sequence[Delivery]) -> None:
        """Record messages for good. Raises whatever went wrong; then send them again."""
        at = timezone.now()
        by_source: dict[str, list[Delivery]] = defaultdict(list)
        for one in deliveries:
            by_source[one.address].append(one)
        for address, of_source in by_source.items():
            source = self._now().get(address)
            if source is None:
                raise UnableToTake(f"{address} is off the list of sources.")
            record(source, [one.raw for one in of_source], at=at, dated=False)

    def _now(self) -> dict[str, Source]:
        if time.monotonic() - self._read_at > _SECONDS:
            rows = Source.objects.filter(ended_at=None, kind__in=rules.MAIL)
            self._sources = {one.address: one for one in rows.select_related("school")}
            self._read_at = time.monotonic()
        return self._sources


def record(source: Source, raws: Sequence[bytes], *, at: datetime, dated: bool) -> list[Kept]:
    """Record messages of a source, and note that something came."""
    now = days.instant(at)
    kind, reports = ("chat" if source.kind == "chat" else "mail"), source.kind == "reports"
    kept = keeper_of(source.school).keep(
        [Arrival(raw, now, source.name, kind, reports, (), dated) for raw in raws])  # fmt: skip
    new = [one for one in kept if one.is_new]
    actions.note_received(source=source, events=len(new), at=at,
                          not_understood=sum(bool(one.troubles) for one in new))  # fmt: skip
    return kept


def take(source: Source, path: Path, *, by: Person | System, at: datetime) -> Counts:
    """Take in a file of messages, and journal that. Raises UnableToTake, OSError."""
    kept: list[Kept] = []
    for some in _some_of(messages(path)):
        kept += record(source, some, at=at, dated=True)
    new = [one for one in kept if one.is_new]
    counts = Counts(len(new), len(kept) - len(new), sum(bool(one.troubles) for one in new))
    actions.note_taken(source=source, file=path.name, counts=counts, by=by, at=at)
    return counts


def _some_of(raws: Iterable[bytes]) -> Iterator[list[bytes]]:
    each = iter(raws)
    while some := list(islice(each, _TOGETHER)):
        yield some
