"""A social session left open in contact time (FIL-06): one spell, not only the first request."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from .findings import Head, Severity, Spell
from .items import Item

MINUTE: Final = 60_000  # ms
SOCIAL: Final = frozenset({"social_media", "messaging", "dating"})
_PEOPLE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Long:
    """What counts as long: at least `minutes`, with no gap above `gap` minutes."""

    minutes: int = 15
    gap: int = 10


@dataclass(slots=True)
class _Open:
    since: int
    last: int
    requests: int = 1


class SocialSessions:
    """Follows who is on social sites while they ought to be with pupils.

    `contact(item)` says whether its moment is contact time for that person: the caller knows the
    timetable and the policy. Items come roughly in the order of time. Bounded by people.
    """

    def __init__(self, contact: Callable[[Item], bool], *, long: Long | None = None) -> None:
        """Take the question of contact time, and what is long."""
        self._contact, self._long = contact, long or Long()
        self._open: OrderedDict[str, _Open] = OrderedDict()

    def __len__(self) -> int:
        return len(self._open)

    def take(self, item: Item) -> Iterator[Spell]:
        """The spell that this item closes, if it was long; the item itself is remembered."""
        if item.category not in SOCIAL or not item.who:
            return
        if not self._contact(item):
            yield from self._close(item.who)
            return
        now = self._open.get(item.who)
        if now and item.at - now.last > self._long.gap * MINUTE:
            yield from self._close(item.who)
            now = None
        if now is None:
            self._open[item.who] = _Open(item.at, item.at)
        else:
            now.since, now.last = min(now.since, item.at), max(now.last, item.at)
            now.requests += 1
        self._open.move_to_end(item.who)
        if len(self._open) > _PEOPLE:
            yield from self._close(next(iter(self._open)))

    def idle(self, at: int) -> list[Spell]:
        """The long spells that ended, because nothing came for longer than a gap before `at`."""
        ended = [who for who, one in self._open.items() if at - one.last > self._long.gap * MINUTE]
        return [spell for who in ended for spell in self._close(who)]

    def _close(self, who: str) -> Iterator[Spell]:
        one = self._open.pop(who, None)
        if one is None or one.last - one.since < self._long.minutes * MINUTE:
            return
        minutes = (one.last - one.since) // MINUTE
        reason = (
            f"{one.requests} requests for social sites over {minutes} minutes of contact time, "
            f"never more than {self._long.gap} minutes apart."
        )
        yield Spell(
            head=Head.PRIVATE_USE,
            severity=Severity.NOTE,
            rule="social_in_contact_time",
            who=who,
            since=one.since,
            until=one.last + 1,
            amount=minutes,
            unit="minutes",
            reasons=(reason,),
        )
