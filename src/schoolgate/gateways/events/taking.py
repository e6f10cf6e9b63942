"""Records become events of a school's log: names become pseudonyms, the rest lies aside. No Django.

What is taken is taken once: a batch's rows and its place in the source become real together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from schoolgate.activity.days import day_of
from schoolgate.activity.events import WebEvent
from schoolgate.activity.store import Store
from schoolgate.gateways import shelf
from schoolgate.gateways.events.drafts import Draft, named
from schoolgate.gateways.events.reading import Read

BATCH: Final = 5_000
_SKEW: Final = 60_000  # ms that a clock may run ahead


@dataclass(frozen=True, slots=True)
class Rules:
    """How a school takes web events: which logins are a class's, of which hosts nothing is kept,
    and whether pages are kept or only their digests."""

    is_class: Callable[[str], bool] = lambda _: False
    hidden: frozenset[str] = frozenset()
    keeps_paths: bool = False


@dataclass(slots=True)
class Taken:
    """What became of records; `ahead` are those later than the clock by more than a minute."""

    events: int = 0
    hidden: int = 0
    ahead: int = 0
    aside: dict[str, int] = field(default_factory=dict)


class Taker:
    """Takes the records of one source into one school's log."""

    def __init__(self, store: Store, *, source: str, rules: Rules) -> None:
        self._store, self._source, self._rules = store, source, rules

    def take_all(self, records: Callable[[], Iterable[Read]], *, now: int) -> Taken:
        """Take the records of a file, from where it was left. `records` reads it; `now` in ms.

        A file is known again by its first record, and by the digest of all that was taken of it:
        one that grew is gone on with, one that is the same adds nothing. Raises OSError where
        nothing can be stored; then take it again, and nothing is doubled.
        """
        taken = Taken()
        place = f"{self._source}:{_digest(islice(records(), 1)).hexdigest()[:32]}"
        start, before = self._left(place)
        if _digest(islice(records(), start)).hexdigest() != before:
            place = f"{place}:{_digest(records()).hexdigest()[:32]}"
            start = self._left(place)[0]
        each = iter(records())
        so_far = _digest(islice(each, start))
        while batch := list(islice(each, BATCH)):
            start += len(batch)
            so_far = _digest(batch, so_far)
            upto = f"{start}:{so_far.hexdigest()}"
            self.take(batch, place=place, upto=upto, now=now, taken=taken)
        return taken

    def _left(self, place: str) -> tuple[int, str]:
        """Return how many records of a file were taken, and the digest of them."""
        count, _, before = self._store.reached(place).partition(":")
        return (int(count), before) if count else (0, hashlib.sha256().hexdigest())

    def take(self, batch: Sequence[Read], *, place: str, upto: str, now: int,
             taken: Taken) -> None:  # fmt: skip
        """Take one batch and count it into `taken`; on disk when this returns."""
        names: dict[str, str] = {}
        rows = list(self._rows(batch, names, taken))
        bad = [(one.reason, one.line) for one in batch if one.draft is None]
        shelf.set_aside(self._store, source=self._source, day=day_of(now), found=bad)
        for reason, _ in bad:
            taken.aside[reason] = taken.aside.get(reason, 0) + 1
        taken.ahead += sum(row.at > now + _SKEW for row in rows)
        taken.events += len(rows)
        self._store.append("web", rows, source=place, upto=upto, names=names)

    def _rows(self, batch: Sequence[Read], names: dict[str, str],
              taken: Taken) -> Iterator[WebEvent]:  # fmt: skip
        for one in batch:
            if one.draft is None:
                continue
            if self._is_hidden(one.draft.host):
                taken.hidden += 1
                continue
            yield self._event(one.draft, names)

    def _is_hidden(self, host: str) -> bool:
        parts = host.split(".")
        return any(".".join(parts[place:]) in self._rules.hidden for place in range(len(parts)))

    def _event(self, one: Draft, names: dict[str, str]) -> WebEvent:
        store, keeps = self._store, self._rules.keeps_paths
        login = named(one.user)
        who = store.pseudonym("class" if self._rules.is_class(login) else "person", login)
        device = store.pseudonym("device", one.client)
        names.update({pseudonym: name for pseudonym, name in ((who, login), (device, one.client))
                      if pseudonym})  # fmt: skip
        return WebEvent(
            one.at, store.school, who, device, "", one.profile, "", one.method, one.host,
            one.path if keeps else "", store.pseudonym("path", one.host + one.path),
            one.status, one.received, one.sent, one.took, one.verdict, "", one.category, "", "", "",
            one.file if keeps else "", one.term if keeps else "",
        )  # fmt: skip


def _digest(records: Iterable[Read], so_far: Any = None) -> Any:
    """Return the digest of lines, after those of `so_far`."""
    found = hashlib.sha256() if so_far is None else so_far
    for one in records:
        found.update(one.line.encode(errors="replace") + b"\n")
    return found
