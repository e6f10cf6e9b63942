"""Four invented weeks of the web at Brookside: as many people as its roster, nobody's own doing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.utils import timezone

from schoolgate.activity import days
from schoolgate.activity.events import WebEvent
from schoolgate.activity.opening import folder_of, store_of
from schoolgate.activity.reports.spans import monday
from schoolgate.activity.store import Store
from schoolgate.people import queries as people
from schoolgate.people.models import School

SOURCE: Final = "demonstration"
_WEEKS: Final = 4
_A_DAY: Final = 480
_HOUR: Final = 3_600_000
_PUPILS: Final = 150
_STAFF: Final = 20


class Site(NamedTuple):
    """An invented site, how often it is asked for among all, and what the filter says of it."""

    host: str
    often: int
    category: str = ""
    verdict: str = "allow"
    grant: str = ""


_SITES: Final = (
    Site("maths-games.test", 30, "games_educational"), Site("phonics.test", 22, "education"),
    Site("spelling-bee.test", 18, "education"), Site("library.brookside.test", 12),
    Site("rivers-of-britain.test", 10, "education"), Site("romans.test", 9, "education"),
    Site("weather.test", 6, "leisure"), Site("news-for-children.test", 6, "leisure"),
    Site("chess-school.test", 4, "gambling", "block"),
    Site("play-all-day.test", 7, "games", "block"),
    Site("films-now.test", 5, "video", "block"), Site("chat-with-me.test", 4, "messaging", "block"),
    Site("pictures-of-us.test", 4, "social_media", "block"),
    Site("hide-me.test", 2, "circumvention", "block"),
)  # fmt: skip
_OF_STAFF: Final = (
    Site("planning.test", 30, "education"), Site("county-hr.test", 8),
    Site("my-letters.test", 9, "webmail"), Site("holiday-shop.test", 3, "shopping", "block"),
)  # fmt: skip
_VOLCANO: Final = "volcano-museum.test"


def show(school: School, at: datetime) -> None:
    """Write four weeks of requests, up to last Sunday. Once."""
    if folder_of(school).exists() and store_of(school).reached(SOURCE):
        return
    store, dice = store_of(school), random.Random(school.slug)  # noqa: S311 nothing is secret
    today, dates = timezone.localdate(at), people.dates(school)
    begins = monday(today) - timedelta(weeks=_WEEKS)
    open_days = [begins + timedelta(days=number) for number in range(7 * _WEEKS)]
    open_days = [day for day in open_days if dates.is_open(day)] or open_days[:5]
    rows = [row for number, day in enumerate(open_days)
            for row in _day(store, day, dice, is_late=2 * number >= len(open_days))]  # fmt: skip
    store.append("web", rows, source=SOURCE, upto=f"{today}")


def _day(store: Store, day: date, dice: random.Random, *, is_late: bool) -> Iterator[WebEvent]:
    """Yield one day; the museum is refused at first, and open by leave later."""
    museum = (Site(_VOLCANO, 5, "video", "allow", "opening-1") if is_late
              else Site(_VOLCANO, 5, "video", "block"))  # fmt: skip
    pupils, staff = (*_SITES, museum), (*_SITES[:4], *_OF_STAFF)
    for _ in range(_A_DAY):
        at = days.starts(day) + int(dice.triangular(8.5, 16, 10.5) * _HOUR)
        if dice.random() < 0.85:
            number = dice.randrange(_PUPILS)
            year = 1 + number * 6 // _PUPILS
            site = dice.choices(pupils, [one.often for one in pupils])[0]
            role = "pupil_ks1" if year < 3 else "pupil_ks2"
            yield _event(store, at, f"pupil {number}", role, str(year), site, dice)
        else:
            number = dice.randrange(_STAFF)
            site = dice.choices(staff, [one.often for one in staff])[0]
            role = "headteacher" if number == 0 else "teacher"
            yield _event(store, at, f"staff {number}", role, "", site, dice)


def _event(  # noqa: PLR0913, PLR0917 what an event says
    store: Store, at: int, who: str, role: str, year: str, site: Site, dice: random.Random
) -> WebEvent:
    refused = site.verdict == "block"
    return WebEvent(
        at=at, school=store.school, who=store.pseudonym("person", f"invented {who}"), device="",
        network="classroom", role=role, year=year, method="GET", host=site.host, path="",
        path_digest="", status=403 if refused else 200, received=400,
        sent=2_000 if refused else int(dice.lognormvariate(10, 1.5)), took=60,
        verdict=site.verdict, why="grant" if site.grant else "category" if site.category
        else "unlisted", category=site.category, clause="", grant=site.grant, reference="", file="",
        term="",
    )  # fmt: skip
