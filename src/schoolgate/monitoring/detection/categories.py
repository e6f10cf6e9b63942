"""What the categories of sites tell. Circumvention tells at once (FIL-13); others by repetition."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

from .findings import Finding, Head, Severity
from .items import Item

# Slugs of filtering.rules.categories.
HEAD_OF: Final[Mapping[str, Head]] = {
    "circumvention": Head.CIRCUMVENTION, "discrimination": Head.DISCRIMINATION,
    "drugs": Head.DRUGS, "gambling": Head.GAMBLING, "hacking": Head.HACKING, "hate": Head.HATE,
    "illegal": Head.CHILD_ABUSE, "piracy": Head.PIRACY, "pornography": Head.PORNOGRAPHY,
    "self_harm": Head.SELF_HARM, "terrorism": Head.EXTREMISM, "violence": Head.VIOLENCE,
    "weapons": Head.VIOLENCE,
}  # fmt: skip
_AT_ONCE: Final = {"circumvention": Severity.CONCERN, "illegal": Severity.URGENT}
_GRAVE: Final = {"terrorism": Severity.SERIOUS, "self_harm": Severity.SERIOUS}
TIMES: Final = 3  # different requests of one category
WITHIN: Final = 10 * 60_000  # ms in which they must lie: one stray advertisement tells nothing
_AGAIN: Final = 60 * 60_000  # ms before the same person's same category is told once more
_REMEMBERED: Final = 20_000


class Categories:
    """Counts requests for telling categories by person. Bounded by the pairs remembered."""

    def __init__(self) -> None:
        self.watched = frozenset(HEAD_OF)
        self._asked: OrderedDict[tuple[str, str], list[int]] = OrderedDict()
        self._told: OrderedDict[tuple[str, str], int] = OrderedDict()

    def judge(self, item: Item) -> list[Finding]:
        """One finding when the category has told enough, and none again within the hour."""
        key = (item.who or item.source or item.host, item.category)
        told = self._told.get(key)
        if told is not None and 0 <= item.at - told < _AGAIN:
            return []
        if item.category not in _AT_ONCE and not self._enough(key, item.at):
            return []
        self._told[key] = item.at
        _trim(self._told)
        return [self._finding(item)]

    def _enough(self, key: tuple[str, str], at: int) -> bool:
        times = [one for one in self._asked.get(key, ()) if abs(at - one) <= WITHIN]
        self._asked[key] = [*times, at][-TIMES:]
        self._asked.move_to_end(key)
        _trim(self._asked)
        return len(self._asked[key]) >= TIMES

    def _finding(self, item: Item) -> Finding:
        slug = item.category
        severity = _AT_ONCE.get(slug) or _GRAVE.get(slug, Severity.NOTE)
        often = "A request" if slug in _AT_ONCE else f"{TIMES} requests within ten minutes"
        reason = f"{often} for sites of the category “{slug.replace('_', ' ')}”."
        return Finding(HEAD_OF[slug], severity, f"category:{slug}", item, (reason,))


def _trim(memory: OrderedDict[tuple[str, str], Any]) -> None:
    while len(memory) > _REMEMBERED:
        memory.popitem(last=False)
