"""Large transfers that hinder others (MON-17): who moved how much in which hour."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Final, Protocol

from .findings import Head, Severity, Spell

HOUR: Final = 3_600_000  # ms
GIGABYTE: Final = 10**9
_SLICE: Final = 60_000  # ms: volumes are kept by the minute
_PEOPLE: Final = 20_000


class Moved(Protocol):
    """What a web event says of a transfer; `activity.events.WebEvent` does."""

    @property
    def at(self) -> int: ...
    @property
    def who(self) -> str: ...
    @property
    def received(self) -> int: ...
    @property
    def sent(self) -> int: ...


@dataclass(slots=True)
class _Hour:
    minutes: deque[tuple[int, int]] = field(default_factory=deque)
    total: int = 0
    told_until: int = 0


class Volumes:
    """Adds up bytes of each person over sixty minutes. Bounded by people, and sixty sums of each.

    An unknown person ("") is never added up: it may be many people.
    """

    def __init__(self, *, most: int = 20 * GIGABYTE) -> None:
        """Take how many bytes in an hour tell: as many or more do, one fewer does not."""
        self._most = most
        self._of: OrderedDict[str, _Hour] = OrderedDict()

    def __len__(self) -> int:
        return len(self._of)

    def take(self, event: Moved) -> Spell | None:
        """One spell when the last sixty minutes hold too much; none again for an hour."""
        if not event.who:
            return None
        hour = self._of.setdefault(event.who, _Hour())
        self._of.move_to_end(event.who)
        if len(self._of) > _PEOPLE:
            self._of.popitem(last=False)
        _add(hour, event.at, event.received + event.sent)
        if hour.total < self._most or event.at < hour.told_until:
            return None
        hour.told_until = event.at + HOUR
        return self._spell(event.who, hour, event.at)

    def _spell(self, who: str, hour: _Hour, at: int) -> Spell:
        amount = hour.total / GIGABYTE
        reason = f"{amount:.1f} GB moved within an hour; {self._most / GIGABYTE:g} GB are told."
        return Spell(
            head=Head.PRIVATE_USE,
            severity=Severity.NOTE,
            rule="large_transfers",
            who=who,
            since=hour.minutes[0][0] * _SLICE,
            until=at + 1,
            amount=hour.total,
            unit="bytes",
            reasons=(reason,),
        )


def _add(hour: _Hour, at: int, size: int) -> None:
    minute = at // _SLICE
    if hour.minutes and hour.minutes[-1][0] >= minute:
        last, before = hour.minutes[-1]
        hour.minutes[-1] = (last, before + size)  # a late event counts in the latest minute
    else:
        hour.minutes.append((minute, size))
    hour.total += size
    while hour.minutes[0][0] <= hour.minutes[-1][0] - HOUR // _SLICE:
        hour.total -= hour.minutes.popleft()[1]
