"""Who may see and keep the filter. Closed by default, always the viewer’s own school.

The committee sees every request, switch-off and report; others see their own.
"""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db import models
from django.db.models import Q, QuerySet

from schoolgate.access import permissions as access
from schoolgate.filtering import naming
from schoolgate.filtering.models import (
    Download,
    Fault,
    FilterCheck,
    LessonList,
    LessonMode,
    OpeningRequest,
    SwitchOff,
    Withdrawal,
    WrongCategory,
)
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability

Row = TypeVar("Row", bound=models.Model)
may = access.may


def may_keep(viewer: Person | None, *, on: date) -> bool:
    """Tell whether somebody keeps the filter."""
    return access.may(viewer, Capability.FILTER_KEEP, on=on)


def may_confirm(viewer: Person | None, *, on: date) -> bool:
    """Tell whether somebody may be the second person."""
    return access.may(viewer, Capability.FILTER_CONFIRM, on=on)


def may_sign(viewer: Person | None, *, on: date) -> bool:
    """Tell whether somebody may sign that the log is read."""
    return access.may(viewer, Capability.FILTER_LOG_SIGN, on=on)


def seen(model: type[Row], viewer: Person | None, *, on: date) -> QuerySet[Row]:
    """Return the rows of the viewer's school for whoever may see the filter."""
    return access.rows(model, viewer, Capability.FILTER_SEE, on=on)


def checks_visible_to(viewer: Person | None, *, on: date) -> QuerySet[FilterCheck]:
    """Return the tests of the filter, for whoever may see the filter."""
    return seen(FilterCheck, viewer, on=on)


def sees_all(viewer: Person | None, *, on: date) -> bool:
    """Tell whether somebody sees everything that was asked and decided about the filter."""
    return may(viewer, Capability.FILTER_SEE, on=on)


def openings_visible_to(viewer: Person | None, *, on: date) -> QuerySet[OpeningRequest]:
    """Return requests: one's own, what one's roles decide, and all for the committee."""
    held = people.roles_of(viewer, on=on) if viewer is not None else frozenset()
    if viewer is None or not held:
        return OpeningRequest.objects.none()
    here = OpeningRequest.objects.filter(school=viewer.school_id)
    if sees_all(viewer, on=on):
        return here
    seen = Q(asker=viewer) | Q(decision__by=viewer)
    for role in sorted(held):
        seen |= Q(givers__contains=f" {role} ")
    return here.filter(seen)


def downloads_visible_to(viewer: Person | None, *, on: date) -> QuerySet[Download]:
    """Return what people said of downloads: one's own, all for the committee."""
    if viewer is None or not people.roles_of(viewer, on=on):
        return Download.objects.none()
    here = Download.objects.filter(school=viewer.school_id)
    return here if sees_all(viewer, on=on) else here.filter(person=viewer)


def withdrawals_visible_to(viewer: Person | None, *, on: date) -> QuerySet[Withdrawal]:
    """Return withdrawn access: one's own, and all of others for who decides such things. Nobody
    sees that of the headteacher but who decides about the headteacher."""
    if viewer is None or not people.roles_of(viewer, on=on):
        return Withdrawal.objects.none()
    here = Withdrawal.objects.filter(school=viewer.school_id)
    mine = Q(person=viewer) | Q(by=viewer)
    if not naming.withdraws(viewer, on=on):
        return here.filter(mine)
    is_head = Q(person__role="headteacher")
    return here if "chair" in people.roles_of(viewer, on=on) else here.filter(mine | ~is_head)


def switch_offs_visible_to(viewer: Person | None, *, on: date) -> QuerySet[SwitchOff]:
    """Return switch-offs: for the committee, and for whoever may make one."""
    if viewer is None or not (
        sees_all(viewer, on=on) or may(viewer, Capability.SWITCH_OFF_MAKE, on=on)
    ):
        return SwitchOff.objects.none()
    return SwitchOff.objects.filter(school=viewer.school_id)


def wrong_categories_visible_to(viewer: Person | None, *, on: date) -> QuerySet[WrongCategory]:
    """Return reports of wrong categories: one's own, all for the committee and who answers."""
    if viewer is None or not people.roles_of(viewer, on=on):
        return WrongCategory.objects.none()
    here = WrongCategory.objects.filter(school=viewer.school_id)
    if sees_all(viewer, on=on) or may(viewer, Capability.WRONG_CATEGORY_ANSWER, on=on):
        return here
    return here.filter(reporter=viewer)


def faults_visible_to(viewer: Person | None, *, on: date) -> QuerySet[Fault]:
    """Return faults: those one found, all for the committee."""
    if viewer is None or not people.roles_of(viewer, on=on):
        return Fault.objects.none()
    here = Fault.objects.filter(school=viewer.school_id)
    return here if sees_all(viewer, on=on) else here.filter(finder=viewer)


def lists_visible_to(viewer: Person | None, *, on: date) -> QuerySet[LessonList]:
    """Return lesson lists of the school: staff use one another's."""
    if not may(viewer, Capability.LESSON_KEEP, on=on) or viewer is None:
        return LessonList.objects.none()
    return LessonList.objects.filter(school=viewer.school_id)


def lessons_visible_to(viewer: Person | None, *, on: date) -> QuerySet[LessonMode]:
    """Return lessons held to a list: as the lists themselves."""
    if not may(viewer, Capability.LESSON_KEEP, on=on) or viewer is None:
        return LessonMode.objects.none()
    return LessonMode.objects.filter(school=viewer.school_id)
