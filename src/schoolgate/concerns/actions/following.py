"""What a case leaves to be done later: to ask a site again, to tell the authority."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final

from django.utils import timezone

from schoolgate.concerns import directory, queries, routing
from schoolgate.concerns.actions.storing import Asked, give
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Entry, Task
from schoolgate.concerns.rules import clocks, posts
from schoolgate.concerns.rules.pace import Pace

ANSWER: Final = "takedown-answer"
_ASKED: Final = frozenset({"takedown", ANSWER})
CRISIS: Final = "crisis-team"
UNKNOWN: Final = "write their number into “Whom to ring” first"
_MORNING: Final = time(9)


def remind(opened: Opened, entry: Entry, said: Mapping[str, str], at: datetime) -> None:
    """Ask whoever wrote to a site to ask again, on the day that they set. Source: HSM-21 (000
    Resolving, 003 Resolving: expect delay)."""
    if entry.kind not in _ASKED or said["outcome"] != "waiting" or not said.get("remind_on"):
        return
    first = entry.adds_to or entry
    site = queries.said_in(opened, first)["platform"]
    due_at = timezone.make_aware(datetime.combine(date.fromisoformat(said["remind_on"]), _MORNING))
    give(opened, asked=Asked(ANSWER, f"Ask again: {site}", due_at=due_at, person=entry.by,
                             follows=first), at=at)  # fmt: skip


def tell_the_authority(opened: Opened, *, role: str, at: datetime) -> None:
    """Ask for the call to the authority's communications team, once in a case of posts, with the
    number and the time. Source: HSM-17 (000 HT d, 003 App 1 d)."""
    case = opened.case
    asked = Task.objects.filter(case=case, kind=CRISIS)
    if case.situation not in posts.SITUATIONS or asked.exists():
        return
    due_at = clocks.due(Pace.SAME_DAY, at, routing.hours(case.school))
    known = directory.by_kind(case.school, on=timezone.localdate(at)).get("press", [])
    reach = "; ".join(f"{one.name}, {one.telephone or one.web}" for one in known)
    words = f"Tell the authority’s communications team: {reach or UNKNOWN}"
    give(opened, asked=Asked(CRISIS, words, due_at=due_at, role=role), at=at)
