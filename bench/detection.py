"""`python -m bench.detection`: events a second through detection, with 10,000 phrases and more.

Invented traffic of a school: nine events in ten are hosts with a category, the rest is what people
search, write and open. Processor time of one process; other work on the machine adds to it.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from schoolgate.monitoring.detection.findings import Head, Severity
from schoolgate.monitoring.detection.items import Item, Kind
from schoolgate.monitoring.detection.judging import Detector
from schoolgate.monitoring.detection.packs import Force, PhrasePack, Rule, load_packs
from tests.monitoring.detection.labelled.make import read

LINE: Final = "{:<62}{:>16}{:>20}"
SEED: Final = 20261122
_CATEGORIES: Final = ("education", "video", "advertising", "unlisted", "leisure", "webmail", "",
                      "social_media", "games", "circumvention", "gambling")  # fmt: skip
_WEIGHTS: Final = (30, 12, 25, 20, 5, 3, 4, 3, 2, 0.1, 0.1)


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=300_000)
    options.add_argument("--profile", action="store_true", help="where the time goes")
    chosen = options.parse_args()
    draw = random.Random(SEED)
    packs = (*load_packs(), _more(draw, 10_000))
    print(LINE.format("measurement", "here", "aim"))
    began = time.process_time()
    detector = Detector(packs)
    _line(f"packs to detector, {detector.phrases:,} phrases", f"{_since(began):.2f} s", "")
    for name, share in (("one event in ten is text", 0.1), ("every event is text, none twice", 1)):
        events = _events(draw, chosen.events if share < 1 else chosen.events // 10, share)
        began = time.process_time()
        found = sum(1 for _ in detector.judge_all(events))
        speed = len(events) / _since(began)
        aim = "≥ 100,000 /s" if share < 1 else ""
        _line(f"{name} ({found:,} findings)", f"{speed:,.0f} /s", aim)
        if chosen.profile:
            _profile(lambda events=events: sum(1 for _ in detector.judge_all(events)))
    _line("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB", "")
    return 0


def _line(*columns: str) -> None:
    print(LINE.format(*columns))


def _since(began: float) -> float:
    return time.process_time() - began


def _more(draw: random.Random, count: int) -> PhrasePack:
    """As many invented phrases of two to four invented words."""
    words = [
        "".join(draw.choices("abcdefghiklmnoprstuvw", k=draw.randint(4, 9))) for _ in range(6000)
    ]
    phrases = {" ".join(draw.choices(words, k=draw.randint(2, 4))) for _ in range(count)}
    rule = Rule("bench.more", Head.HATE, Severity.NOTE, Force.PLAIN, "Invented.", tuple(phrases))
    return PhrasePack("bench.toml", (rule,))


def _events(draw: random.Random, count: int, share: float) -> list[Item]:
    """Events of 1,200 people; nobody writes quite what somebody wrote before."""
    innocent = [one.text for one in read() if one.head == "none"]
    worrying = [one.text for one in read() if one.head != "none"]
    people = [f"{draw.getrandbits(64):016x}" for _ in range(1200)]
    groups = [f"{draw.getrandbits(64):016x}" for _ in range(60)]
    hosts = [f"h{number}.example" for number in range(3000)]
    categories = draw.choices(_CATEGORIES, _WEIGHTS, k=count)
    items = []
    for at in range(count):
        role = draw.choice(("pupil_ks3", "pupil_ks4", "pupil_ks2", "teacher"))
        who, group = draw.choice(people), draw.choice(groups)
        if draw.random() >= share:
            host = draw.choice(hosts)
            items.append(Item(at * 200, who, group, role, Kind.HOST, "", host, categories[at]))
            continue
        text = draw.choice(worrying if draw.random() < 0.01 else innocent)
        items.append(Item(at * 200, who, group, role, Kind.SEARCH, f"{text} {at}"))
    assert all(one.at <= other.at for one, other in pairwise(items))
    return items


def _profile(work: Callable[[], object]) -> None:
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.runcall(work)
    pstats.Stats(profile).sort_stats("tottime").print_stats(8)


if __name__ == "__main__":
    sys.exit(main())
