"""Joiners and leavers: gates passed, steps ticked, and what somebody still holds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.access.models.spans import together
from schoolgate.people.models import Person, School


class GateRecord(models.Model):
    """A gate that was recorded by hand as passed (with evidence) or waived (with the reason)."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="gate_records")
    gate = models.SlugField(max_length=40, db_index=False)
    waived = models.BooleanField()
    words = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "person", "gate"), name="gate_recorded_once"),
            models.CheckConstraint(condition=~Q(words=""), name="gate_has_words"),
        )

    def __str__(self) -> str:
        return f"{self.gate.replace('-', ' ')} of {self.person}"


class Checklist(models.Model):
    """One person's joining or leaving. `day_on` is their first day, or the first day without them.

    It stays open until every step is done; then `done_at` says since when.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="checklists")
    leaving = models.BooleanField()
    day_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("day_on", "pk")
        constraints = (
            # whoever comes back has another first day, and another list
            models.UniqueConstraint(fields=("school", "person", "leaving", "day_on"),
                                    name="checklist_once"),
        )  # fmt: skip
        indexes = (
            # what is still to be done: few of many
            models.Index(fields=("school", "leaving", "day_on"), condition=Q(done_at=None),
                         name="checklist_open"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{'leaving' if self.leaving else 'joining'} of {self.person}"


class Step(models.Model):
    """A step of a checklist that somebody did. `words` say how; for data, its certificate."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="steps")
    name = models.SlugField(max_length=40, db_index=False)
    words = models.CharField(max_length=1000)
    done_at = models.DateTimeField()
    done_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("done_at", "pk")
        constraints = (models.UniqueConstraint(fields=("checklist", "name"), name="step_once"),)

    def __str__(self) -> str:
        return f"{self.name.replace('-', ' ')} of {self.checklist}"


class Holding(models.Model):
    """Something of the school's that somebody has, kept by hand until it is back."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    what = models.CharField(max_length=120)
    since_on = models.DateField()
    noted_by = models.CharField(max_length=200)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_to = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("since_on", "pk")
        constraints = (together("returned_at", "returned_to", "holding_returned_to_somebody"),)
        indexes = (
            models.Index(fields=("school", "person"), condition=Q(returned_at=None),
                         name="holding_open"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.what
