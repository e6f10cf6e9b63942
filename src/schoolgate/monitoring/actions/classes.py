"""What a class does online, for its own teacher while the lesson goes on (MON-18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from schoolgate.activity import days
from schoolgate.activity.opening import keeps_log, store_of
from schoolgate.monitoring import permissions
from schoolgate.monitoring.actions.storing import UnableToAct
from schoolgate.monitoring.queries.classes import accounts_of
from schoolgate.monitoring.rules import classes as rules
from schoolgate.monitoring.rules.classes import Lesson, Seen
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people.models import Person
from schoolgate.policies import library
from schoolgate.records import actions as journal

_NO_LESSON: Final = (
    "There is no lesson now, as far as the policy’s hours and the school’s terms say. You see your "
    "class online only while a lesson goes on."
)


@dataclass(frozen=True, slots=True)
class Watched:
    """What a class did in the lesson until now, the latest first."""

    lesson: Lesson
    seen: tuple[Seen, ...]


@transaction.atomic
def watch_class(*, class_name: str, by: Person, at: datetime) -> Watched:
    """Read what a class did since its lesson began; that somebody looked is written down before
    anything is handed out. Raises UnableToAct."""
    if class_name not in permissions.classes_of(by):
        raise UnableToAct("You see the classes that you teach, and no other.")
    lesson = rules.lesson(library.of(by.school).pack.book.calendar, at)
    if lesson is None:
        raise UnableToAct(_NO_LESSON)
    seen = _seen(class_name, lesson, by, at)
    journal.write(
        school=by.school, by=by, at=at, verb=MonitoringVerb.CLASS_WATCHED, object=by.school,
        body={"class": class_name, "sites": len(seen), "since": f"{lesson.from_at:%H:%M}"},
    )  # fmt: skip
    return Watched(lesson, tuple(sorted(seen, key=lambda one: -one.last)))


def _seen(class_name: str, lesson: Lesson, by: Person, at: datetime) -> list[Seen]:
    if not keeps_log(by.school):
        return []
    store, since, until = store_of(by.school), days.instant(lesson.from_at), days.instant(at) + 1
    return [
        seen
        for kind, username, name in accounts_of(by.school, class_name)
        for seen in rules.summed(
            name, store.web_of(store.pseudonym(kind, username), since=since, until=until)
        )
    ]
