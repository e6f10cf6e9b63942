"""What waits, runs and has failed: for the operator, who sees no argument and nobody's name, and
for a school's people, who see their school's."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from schoolgate.jobs.models import Job, State


def waiting() -> QuerySet[Job]:
    """Return what waits, soonest first."""
    return Job.objects.filter(state=State.WAITING).order_by("due_at", "pk")


def running() -> QuerySet[Job]:
    """Return what is held by a worker."""
    return Job.objects.filter(state=State.RUNNING).order_by("pk")


def failed() -> QuerySet[Job]:
    """Return what has failed for good, newest first."""
    return Job.objects.filter(state=State.FAILED).order_by("-finished_at", "-pk")


def of_school(school: int, *, installation: bool) -> QuerySet[Job]:
    """Return the jobs that a school asked for; with `installation`, those of no school as well."""
    whose = Q(school=school) | Q(school=None) if installation else Q(school=school)
    return Job.objects.filter(whose)
