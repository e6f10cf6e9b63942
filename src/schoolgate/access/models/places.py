"""Server rooms, cabinets and the like: who may enter, when they were checked, who was there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.access.models.spans import in_order
from schoolgate.people.models import Person, School


class Place(models.Model):
    """A place that is kept locked, checked every so many days."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    holds = models.CharField(max_length=200)
    every_days = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("school", "name"), condition=Q(until_at=None),
                                    name="place_open_once"),
            models.CheckConstraint(condition=Q(every_days__gte=1), name="place_is_checked"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Entrant(models.Model):
    """Somebody on a place's list, from when until when."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="entrants")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("person__name", "from_on")
        constraints = (
            models.UniqueConstraint(fields=("place", "person"), condition=Q(until_on=None),
                                    name="entrant_open_once"),
            in_order("from_on", "until_on", "entrant_from_before_until"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} in {self.place}"


class PlaceCheck(models.Model):
    """Somebody looked whether the place is locked and its list right."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="checks")
    checked_on = models.DateField()
    found = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("-checked_on", "-pk")

    def __str__(self) -> str:
        return f"check of {self.place} on {self.checked_on}"


class Visit(models.Model):
    """Somebody was in the place. `on_list` as the list stood on that day."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="visits")
    name = models.CharField(max_length=120)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    on_list = models.BooleanField()
    purpose = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    logged_at = models.DateTimeField()
    logged_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("-entered_at", "-pk")
        indexes = (models.Index(fields=("place", "entered_at"), name="visit_entered"),)

    def __str__(self) -> str:
        return f"{self.name} in {self.place}"
