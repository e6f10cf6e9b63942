"""Who may send, who may see what was told to whom. Everybody else sees what they were told."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from schoolgate.notices.models import Notice, Telling
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability


def may_send(viewer: Person | None, *, on: date) -> bool:
    """Tell whether somebody writes and sends notices, and sees who was told and has read."""
    if viewer is None:
        return False
    return people.may(viewer, Capability.NOTICE_SEND, school=viewer.school_id, on=on)


def tellings_visible_to(viewer: Person | None, *, on: date) -> QuerySet[Telling]:
    """Return who was told what, as far as the viewer may know: senders all, others their own."""
    if viewer is None or not people.roles_of(viewer, on=on):
        return Telling.objects.none()
    here = Telling.objects.filter(school=viewer.school_id)
    return here if may_send(viewer, on=on) else here.filter(person=viewer)


def notices_visible_to(viewer: Person | None, *, on: date) -> QuerySet[Notice]:
    """Return the notices that the viewer may read: senders all, others those sent to them."""
    if viewer is None or not people.roles_of(viewer, on=on):
        return Notice.objects.none()
    here = Notice.objects.filter(school=viewer.school_id)
    if may_send(viewer, on=on):
        return here
    return here.filter(pk__in=Telling.objects.filter(person=viewer).values("notice"))


def may_see(viewer: Person | None, notice: Notice, *, on: date) -> bool:
    """Tell whether the viewer may read one notice; agrees with `notices_visible_to`."""
    return notices_visible_to(viewer, on=on).filter(pk=notice.pk).exists()
