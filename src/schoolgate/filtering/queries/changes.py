"""The log of changes: what is unconfirmed, up to when it is read, who is there to keep a filter."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from schoolgate.filtering import permissions
from schoolgate.filtering.models import Change, Confirmation, LogReading
from schoolgate.filtering.rules import changes as rules
from schoolgate.filtering.rules.changes import Sole
from schoolgate.people import looking
from schoolgate.people.models import Person, School
from schoolgate.people.permissions import in_force
from schoolgate.people.rights import MAY, Capability
from schoolgate.policies import library
from schoolgate.policies.language.mistakes import PackError

WHICH = {"": "All", "unconfirmed": "Not confirmed", "unread": "Not read yet"}


def sole_charge(school: School, at: datetime) -> Sole:
    """Return whether the policy lets one person alone answer for the filter. Where it cannot be
    read nobody may."""
    return looking.once(("filtering:sole", school.pk), lambda: _sole_charge(school, at))


def _sole_charge(school: School, at: datetime) -> Sole:
    try:
        return rules.sole_charge(library.of(school).pack.book, at)
    except PackError:
        return Sole(is_forbidden=True)


def changes(viewer: Person | None, *, on: date, which: str = "") -> QuerySet[Change]:
    """Return the log, newest first; all of it or one of `WHICH`."""
    found = permissions.seen(Change, viewer, on=on).prefetch_related("confirmations")
    if which == "unconfirmed":
        return _unconfirmed(found)
    if which == "unread" and viewer is not None:
        return found.filter(_unread(viewer.school))
    return found


def _unconfirmed(found: QuerySet[Change]) -> QuerySet[Change]:
    seconds = Confirmation.objects.filter(change=OuterRef("pk"))
    return found.filter(~Exists(seconds), needs_second=True)


def _unread(school: School) -> Q:
    last = last_reading(school)
    return Q(at__gt=last.up_to) if last else Q()


def waiting_for(viewer: Person, *, on: date) -> QuerySet[Change]:
    """Return the changes of others that this person may confirm."""
    if not permissions.may_confirm(viewer, on=on):
        return Change.objects.none()
    return changes(viewer, on=on, which="unconfirmed").exclude(by=viewer)


def readings(viewer: Person | None, *, on: date) -> QuerySet[LogReading]:
    """Return when the log was signed as read, newest first."""
    return permissions.seen(LogReading, viewer, on=on)


def last_reading(school: School) -> LogReading | None:
    """Return the reading that goes furthest."""
    return LogReading.objects.filter(school=school).first()


def reading_due(school: School) -> datetime | None:
    """Return by when the log has to be read; None while nothing in it is unread."""
    last = last_reading(school)
    unread = Change.objects.filter(_unread(school), school=school).order_by("at").first()
    return rules.review_is_due(last.signed_at if last else None, unread.at if unread else None)


def crew(school: School, *, on: date) -> int:
    """Return how many people may keep the filter on a day."""
    roles = MAY[Capability.FILTER_KEEP]
    here = Person.objects.filter(school=school).filter(
        Q(starts_on=None) | Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gt=on)
    )
    appointed = in_force(on, "appointments__") & Q(appointments__role__in=sorted(roles))
    return here.filter(Q(role__in=sorted(roles)) | appointed).distinct().count()


def signers(school: School, *, on: date) -> list[Person]:
    """Return who may sign the log as read."""
    roles = MAY[Capability.FILTER_LOG_SIGN]
    appointed = in_force(on, "appointments__") & Q(appointments__role__in=sorted(roles))
    found = Person.objects.filter(Q(role__in=sorted(roles)) | appointed, school=school).distinct()
    return [one for one in found.order_by("name")
            if permissions.may_sign(one, on=on)]  # fmt: skip
