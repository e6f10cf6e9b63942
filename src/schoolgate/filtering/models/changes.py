"""The log of changes to the filter, who confirmed them, and up to when the committee has read it.

No row is changed once it is written: a confirmation and a reading are rows of their own.
"""

from __future__ import annotations

from django.db import models

from schoolgate.people.models import Person, School


class Change(models.Model):
    """What somebody changed: lines before and after, as people read them."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    what = models.CharField(max_length=300)
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=200)
    needs_second = models.BooleanField()
    clause = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("school", "at"), name="filter_change_at"),)

    def __str__(self) -> str:
        return self.what


class Confirmation(models.Model):
    """A second person has looked at a change and stands by it."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    change = models.ForeignKey(Change, models.PROTECT, related_name="confirmations")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(fields=("school", "change"), name="change_confirmed_once"),
        )

    def __str__(self) -> str:
        return f"{self.change}, confirmed"


class LogReading(models.Model):
    """The log was read up to an instant, by two together."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    up_to = models.DateTimeField()
    signed_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=200)
    second = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second_label = models.CharField(max_length=200)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-up_to", "-pk")

    def __str__(self) -> str:
        return f"log of the filter, read up to {self.up_to:%d/%m/%Y}"
