"""Who used a device when, as sign-ins or leases recorded it. Pure.

Where records disagree about an instant nobody is named: unknown is unknown, and never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
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
