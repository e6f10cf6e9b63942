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
from schoolgate.monitoring.models import Alert, LookUp, RemoteSession, Rota, SupportTalk, UseCheck
from schoolgate.monitoring.rules.alerts import For
from schoolgate.monitoring.rules.lookups import Kind
from schoolgate.people import permissions as people
from schoolgate.people import queries as roles
from schoolgate.people.models import Person, School, Teaching
from schoolgate.people.rights import Capability
from schoolgate.people.rules import STAFF_KINDS

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


def mail_use_seen_by(viewer: Person | None, *, on: date) -> frozenset[For]:
    """Return whose numbers of mail the viewer may see: the headteacher those of employees, the
    chair those of the headteacher. Nobody else, and nobody their own."""
    if viewer is None or not may(viewer, Capability.MAIL_USE_SEE, on=on):
        return frozenset()
    held = people.roles_of(viewer, on=on)
    return frozenset(whom for whom in (For.HEAD, For.CHAIR) if whom in held)


def talks_visible_to(viewer: Person | None, *, on: date) -> QuerySet[SupportTalk]:
    """Return the talks that the viewer held or had; all for who answers for the system."""
    if viewer is None or not people.roles_of(viewer, on=on):
        return SupportTalk.objects.none()
    here = SupportTalk.objects.filter(school=viewer.school_id)
    if may(viewer, Capability.SUPPORT_SEE, on=on):
        return here
    return here.filter(Q(person=viewer) | Q(by=viewer))


def use_checks_visible_to(viewer: Person | None, *, on: date) -> QuerySet[UseCheck]:
    """Return the reviews of how things are used: to whoever makes them, and who answers for it."""
    if viewer is None or not may(viewer, Capability.USE_CHECK_SEE, on=on):
        return UseCheck.objects.none()
    return UseCheck.objects.filter(school=viewer.school_id)


def classes_of(viewer: Person | None) -> list[str]:
    """Return the classes that somebody teaches: those that they see online, in lessons."""
    if viewer is None or viewer.kind not in STAFF_KINDS:
        return []
    theirs = Teaching.objects.filter(person=viewer, school=viewer.school_id)
    return list(theirs.order_by("class_name").values_list("class_name", flat=True))


def rotas_visible_to(viewer: Person | None, *, on: date) -> QuerySet[Rota]:
    """Return the rotas of the viewer's school, to staff and governors."""
    if viewer is None or not may(viewer, Capability.ROTA_SEE, on=on):
        return Rota.objects.none()
    return Rota.objects.filter(school=viewer.school_id)


def may_watch(person: Person, rota: Rota, *, on: date) -> bool:
    """Tell whether somebody may be on a rota: staff of its school."""
    here = person.school_id == rota.school_id and person.kind in STAFF_KINDS
    return here and bool(people.roles_of(person, on=on))


def may_see_screen(viewer: Person, person: Person, *, on: date) -> bool:
    """Tell whether somebody may look at a person's screen: a pupil's; a colleague's only whoever
    keeps the machines."""
    return person.kind == "pupil" or may(viewer, Capability.REMOTE_STAFF, on=on)


def remote_visible_to(viewer: Person | None, *, on: date) -> QuerySet[RemoteSession]:
    """Return the remote sessions of the viewer's school, to those who use its machines and to
    governors; machine, time and who looked."""
    if viewer is None or not may(viewer, Capability.REMOTE_SEE, on=on):
        return RemoteSession.objects.none()
    return RemoteSession.objects.filter(school=viewer.school_id)


def remote_told_to(viewer: Person | None, *, on: date) -> QuerySet[RemoteSession]:
    """Return the remote sessions of which the viewer may know whose screen it was, and why."""
    seen = remote_visible_to(viewer, on=on).select_related("school", "by", "person")
    if may(viewer, Capability.REMOTE_OVERSEE, on=on):
        return seen
    return seen.filter(Q(by=viewer) | Q(person=viewer))


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
