"""Invented weeks for tests of the report, and the numbers counted by hand from the same rows."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from schoolgate.activity.days import day_of, starts
from schoolgate.activity.events import WebEvent
from schoolgate.activity.opening import store_of
from schoolgate.activity.reports.spans import monday
from schoolgate.people.models import School
from tests.activity.conftest import event

_HOUR = 3_600_000
HOSTS = ("maps.test", "sums.test", "bets.test", "play.test", "clips.test", "rare.test")
CATEGORIES = {"bets.test": "gambling", "play.test": "games", "rare.test": "hate"}


def rows_of(
    first: date, *, weeks: int = 3, seed: int = 1, people: int = 14, a_day: int = 30
) -> list[WebEvent]:  # fmt: skip
    """Requests of a few people on the school days of some weeks, so that many numbers are small."""
    dice = random.Random(seed)
    found = []
    for number in range(7 * weeks):
        day = first + timedelta(days=number)
        for _ in range(a_day if day.weekday() < 5 else 0):
            who = min(dice.randrange(people), dice.randrange(people))
            host = dice.choice(HOSTS[: 3 + who % 4])
            refused = host in CATEGORIES and dice.random() < 0.7
            found.append(event(
                starts(day) + 9 * _HOUR + dice.randrange(6 * _HOUR), host=host, who=f"{who:016x}",
                role="teacher" if who > 9 else "pupil_ks2", year="" if who > 9 else str(who % 3),
                verdict="block" if refused else "allow", category=CATEGORIES.get(host, ""),
                grant="" if refused or host not in CATEGORIES else "g", sent=dice.randrange(9999),
            ))  # fmt: skip
    return found


def logged(school: School, rows: Iterable[WebEvent], *, upto: str = "1") -> None:
    """Put rows into a school's log."""
    store_of(school).append("web", list(rows), source="log", upto=upto)


def counted(
    rows: Iterable[WebEvent], key: str
) -> dict[tuple[date, object], tuple[int, int]]:  # fmt: skip
    """How many people and rows there are of each week and value of a column, one row at a time."""
    people: dict[tuple[date, object], set[str]] = defaultdict(set)
    times: dict[tuple[date, object], int] = defaultdict(int)
    for row in rows:
        day = day_of(row.at)
        at = (monday(day), day.isoformat() if key == "day" else getattr(row, key))
        people[at].add(row.who)
        times[at] += 1
    return {at: (len(people[at]), times[at]) for at in times}


def begun(now: datetime, *, weeks: int) -> date:
    """The Monday so many weeks ago."""
    return monday(now.date()) - timedelta(weeks=weeks)
