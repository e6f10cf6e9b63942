"""Bodies outside the school, as a school keeps them. Numbers of organisations, not of people."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.concerns.rules.bodies import KINDS
from schoolgate.people.models import Person, School


class Body(models.Model):
    """One body: what it is (`rules.bodies.KINDS`), its name, and how it is reached.

    `clause` is the clause of the policy that names it, empty where it is the school's own.
    `checked_on` is when somebody last looked whether the number is right. `until_on` ends it.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=20, db_index=False)
    name = models.CharField(max_length=120)
    telephone = models.CharField(max_length=40, blank=True)
    web = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    clause = models.CharField(max_length=40, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "bodies"
        ordering = ("kind", "name")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=[*KINDS]), name="body_kind_is_known"),
            models.CheckConstraint(
                condition=Q(checked_on=None, checked_by=None)
                | Q(checked_on__isnull=False, checked_by__isnull=False),
                name="body_checked_says_by_whom",
            ),
            models.UniqueConstraint(
                fields=("school", "name"), condition=Q(until_on=None), name="body_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
