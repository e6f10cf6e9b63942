"""Work that waits, runs, is done or has failed.

A job is the installation's: workers take it whoever asked. Its task knows from its arguments whose
data it is about; `school` says which school's people are shown the job, and nothing else.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.jobs import rules


class State(models.TextChoices):
    """Waiting → running → done; or back to waiting after a failure, and failed after the last."""

    WAITING = "waiting", "waiting"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "failed"


OPEN = (State.WAITING, State.RUNNING)


class Job(models.Model):
    """One piece of work. It is done at least once: whoever holds it renews the lease, and a lease
    that ended is another worker's to take. `holder` with `attempts` names one taking of it: what an
    earlier holder says afterwards no longer counts.

    `arguments` are JSON: ids, never words about people; emptied when the work is done. `schedule`
    and `occurrence_at` are set where a schedule asked for it. `school` is the key of the school
    that asked (the room lies below people: a number), None for work of the whole installation.
    `step` of `steps` is how far it has come, as its task says; 0 of 0 says nothing.
    """

    task = models.CharField(max_length=200)
    arguments = models.TextField(blank=True)
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=rules.HOLDER_LENGTH, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=rules.LONGEST_TROUBLE, blank=True)
    schedule = models.CharField(max_length=80, blank=True)
    occurrence_at = models.DateTimeField(null=True)
    school = models.BigIntegerField(null=True)
    step = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("schedule", "occurrence_at"),
                condition=~Q(schedule=""),
                name="job_occurrence_once",
            ),
            # never two occurrences of one schedule side by side
            models.UniqueConstraint(
                fields=("schedule",),
                condition=Q(state__in=("waiting", "running")) & ~Q(schedule=""),
                name="job_schedule_open_once",
            ),
            models.CheckConstraint(
                condition=Q(schedule="", occurrence_at=None)
                | (~Q(schedule="") & Q(occurrence_at__isnull=False)),
                name="job_occurrence_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False)
                | (~Q(state="running") & Q(lease_until=None)),
                name="job_is_leased_while_it_runs",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("done", "failed"), finished_at__isnull=False)
                | Q(state__in=("waiting", "running"), finished_at=None),
                name="job_finished_when_done_or_failed",
            ),
        )
        indexes = (
            # what a worker asks for twice a second; the many rows that are done stay out of it
            models.Index(
                fields=("-priority", "due_at"), condition=Q(state="waiting"), name="job_waiting"
            ),
            models.Index(fields=("lease_until",), condition=Q(state="running"), name="job_running"),
            models.Index(
                fields=("finished_at",),
                condition=Q(finished_at__isnull=False),
                name="job_finished",
            ),
            # what the Do list asks on each look: few fail
            models.Index(
                fields=("school", "finished_at"), condition=Q(state="failed"), name="job_failed"
            ),
        )

    def __str__(self) -> str:
        return f"job {self.pk}"
