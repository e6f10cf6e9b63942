"""Rosters: everybody who is asked, with where they stand; a class; a meeting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from schoolgate.agreements import permissions
from schoolgate.agreements.models import Lesson, Use
from schoolgate.agreements.queries import standing
from schoolgate.agreements.queries.standing import Line
from schoolgate.agreements.rules.kinds import PUPILS, Group
from schoolgate.agreements.rules.standing import WAITING
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.people.rules import Kind


@dataclass(frozen=True, slots=True)
class Sought:
    """What of the roster is wanted: words in a name, one agreement, a state, and how sorted."""

    words: str = ""
    document: str = ""
    state: str = ""
    sort: str = ""


_SORTS: Final[dict[str, Callable[[Line], Any]]] = {
    "name": lambda one: (one.person.name, one.document.title),
    "class": lambda one: (one.person.class_name, one.person.name),
    "document": lambda one: (one.document.title, one.person.name),
    "state": lambda one: (one.state != "Declined", one.state == "Signed", one.person.name),
    "signed": lambda one: (one.signed is None, one.signed.at.timestamp() if one.signed else 0.0),
}


def roster(*, viewer: Person | None, at: datetime, sought: Sought | None = None) -> list[Line]:
    """Return every agreement that people are asked for whom the viewer sees, as it stands."""
    if viewer is None:
        return []
    want, on = sought or Sought(), timezone.localdate(at)
    here = standing.bound(viewer.school, on=on)
    if not permissions.may(viewer, Capability.AGREEMENT_SEE, on=on):
        here = here.filter(pk__in=permissions.bound_visible_to(viewer, on=on).values("pk"))
    if want.words:
        here = here.filter(name__icontains=want.words)
    found = [one for one in standing.lines(viewer.school, here.order_by("name"), at=at)
             if is_wanted(one, want)]  # fmt: skip
    return sorted(found, key=_SORTS.get(want.sort, _SORTS["name"]))


def is_wanted(line: Line, want: Sought) -> bool:
    """Tell whether a line is of the agreement and in the state that is wanted."""
    if want.document and line.document.key != want.document:
        return False
    if want.state == "breach":
        return line.is_breach
    if want.state == "waiting":
        return line.state in WAITING
    return not want.state or line.state.name.lower() == want.state


def of_class(school: School, class_name: str, *, at: datetime) -> list[Line]:
    """Return every agreement of the pupils of a class, by name."""
    here = standing.bound(school, on=timezone.localdate(at))
    pupils = here.filter(kind=Kind.PUPIL, class_name=class_name).order_by("name")
    return standing.lines(school, pupils, at=at)


def classes(*, viewer: Person | None, on: date) -> list[str]:
    """Return the classes with which the viewer may sign, by name."""
    return [] if viewer is None else permissions.classes_of(viewer, on=on)


def lessons(*, viewer: Person | None, class_name: str, on: date) -> QuerySet[Lesson]:
    """Return the lessons of a class on its agreement, newest first."""
    if viewer is None or class_name not in permissions.classes_of(viewer, on=on):
        return Lesson.objects.none()
    mine = Lesson.objects.filter(school=viewer.school, class_name=class_name)
    return mine.select_related("taught_by")


def to_sign_in_meeting(*, viewer: Person | None, at: datetime, words: str = "") -> list[Line]:
    """Return what grown-ups and older pupils who are asked have still to sign in their own name."""
    every = roster(viewer=viewer, at=at, sought=Sought(words=words))
    own = [one for one in every if not one.document.by_parent and one.state in WAITING]
    last = (Group.PUPIL_KS1, *sorted(PUPILS - {Group.PUPIL_KS1}))
    return sorted(own, key=lambda one: (one.document.group in last, one.person.name))


def uses(*, viewer: Person | None, on: date) -> QuerySet[Use]:
    """Return the own devices and channels in use that the viewer may see."""
    if viewer is None:
        return Use.objects.none()
    here = Use.objects.filter(school=viewer.school, until_at=None).select_related("person")
    if permissions.may(viewer, Capability.USE_ALLOW, on=on):
        return here
    return here.filter(person=viewer)
