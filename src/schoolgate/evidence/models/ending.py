"""How a folder ends: held for the police, or destroyed when the policy keeps it no longer."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from schoolgate.evidence.models.files import Folder
from schoolgate.people.models import Person, School


class Hold(models.Model):
    """Nothing of a folder is destroyed while somebody holds it, for the police or a court.

    `why` and `ended_why` are sealed under the folder's key.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    folder = models.ForeignKey(Folder, models.PROTECT, related_name="holds")
    token = models.UUIDField(default=uuid4, editable=False)
    why = models.BinaryField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_why = models.BinaryField(default=bytes)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("folder",), condition=Q(until_at=None), name="held_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until_at=None, ended_by=None)
                | Q(until_at__isnull=False, ended_by__isnull=False),
                name="hold_ended_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"a hold on {self.folder_id}"


class Destruction(models.Model):
    """The record that everything in a folder was destroyed: its files and every key. Items and
    custody lines stay, without a name that anybody opens. `because` is the policy's period."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    folder = models.OneToOneField(Folder, models.PROTECT, related_name="destruction")
    at = models.DateTimeField()
    because = models.CharField(max_length=300)
    items = models.PositiveIntegerField()
    bundles = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"the end of {self.folder_id}"
