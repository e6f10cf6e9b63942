"""Every read of look-ups: each starts from who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from schoolgate.concerns import queries as concerns
from schoolgate.concerns.keys import mark_of
from schoolgate.concerns.models import Case, Party
from schoolgate.concerns.rules.words import State as CaseState
from schoolgate.monitoring import permissions
from schoolgate.monitoring.models import LookUp
from schoolgate.monitoring.rules.lookups import Kind, Stage, Step
from schoolgate.people import permissions as people
from schoolgate.people import queries as roles
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability

_LINKED = ("about", "asker", "doer", "reviewer", "approval__decision", "approval__revocation",
           "case", "school")  # fmt: skip
_REVIEWERS = ("online_safety_governor", "esafety_governor", "chair", "dsl")


def look_ups(*, viewer: Person | None, on: date) -> QuerySet[LookUp]:
    """Return the look-ups that the viewer may see, newest first."""
    seen = permissions.look_ups_visible_to(viewer, on=on)
    return seen.select_related(*_LINKED).prefetch_related("steps")


def one(*, viewer: Person | None, pk: int, on: date) -> LookUp | None:
    """Return one look-up that the viewer may see."""
    return look_ups(viewer=viewer, on=on).filter(pk=pk).first()


def running(person: Person, *, at: datetime) -> LookUp | None:
    """Return a look at somebody that is open or to come; for the room itself."""
    theirs = LookUp.objects.filter(school=person.school_id, about=person, kind=Kind.EMPLOYEE)
    every = theirs.select_related(*_LINKED).prefetch_related("steps")
    going = {Stage.OPEN, Stage.NOT_BEGUN}
    return next((row for row in every if row.stage(at) in going), None)


def over(*, school: School, at: datetime) -> list[LookUp]:
    """Return looks that the clock or a revocation ended and about which no notice is written."""
    every = LookUp.objects.filter(school=school).exclude(steps__kind=Step.NOTICED)
    linked = every.select_related(*_LINKED).prefetch_related("steps")
    return [row for row in linked if row.tells and row.ended_at(at) is not None]


def about_me(*, viewer: Person | None, at: datetime) -> list[LookUp]:
    """Return the looks at what the viewer did, as far as they may be told, newest first."""
    if viewer is None or not people.roles_of(viewer, on=timezone.localdate(at)):
        return []
    mine = LookUp.objects.filter(school=viewer.school_id, about=viewer, kind=Kind.EMPLOYEE)
    linked = mine.select_related(*_LINKED).prefetch_related("steps", "looks__by")
    return [row for row in linked if row.is_tellable(at) and Step.NOTICED in row.written]


def one_about_me(*, viewer: Person | None, pk: int, at: datetime) -> LookUp | None:
    """Return one look at what the viewer did, as far as they may be told."""
    return next((row for row in about_me(viewer=viewer, at=at) if row.pk == pk), None)


def may_look_for(case: Case, pupil: Person, *, viewer: Person, on: date) -> bool:
    """Tell whether a case lets somebody look at a pupil: they may see it, it is open, and the pupil
    is named in it."""
    if pupil.kind != "pupil" or concerns.one(viewer=viewer, pk=case.pk, on=on) is None:
        return False
    if case.state not in {CaseState.NEW, CaseState.OPEN}:
        return False
    named = Party.objects.filter(school=case.school_id, case=case, mark=mark_of(pupil))
    return named.filter(left_at=None).exists()


def pupils_in(case: Case, *, viewer: Person, on: date) -> list[Person]:
    """Return the pupils who are named in a case that the viewer may see."""
    if concerns.one(viewer=viewer, pk=case.pk, on=on) is None:
        return []
    marks = {bytes(one) for one in Party.objects.filter(case=case, left_at=None)
             .values_list("mark", flat=True)}  # fmt: skip
    pupils = Person.objects.filter(school=case.school_id, kind="pupil")
    return [pupil for pupil in pupils if mark_of(pupil) in marks]


def reviewers(*, school: School, about: Person, on: date) -> list[Person]:
    """Return who may review a look: governors and the safeguarding lead, never who it is about."""
    found = [one for role in _REVIEWERS for one in _holding(school, role, on)]
    governors = Person.objects.filter(school=school, kind="governor").order_by("name")
    found += [one for one in governors if people.roles_of(one, on=on)]
    return [one for one in dict.fromkeys(found) if one.pk != about.pk]


def _holding(school: School, role: str, on: date) -> list[Person]:
    """Return who holds a role themselves; nobody who only stands in."""
    return [one for one in roles.holders(school=school, role=role, on=on)
            if role in people.roles_of(one, on=on)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Numbers:
    """Look-ups of employees in numbers, for governors: nobody’s name."""

    asked: int
    open: int
    to_tell: int
    overdue: int
    put_off: int
    flagged: int
    unreviewed: int


def numbers(*, viewer: Person | None, at: datetime) -> Numbers | None:
    """Return how many look-ups stand where; None for who may not know."""
    on = timezone.localdate(at)
    if viewer is None or not permissions.may(viewer, Capability.LOOK_UP_COUNT, on=on):
        return None
    here = LookUp.objects.filter(school=viewer.school_id, kind=Kind.EMPLOYEE)
    every = list(here.select_related(*_LINKED).prefetch_related("steps"))
    stages = [row.stage(at) for row in every]
    over = [row for row, stage in zip(every, stages, strict=True)
            if stage not in {Stage.OPEN, Stage.NOT_BEGUN}]  # fmt: skip
    return Numbers(
        asked=len(every), open=stages.count(Stage.OPEN), to_tell=stages.count(Stage.TO_TELL),
        overdue=sum(row.is_overdue(at) for row in every), put_off=stages.count(Stage.DELAYED),
        flagged=sum(bool(row.exception) for row in every),
        unreviewed=sum(Step.REVIEWED not in row.written for row in over),
    )  # fmt: skip
