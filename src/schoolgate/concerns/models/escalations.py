"""What was passed to the next in line because nobody had read it."""

from __future__ import annotations

from django.db import models

from schoolgate.concerns.models.cases import Case
from schoolgate.people.models import School


class Escalation(models.Model):
    """An urgent report that nobody had read: the step, counted from 1, and the role told then.

    Making the row is the claim: of two workers one makes it.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="escalations")
    step = models.PositiveSmallIntegerField()
    role = models.SlugField(max_length=60, db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ("case", "step")
        constraints = (
            models.UniqueConstraint(fields=("case", "step"), name="escalated_once_a_step"),
        )

    def __str__(self) -> str:
        return f"{self.case} to {self.role}"


class Answered(models.Model):
    """That an address was sent the numbers out of hours: once a day.

    `mark` is a keyed hash of it; `sealed` is the address, until the letter has gone.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    mark = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    on = models.DateField()

    class Meta:
        verbose_name_plural = "answered"
        constraints = (
            models.UniqueConstraint(fields=("school", "mark", "on"), name="answered_once_a_day"),
        )

    def __str__(self) -> str:
        return f"an answer on {self.on}"
