"""What the detection is shown of the log: what was searched for, where, of which kind; and a test
of every day with a word that no child writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from schoolgate.activity.events import WebEvent
from schoolgate.monitoring.detection.findings import Finding
from schoolgate.monitoring.detection.items import Item, Kind
from schoolgate.monitoring.whose import Whose

# Nobody's: the host of the daily test (RFC 6761 keeps `.test` for this).
CANARY_HOST: Final = "daily-test.monitoring.test"


def of_web(events: Iterable[object], known: Mapping[str, Whose]) -> Iterator[Item]:
    """Yield what there is to judge in web events; `known` says in which class somebody is."""
    for event in events:
        if isinstance(event, WebEvent):
            yield from _of_web(event, known)


def _of_web(event: WebEvent, known: Mapping[str, Whose]) -> Iterator[Item]:
    person = known.get(event.who)
    category = "" if event.grant else event.category  # somebody opened it, for a lesson
    plain = Item(event.at, event.who, person.group if person else "", event.role, Kind.HOST,
                 event.host, host=event.host, category=category,
                 source=str(event.number))  # fmt: skip
    yield plain
    for kind, text in ((Kind.SEARCH, event.term), (Kind.FILE, event.file),
                       (Kind.CATEGORY, category)):  # fmt: skip
        if text:
            yield plain._replace(kind=kind, text=text)


def is_canary(finding: Finding) -> bool:
    """Tell whether a finding is of the daily test."""
    return finding.item.host == CANARY_HOST
