"""Screens that staff looked at or took over from afar: who, which machine, when, why."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from schoolgate.people.models import Person, School


class RemoteSession(models.Model):
    """One look at a machine. `person` is whose screen it was, None where nobody was signed in;
    `is_control` where the machine was taken over; `read_at` is when they opened their notice."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    machine = models.CharField(max_length=80)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    is_control = models.BooleanField()
    reason = models.CharField(max_length=300)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-began_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "by", "ticket"), name="remote_once"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(machine=""),
                                   name="remote_has_machine_and_reason"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="remote_ends_after_it_began",
            ),
            models.CheckConstraint(condition=Q(read_at=None) | Q(person__isnull=False),
                                   name="remote_is_read_by_somebody"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"remote session {self.pk}"
