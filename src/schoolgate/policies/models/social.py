"""Social media services that a school has put on its list beside those that its policy names."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.people.models import Person, School


class SocialService(models.Model):
    """A service on a school's list, by its name and its domain (may be empty), until taken off."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    domain = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    taken_off_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taken_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            # taken off and added again is a new row; on the list it stands once
            models.UniqueConstraint(fields=("school", "name"), condition=Q(taken_off_at=None),
                                    name="social_service_once"),
            models.CheckConstraint(condition=~Q(name=""), name="social_service_is_named"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name
