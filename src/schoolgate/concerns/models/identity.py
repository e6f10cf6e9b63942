"""Names of those who told the school and want them kept back, and what opens one."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from schoolgate.concerns.models.cases import Party
from schoolgate.concerns.models.entries import Entry
from schoolgate.people.models import Person, School


class KeptName(models.Model):
    """Who told the school, for nobody to read who only opens the case; never changed.

    `said` (JSON: name, reach) is sealed under a key of its own. `key` is that key, wrapped for this
    row and sealed again under the key of the case: neither opens it alone.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    party = models.OneToOneField(Party, models.PROTECT, related_name="kept")
    token = models.UUIDField(default=uuid4, unique=True)
    said = models.BinaryField()
    key = models.BinaryField()

    def __str__(self) -> str:
        return f"a name kept back in {self.party.case}"


class Opening(models.Model):
    """Somebody asks for a kept name, and somebody else decides; the reason is in `entry`.

    `wrapped` is the name's key for who asked, gone once `until_at` has passed.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    kept = models.ForeignKey(KeptName, models.PROTECT, related_name="openings")
    token = models.UUIDField(default=uuid4, unique=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    wrapped = models.BinaryField(null=True)

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, until_at=None, wrapped=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="opening_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("by")),
                name="opening_needs_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(wrapped=None) | Q(until_at__isnull=False), name="opening_has_an_end"
            ),
            models.UniqueConstraint(
                fields=("kept", "by"), condition=Q(decided_at=None), name="opening_asked_once"
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"an opening of {self.kept}"
