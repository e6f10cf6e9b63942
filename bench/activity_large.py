"""`python -m bench.activity_large`: questions to a school's log of six months and 100 million
events, and dropping a day of it of which a case keeps rows.

The events are made by the engine itself, as `activity_data` makes them line by line, and are taken
and sorted by the store, day after day. `--in FOLDER` keeps them there, so that the questions can be
asked again without making the log anew (14 minutes on one core; 2 GB).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Final

from bench.activity import LINE
from schoolgate.activity import days
from schoolgate.activity.segments import Written
from schoolgate.activity.store import Store
from schoolgate.activity.writing import Besides, Place

_FIRST: Final = date(2026, 4, 20)  # a Monday
_DAYS: Final = 128  # school days of half a year
_TIMES: Final = 7
_USERS: Final = 330
_HOSTS: Final = 60_000
# Hosts and people by rank; a fortieth of what is asked for is refused.
_EVENTS: Final = f"""
    SELECT DATE '{{day}}' AS day, {{start}} + 28800000 + CAST(share * 28800000 AS BIGINT) AS ts,
      'elmfield' AS school, printf('%016x', hash(u)) AS who,
      printf('%016x', hash(1000 + u % 300)) AS device, 'classroom' AS network,
      ['pupil_ks1', 'pupil_ks2', 'teacher'][1 + u % 3] AS role, ['', '1', '5'][1 + u % 3] AS year,
      CASE WHEN r < 0.55 THEN 'CONNECT' ELSE 'GET' END AS method,
      printf('%s.site%d.example',
             ['maps', 'news', 'cdn', 'static', 'api', 'img', 'play'][1 + h % 7], h) AS host,
      CASE WHEN r < 0.55 THEN '' ELSE '/a/b/' || (i % 97) END AS path, '' AS path_digest,
      CASE WHEN r > 0.975 THEN 403 ELSE 200 END AS status,
      CAST(400 + i % 900 AS BIGINT) AS received, CAST(exp(8 + 2 * s) AS BIGINT) AS sent,
      CAST(i % 3000 AS INTEGER) AS took, CASE WHEN r > 0.975 THEN 'block' ELSE 'allow' END
        AS verdict, CASE WHEN r > 0.975 THEN 'category' ELSE 'unlisted' END AS why,
      CASE WHEN r > 0.975 THEN ['games', 'gambling', 'weapons', 'chat'][1 + i % 4] ELSE '' END
        AS category, CASE WHEN r > 0.975 THEN '9.1.r3' ELSE '' END AS clause, '' AS opening,
      '' AS reference, '' AS file, '' AS term, {{first}} + i AS number
    FROM (SELECT i, i / {{count}}.0 AS share, random() AS r, random() + random() - 1 AS s,
                 CAST(floor({_USERS} * pow(random(), 2)) AS INTEGER) AS u,
                 CAST(floor(exp(random() * ln({_HOSTS}))) AS INTEGER) AS h
          FROM range({{count}}) made(i))
"""


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=100_000_000)
    options.add_argument("--in", dest="place", type=Path, metavar="FOLDER")
    chosen = options.parse_args()
    with _folder(chosen.place) as folder:
        store = Store(folder, school="elmfield", key=bytes(32))
        school_days = [*_school_days()]
        _make(store, school_days, chosen.events // _DAYS)
        print(LINE.format("measurement", "here", "aim"))
        _, _, rows, size, *_ = store.contents()[0]
        _say("events", f"{rows:,}", "")
        _say("bytes an event", f"{size / rows:.1f}", "≤ 32")
        _ask(store, school_days)
        _drop(store, school_days[0])
    return 0


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="bench-large-") as name:
        yield Path(name)


def _school_days() -> Iterator[date]:
    weekdays = (_FIRST + timedelta(days=n) for n in range(2 * _DAYS))
    return (day for day, _ in zip((one for one in weekdays if one.weekday() < 5),
                                  range(_DAYS), strict=False))  # fmt: skip


def _make(store: Store, school_days: list[date], count: int) -> None:
    """Take what is not there yet, and sort it; say how far it is."""
    begun = time.process_time()
    for number, day in enumerate(school_days):
        _take(store, day, count)
        store.compact(now=days.ends(day))
        print(f"\r{number + 1} days of {_DAYS}", end="", flush=True)
    print(f"\rmade in {time.process_time() - begun:.0f} processor seconds")


def _take(store: Store, day: date, count: int) -> None:
    span = (days.starts(day), days.ends(day))

    def put(first: int) -> Iterator[tuple[date, Written]]:
        said = _EVENTS.format(day=day, start=span[0], count=count, first=first)
        written = store.writer.put(said, span)
        if written is not None:
            yield day, written

    store.writer.append_found(put, Place(f"made:{day}", "all"), lambda _: Besides())


def _ask(store: Store, school_days: list[date]) -> None:
    whole = {"since": days.starts(school_days[0]), "until": days.ends(school_days[-1])}
    middle, week = school_days[_DAYS // 2], school_days[_DAYS // 2 : _DAYS // 2 + 5]
    one_day = {"since": days.starts(middle), "until": days.ends(middle)}
    one_week = {"since": days.starts(week[0]), "until": days.ends(week[-1])}
    term = {"since": days.starts(school_days[0]), "until": days.ends(school_days[64])}
    people = [str(row[0]) for row in store.ask("top_sites_of_each", most=1, **one_day)]
    who = people[len(people) // 2]

    def asked(name: str, **values: object) -> Callable[[], int]:
        return lambda: len(store.ask(name, **values))

    _time("one person’s day", 100, asked("one_persons_day", who=who, **one_day))
    _time("a person’s six months, by day", 500, asked("person_by_day", who=who, **whole))
    _time("a person’s latest 200", 100, lambda: len(store.latest(who, 200, until=whole["until"])))
    for which, host in (("few use", "maps.site40005.example"), ("many use", "maps.site7.example"),
                        ("nobody uses", "never.example")):  # fmt: skip
        _time(f"first visit to a host that {which}", 300,
              lambda host=host: int(store.first_visit(host) is not None))  # fmt: skip
    _time("refused, by category and day, of a term", 1000,
          asked("blocked_by_category_and_day", **term))  # fmt: skip
    _time("ten top sites of everybody, of a week", 4000,
          asked("top_sites_of_each", most=10, **one_week))  # fmt: skip


def _time(what: str, aim: int, ask: Callable[[], int]) -> None:
    """Say how long the middle one of some takes, by the clock, and the first."""
    took = []
    for _ in range(_TIMES):
        begun = time.perf_counter()
        rows = ask()
        took.append((time.perf_counter() - begun) * 1000)
    _say(f"{what} ({rows:,} rows), ms", f"{median(took):.0f} ({took[0]:.0f})", f"< {aim}")


def _drop(store: Store, day: date) -> None:
    span = {"since": days.starts(day), "until": days.ends(day)}
    people = [str(row[0]) for row in store.ask("top_sites_of_each", most=1, **span)]
    held = sum(store.hold(f"case {n}", table="web", who=people[n * 100], **span) for n in range(3))
    begun = time.perf_counter()
    dropped = store.drop(day)
    took = (time.perf_counter() - begun) * 1000
    assert dropped.held == held
    _say(f"a day of {dropped.rows:,} dropped, {held:,} held, ms", f"{took:.0f}", "< 1000")


def _say(what: str, here: str, aim: str) -> None:
    print(LINE.format(what, here, aim), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
