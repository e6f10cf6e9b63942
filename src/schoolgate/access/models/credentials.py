"""Administrator passwords: that they exist, when they changed, when they went into the safe.

The password itself is never stored, here or anywhere.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.access.rules.credentials import Event
from schoolgate.people.models import Person, School


class Credential(models.Model):
    """An administrator's way in. `head_access` says how the headteacher gets at it."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    system = models.CharField(max_length=80)
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+")
    head_access = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("system", "name")
        constraints = (
            models.UniqueConstraint(fields=("school", "system", "name"),
                                    condition=Q(retired_at=None), name="credential_open_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name}, {self.system}"


class CredentialDate(models.Model):
    """One change of a credential, or one time that it went into the safe."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    credential = models.ForeignKey(Credential, models.PROTECT, related_name="dates")
    event = models.SlugField(max_length=10, db_index=False)
    happened_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("-recorded_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(event__in=sorted(Event)),
                                   name="credential_event_is_known"),
        )  # fmt: skip
        indexes = (models.Index(fields=("credential", "event"), name="credential_event"),)

    def __str__(self) -> str:
        return f"{self.credential} {self.event} on {self.happened_on}"
