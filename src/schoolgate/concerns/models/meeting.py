"""Who was asked to stay out of it, and who is asked to which meeting."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from schoolgate.concerns.models.cases import Case
from schoolgate.concerns.models.entries import Entry
from schoolgate.people.models import Person, School


class StandDown(models.Model):
    """Somebody on the staff was asked to stay out of a discussion. What they read is the same for
    all (`rules.standing_down`); of the case they are told its number and whether it goes on."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="stood_down")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("case", "person"), name="stood_down_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"notice to stay out of {self.case}"


class Meeting(models.Model):
    """A meeting of a case: one family at a time. `entry` is the invitation in the chronology.

    `body` (where, with whom) is sealed under the meeting's own key, so that whoever comes to one
    meeting reads that one alone; `inner` is this key, sealed under the case's.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="meetings")
    token = models.UUIDField(default=uuid4, unique=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="meeting")
    at = models.DateTimeField()
    body = models.BinaryField()
    inner = models.BinaryField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"meeting of {self.case}"


class Attendance(models.Model):
    """Somebody with an account who comes to a meeting; `wrapped` is the meeting's key for them."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    wrapped = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meeting", "person"), name="attends_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"place at {self.meeting}"
