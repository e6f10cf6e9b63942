"""What waits for people in this room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from schoolgate.people import background, named_roles, permissions, queries, rules
from schoolgate.people.models import Appointment, Person
from schoolgate.people.needs import Need
from schoolgate.people.rights import Capability

_TECHNICIANS = ("it_technician", "network_manager")
_NEW_YEAR = 9  # a school year begins in September
_MOST_NAMED = 3


def vacant_roles(person: Person, at: datetime) -> Iterator[Need]:
    """Yield one need for whoever may appoint, while roles of the policy are vacant."""
    on = timezone.localdate(at)
    if not permissions.may(person, Capability.ROLE_APPOINT, school=person.school_id, on=on):
        return
    roles = [role.name for role in named_roles.of(person.school)]
    vacant = queries.vacant_roles(school=person.school, roles=roles, on=on)
    if vacant:
        named = ", ".join(vacant[:_MOST_NAMED])
        more = f" and {len(vacant) - _MOST_NAMED} more" if len(vacant) > _MOST_NAMED else ""
        yield Need(
            f"Appoint somebody: {named}{more}",
            f"{reverse('people:roles', args=[person.school.slug])}?only=vacant",
            since=_since(person, vacant, at),
        )


def _since(person: Person, vacant: list[str], at: datetime) -> datetime:
    """Return when the last of those who held one of them left it, else the year's beginning."""
    today = timezone.localdate(at)
    ended = Appointment.objects.filter(
        school=person.school_id, until_on__lte=today,
        role__in=[rules.role_slug(role) for role in vacant],
    ).order_by("-until_on").values_list("until_on", flat=True).first()  # fmt: skip
    year = today.year if today.month >= _NEW_YEAR else today.year - 1
    return timezone.make_aware(
        datetime.combine(ended or today.replace(year, _NEW_YEAR, 1), time.min)
    )


def failed_jobs(person: Person, at: datetime) -> Iterator[Need]:
    """Yield one need while background jobs have failed: for technicians, and for the headteacher of
    a school that has none."""
    on = timezone.localdate(at)
    if not permissions.may(person, Capability.JOB_RUN_AGAIN, school=person.school_id, on=on):
        return
    failed = background.failed(viewer=person, on=on)
    found = failed.aggregate(count=Count("pk"), since=Min("finished_at"))
    if not found["count"]:
        return
    if permissions.roles_of(person, on=on).isdisjoint(_TECHNICIANS):
        vacant = queries.vacant_roles(school=person.school, roles=_TECHNICIANS, on=on)
        if len(vacant) < len(_TECHNICIANS):
            return
    things = "1 background job has" if found["count"] == 1 else f"{found['count']} jobs have"
    yield Need(f"{things} failed", f"{reverse('people:jobs', args=[person.school.slug])}"
               "?state=failed", since=found["since"])  # fmt: skip
