"""A log that grows, and the machine that reads it: lines, job, alerts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import time_machine

from schoolgate.activity import actions as activity
from schoolgate.monitoring.jobs import read_logs
from schoolgate.monitoring.models import Alert
from schoolgate.people.models import Person
from tests.cast import LONDON, NOW, OPERATOR, Cast, client_of
from tests.monitoring.working import account

DAY = NOW.date()
LIST = "/elmfield/alerts/"


def clock(hour: int, minute: int = 0, *, days: int = 0) -> dt.datetime:
    """A moment of the school day."""
    on = DAY + dt.timedelta(days=days)
    return dt.datetime(on.year, on.month, on.day, hour, minute, tzinfo=LONDON)


class Log:
    """A proxy's log that grows; what is written is taken in, and then the machine reads it."""

    def __init__(self, cast: Cast, path: Path) -> None:
        self.cast, self.path = cast, path

    def write(
        self, person: Person, times: Iterable[dt.datetime], *, category: str = "social_media",
        host: str = "chatter.test", verdict: str = "block", took: int = 0, sent: int = 10,
        grant: str = "",
    ) -> None:  # fmt: skip
        """Add a request at each of some times."""
        name = account(person)
        said = f"{verdict},category,teacher,{category},9.1.r9,{host},{grant},"
        with self.path.open("a") as file:
            for at in times:
                file.write(f"{at.timestamp():.3f} 10.1.2.3 {name} CONNECT {host} TCP_TUNNEL 200 10"
                           f" {sent} {took} {said} -\n")  # fmt: skip

    def read(self, at: dt.datetime) -> list[Alert]:
        """Take in what was written and let the job run at a time; return all alerts."""
        with time_machine.travel(at, tick=False):
            activity.take(school=self.cast.school, path=self.path, by=OPERATOR, at=at)
            read_logs.call()
        return list(Alert.objects.order_by("pk"))


def every(minutes: int, since: dt.datetime, until: dt.datetime) -> list[dt.datetime]:
    """Instants so many minutes apart, both ends included."""
    count = int((until - since).total_seconds()) // 60 // minutes
    return [since + dt.timedelta(minutes=minutes * number) for number in range(count + 1)]


def page_of(alert: Alert, person: Person) -> str:
    return " ".join(client_of(person).get(f"{LIST}{alert.pk}/").text.split())
