"""The detection as this installation runs it: its phrase packs, and the rule of the daily test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Final

from schoolgate.monitoring.detection.findings import Finding, Head, Severity
from schoolgate.monitoring.detection.items import Item, Kind
from schoolgate.monitoring.detection.judging import Detector
from schoolgate.monitoring.detection.packs import load_packs
from schoolgate.monitoring.items import CANARY_HOST

DAILY_TEST: Final = "daily-test"


@lru_cache(maxsize=1)
def _detector() -> Detector:
    return Detector(load_packs())


@contextmanager
def forgotten_if_undone() -> Iterator[None]:
    """Forget what was found lately where its alerts could not be stored: it has to be found
    again."""
    try:
        yield
    except BaseException:
        _detector.cache_clear()
        raise


def judge_all(items: Iterable[Item]) -> Iterator[Finding]:
    """Yield what the detection finds, in order, and the event of the daily test."""
    detector = _detector()
    for item in items:
        if item.host != CANARY_HOST:
            yield from detector.judge(item)
        elif item.kind is Kind.HOST:
            yield Finding(Head.CIRCUMVENTION, Severity.SERIOUS, DAILY_TEST, item,
                          ("the daily test",))  # fmt: skip
