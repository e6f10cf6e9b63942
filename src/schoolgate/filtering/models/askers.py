"""Who asks the filter: the networks of a school, and the devices that somebody has registered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.access.models.spans import in_order
from schoolgate.filtering.rules.verdicts import ROLES
from schoolgate.people.models import Person, School


class Network(models.Model):
    """A part of the school's network: whoever is not known by name or device gets `profile`."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    cidr = models.CharField(max_length=49)
    profile = models.SlugField(max_length=40, db_index=False)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("school", "cidr"), condition=Q(ended_at=None),
                                    name="network_open_once"),
            models.CheckConstraint(condition=Q(profile__in=ROLES), name="network_profile_is_known"),
            in_order("added_at", "ended_at", "network_added_before_ended"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} ({self.cidr})"


class Device(models.Model):
    """A device known by its address, IP or MAC; `person` is whose it is, where it is somebody's.

    It gets its person's profile, else `profile`. `is_personal`: it is their own, not the school's.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=45)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    profile = models.SlugField(max_length=40, blank=True, db_index=False)
    is_personal = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("school", "address"), condition=Q(ended_at=None),
                                    name="device_open_once"),
            models.CheckConstraint(condition=Q(person=None, profile__in=ROLES)
                                   | Q(person__isnull=False, profile=""),
                                   name="device_is_somebodys_or_of_a_profile"),
            models.CheckConstraint(condition=Q(is_personal=False) | Q(person__isnull=False),
                                   name="device_of_ones_own_is_somebodys"),
            in_order("added_at", "ended_at", "device_added_before_ended"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} ({self.address})"
