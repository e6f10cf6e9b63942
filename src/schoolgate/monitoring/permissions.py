"""Who may see what of monitoring. Nobody by keeping the machines; nobody what is about themselves.

A look-up: who asked, who carries it out and who reviews it; the headteacher’s office sees those of
employees, the chair those of the headteacher. What was found: the role that it is for.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from schoolgate.access import permissions as access
from schoolgate.approvals import permissions as approvals
from schoolgate.filtering.models import Device
from schoolgate.monitoring import naming
from schoolgate.monitoring.models import Alert, LookUp, SupportTalk
from schoolgate.monitoring.rules.alerts import For
from schoolgate.monitoring.rules.lookups import Kind
from schoolgate.people import permissions as people
from schoolgate.people import queries as roles
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability

may = access.may


def look_ups_visible_to(viewer: Person | None, *, on: date) -> QuerySet[LookUp]:
    """Return the look-ups that the viewer may see, never one about themselves (`queries.mine`)."""
    if viewer is None or not people.roles_of(viewer, on=on):
        return LookUp.objects.none()
    here = LookUp.objects.filter(school=viewer.school_id).exclude(about=viewer)
    seen = Q(asker=viewer) | Q(doer=viewer) | Q(reviewer=viewer)
    if may(viewer, Capability.APPROVAL_PERSON_SEE, on=on) or may(
        viewer, Capability.APPROVAL_HEAD_SEE, on=on
    ):
        seen |= Q(kind=Kind.EMPLOYEE, approval__in=approvals.visible_to(viewer, on=on))
    return here.filter(seen)


def may_see(viewer: Person | None, look_up: LookUp, *, on: date) -> bool:
    """Tell whether the viewer may see one look-up; agrees with `look_ups_visible_to`."""
    return look_ups_visible_to(viewer, on=on).filter(pk=look_up.pk).exists()


def may_count(viewer: Person | None, *, on: date) -> bool:
    """Tell whether the viewer may know how many look-ups there are and which are overdue: no
    names."""
    return may(viewer, Capability.LOOK_UP_COUNT, on=on)


def told(school: School, whom: str, *, on: date) -> list[Person]:
    """Return to whom alerts for a role go: who holds it, or stands in while nobody does. For the
    chair nobody stands in: that would be the headteacher, whom such an alert is about."""
    held = roles.holders(school=school, role=whom, on=on)
    if whom != For.CHAIR:
        return held
    return [one for one in held if whom in people.roles_of(one, on=on)]


def alerts_visible_to(viewer: Person | None, *, on: date) -> QuerySet[Alert]:
    """Return the alerts that are for a role of the viewer, or that were told to one because nobody
    had read them."""
    if viewer is None or not may(viewer, Capability.ALERT_SEE, on=on):
        return Alert.objects.none()
    held = people.roles_of(viewer, on=on)
    standing = {whom for whom in For if viewer in told(viewer.school, whom, on=on)}
    seen = Q(whom__in=sorted({*held, *standing}))
    for role in sorted(held):
        seen |= Q(also__contains=f" {role} ")
    return Alert.objects.filter(seen, school=viewer.school_id)


def talks_visible_to(viewer: Person | None, *, on: date) -> QuerySet[SupportTalk]:
    """Return the talks that the viewer held or had; all for who answers for the system."""
    if viewer is None or not people.roles_of(viewer, on=on):
        return SupportTalk.objects.none()
    here = SupportTalk.objects.filter(school=viewer.school_id)
    if may(viewer, Capability.SUPPORT_SEE, on=on):
        return here
    return here.filter(Q(person=viewer) | Q(by=viewer))


def may_audit_devices(viewer: Person | None, *, at: datetime) -> bool:
    """Tell whether somebody goes through people's own devices: whom the policy's duty names, and
    the headteacher; where it names nobody, whoever keeps the machines and leads on e-safety."""
    on = timezone.localdate(at)
    if viewer is None or not may(viewer, Capability.OWN_DEVICES_SEE, on=on):
        return False
    named = naming.for_own_devices(viewer.school).roles
    held = people.roles_of(viewer, on=on)
    return not named or not held.isdisjoint({*named, "headteacher"})


def own_devices_visible_to(viewer: Person | None, *, at: datetime) -> QuerySet[Device]:
    """Return people's own devices in use, for whoever goes through them."""
    if viewer is None or not may_audit_devices(viewer, at=at):
        return Device.objects.none()
    return Device.objects.filter(school=viewer.school_id, is_personal=True, ended_at=None)
