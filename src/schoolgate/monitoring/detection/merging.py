"""Twenty pupils in one lesson on the same rule are one item for a person to look at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from .findings import Finding, Severity

LESSON: Final = 60 * 60_000  # ms
_BUNDLES: Final = 10_000


@dataclass(slots=True)
class Bundle:
    """Findings of one rule in one class (or of one person) within a lesson.

    `people` are in order of appearance; `count` is of findings, `first` and `last` in ms UTC.
    """

    key: str
    finding: Finding  # the gravest, the earliest of those
    first: int
    last: int
    count: int = 1
    people: dict[str, int] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """As grave as its gravest finding."""
        return self.finding.severity


class Bundles:
    """Joins findings as they come. Bounded: the bundle that was touched longest ago goes first."""

    def __init__(self, *, within: int = LESSON) -> None:
        """Take how long after its first finding a bundle still takes more, in ms."""
        self._within = within
        self._open: OrderedDict[tuple[str, str], Bundle] = OrderedDict()

    def add(self, finding: Finding) -> tuple[Bundle, bool]:
        """The finding’s bundle, and whether it is new: only then has somebody to be told.

        It is new again when a graver finding comes, so nobody sleeps on it.
        """
        item = finding.item
        place = item.group or item.who or item.source
        bundle = self._open.get((finding.rule, place))
        if bundle is None or not 0 <= item.at - bundle.first < self._within or not place:
            bundle = Bundle(f"{finding.rule}|{place}|{item.at}", finding, item.at, item.at)
            bundle.people[item.who] = 1
            self._keep((finding.rule, place), bundle)
            return bundle, True
        return bundle, self._join(bundle, finding)

    def _join(self, bundle: Bundle, finding: Finding) -> bool:
        item = finding.item
        bundle.count += 1
        bundle.last = max(bundle.last, item.at)
        bundle.people[item.who] = bundle.people.get(item.who, 0) + 1
        graver = finding.severity > bundle.severity
        if graver:
            bundle.finding = finding
        return graver

    def _keep(self, key: tuple[str, str], bundle: Bundle) -> None:
        self._open[key] = bundle
        self._open.move_to_end(key)
        if len(self._open) > _BUNDLES:
            self._open.popitem(last=False)


def merge(findings: Iterable[Finding], *, within: int = LESSON) -> list[Bundle]:
    """Bundles of findings that are not excused, in the order of their first."""
    bundles, listed = Bundles(within=within), []
    for finding in sorted(findings, key=lambda one: one.item.at):
        if not finding.excused:
            bundle, _ = bundles.add(finding)
            if bundle.count == 1:
                listed.append(bundle)
    return listed
