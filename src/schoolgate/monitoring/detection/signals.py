"""Two weak signals of one person make one finding: neither alone is worth anybody's time."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, NamedTuple

from .categories import HEAD_OF
from .findings import Finding, Head, Severity
from .items import Item

WITHIN: Final = 30 * 60_000  # ms between two signals that belong together
_PEOPLE: Final = 20_000  # people remembered; the one seen longest ago goes first
_EACH: Final = 12  # signals remembered of one person


class _Signal(NamedTuple):
    at: int
    head: Head
    what: str


class Signals:
    """Remembers weak signals by person for a while. Bounded by people, signals and time."""

    def __init__(self, *, within: int = WITHIN, people: int = _PEOPLE) -> None:
        """Take how long two signals may be apart, in ms, and how many people to remember."""
        self._within, self._people = within, people
        self._of: OrderedDict[str, list[_Signal]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._of)

    def sight(self, item: Item) -> None:
        """Remember that somebody asked for a site of a telling category."""
        head = HEAD_OF.get(item.category)
        if head is not None:
            self._remember(item, _Signal(item.at, head, f"a site of the category {item.category}"))

    def weak(self, finding: Finding) -> list[Finding]:
        """The finding that a weak one makes with another of the same head, or none yet."""
        item = finding.item
        mine = _Signal(item.at, finding.head, f"“{finding.rule}”")
        others = [
            one for one in self._live(item) if one.head == mine.head and one.what != mine.what
        ]
        self._remember(item, mine)
        if not others or not item.who:
            return []
        minutes = max(1, round(abs(item.at - others[-1].at) / 60_000))
        reason = f"Two signs within {minutes} min: {others[-1].what} and {mine.what}."
        severity = Severity(max(finding.severity, Severity.CONCERN))
        reasons = (*finding.reasons, reason)
        return [finding._replace(severity=severity, rule=f"two:{finding.rule}", reasons=reasons)]

    def _live(self, item: Item) -> list[_Signal]:
        return [one for one in self._of.get(item.who, ()) if abs(item.at - one.at) <= self._within]

    def _remember(self, item: Item, signal: _Signal) -> None:
        if not item.who:
            return
        kept = [one for one in self._live(item) if one.what != signal.what]
        self._of[item.who] = [*kept, signal][-_EACH:]
        self._of.move_to_end(item.who)
        if len(self._of) > self._people:
            self._of.popitem(last=False)
