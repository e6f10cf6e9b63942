"""The hours that a school gives to named times which its policy leaves open."""

from __future__ import annotations

from django.db import models

from schoolgate.people.models import Person, School


class SchoolTimes(models.Model):
    """All the hours that a school has set, as they were typed. The last row counts.

    `hours` is canonical JSON: a key of `rules.bands.NAMED` → `9:00-10:30, 13:00-15:15`. Rows are
    added and never changed.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    hours = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return "the school\u2019s named times"
