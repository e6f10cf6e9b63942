"""What those who are asked to something see of it: their own meetings, and notices to stay out."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from schoolgate.concerns import keys, queries
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Attendance, Case, Meeting, StandDown
from schoolgate.concerns.rules.words import Part, State
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.records import sealing


class Asked(NamedTuple):
    """A meeting as one of those who come sees it."""

    row: Meeting
    whom: str
    companion: str
    where: str


def mine(*, viewer: Person | None, on: date) -> list[Asked]:
    """Return the meetings to which somebody is asked, the next first. Raises
    sealing.UnableToOpen."""
    if viewer is None or not people.roles_of(viewer, on=on):
        return []
    rows = Attendance.objects.filter(school=viewer.school_id, person=viewer)
    rows = rows.select_related("meeting__case").order_by("meeting__at", "pk")
    return [_opened(one, viewer) for one in rows]


def _opened(one: Attendance, viewer: Person) -> Asked:
    to = f"{one.school_id}:person:{viewer.pk}"
    case = keys.Opened(one.meeting.case, sealing.unwrap(bytes(one.wrapped), to=to))
    said = case.read(one.meeting, "body")
    return Asked(one.meeting, said["whom"], said["companion"], said["where"])


def notices(*, viewer: Person | None, on: date) -> QuerySet[StandDown]:
    """Return what somebody was asked to stay out of, newest first."""
    if viewer is None or not people.roles_of(viewer, on=on):
        return StandDown.objects.none()
    found = StandDown.objects.filter(school=viewer.school_id, person=viewer)
    return found.select_related("case__into", "case__school").order_by("-asked_at", "-pk")


def notices_of(case: Case) -> QuerySet[StandDown]:
    """Return who was asked to stay out of a case, for whoever sees it."""
    found = StandDown.objects.filter(Q(case=case) | Q(case__into=case))
    return found.select_related("person")


def status(case: Case) -> str:
    """Return all that somebody who is not admitted learns of a case."""
    ended = State.CLOSED in {case.state, case.into.state if case.into else ""}
    return "Dealt with" if ended else "Being dealt with"


def families(opened: Opened, everybody: QuerySet[Person]) -> QuerySet[Person]:
    """Return which of the parents may be asked to a meeting about a case: those who answer for a
    pupil in it, and those who are in it themselves; of a case that names neither, all of them.
    Whoever was attacked is never asked."""
    there = [(one.person, one.row.part) for one in queries.parties(opened) if one.person]
    inside = [pk for pk, part in there if part not in {Part.TARGET, Part.BARRED}]
    attacked = [pk for pk, part in there if part == Part.TARGET]
    pupils = Q(guardian_of__pupil__in=[pk for pk, _ in there])
    found = everybody.filter(kind="parent").exclude(pk__in=attacked)
    of_case = found.filter(pupils | Q(pk__in=inside)).distinct()
    return of_case if of_case.exists() else found


def past(one: Asked) -> bool:
    """Tell whether a meeting is over."""
    return one.row.at < timezone.now()
