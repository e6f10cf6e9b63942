"""Who used a device when, as sign-ins or leases recorded it. Pure.

Where records disagree about an instant nobody is named: unknown is unknown, and never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple


class Session(NamedTuple):
    """A person's pseudonym at a device's, from `since` to before `until` (ms since 1970)."""

    device: str
    who: str
    since: int
    until: int


def certain(sessions: Iterable[Session]) -> list[Session]:
    """Return spans that do not overlap: of each device those of which one person alone is said."""
    by_device: dict[str, list[Session]] = {}
    for one in sessions:
        by_device.setdefault(one.device, []).append(one)
    return [span for device, of in sorted(by_device.items()) for span in _of_device(device, of)]


def spread(
    sessions: Iterable[Session], devices: Iterable[str], *, since: int, until: int
) -> list[Session]:
    """Return who sat at these devices from `since` to before `until`; between, nobody is known and
    `who` is ""."""
    sure: dict[str, list[Session]] = {}
    for one in certain(sessions):
        sure.setdefault(one.device, []).append(one)
    return [span for device in devices
            for span in _filled(device, sure.get(device, []), since, until)]  # fmt: skip


def _filled(device: str, sure: list[Session], since: int, until: int) -> Iterator[Session]:
    upto = since
    for one in sure:
        if one.until <= upto or one.since >= until:
            continue
        if one.since > upto:
            yield Session(device, "", upto, one.since)
        yield one._replace(since=max(one.since, upto), until=min(one.until, until))
        upto = one.until
    if upto < until:
        yield Session(device, "", upto, until)


def _of_device(device: str, of: list[Session]) -> list[Session]:
    edges = sorted({edge for one in of for edge in (one.since, one.until)})
    found: list[Session] = []
    for since, until in pairwise(edges):
        people = {one.who for one in of if one.since <= since and until <= one.until}
        if len(people) != 1:
            continue
        who = people.pop()
        if found and found[-1].who == who and found[-1].until == since:
            found[-1] = found[-1]._replace(until=until)
        else:
            found.append(Session(device, who, since, until))
    return found
