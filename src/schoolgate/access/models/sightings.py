"""What people tell of their own accord: a thing seen by accident, a way in that is not approved."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.access.models.spans import together
from schoolgate.access.rules.sightings import Recipient
from schoolgate.people.models import Person, School


class Sighting(models.Model):
    """“I saw something I should not.” It is no report of misuse, and nothing follows from it."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recipient = models.SlugField(max_length=20, db_index=False)
    where = models.CharField(max_length=120)
    what = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-told_at",)
        constraints = (
            models.CheckConstraint(condition=Q(recipient__in=sorted(Recipient)),
                                   name="sighting_recipient_is_known"),
            together("answered_at", "answered_by", "sighting_answered_by_somebody"),
            together("answered_at", "answer", "sighting_answered_in_words"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"sighting {self.pk}"


class RouteReport(models.Model):
    """Somebody reached school systems from outside by a way that is not on the list."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    route = models.CharField(max_length=120)
    who = models.CharField(max_length=120, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=200)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-noted_at",)
        constraints = (
            together("settled_at", "settled_by", "route_settled_by_somebody"),
            together("settled_at", "outcome", "route_settled_in_words"),
        )

    def __str__(self) -> str:
        return f"unapproved way in {self.pk}"
