"""What a school itself opens and closes, and what happens to sites that stand on no list."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from schoolgate.people.models import School


class OwnEntry(models.Model):
    """A site, or a path on it, that the school opens or closes.

    `groups` are words of `rules.groups.Group` between spaces; empty is everyone. `until_on` is the
    first day on which it is over.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    host = models.CharField(max_length=253)
    path = models.CharField(max_length=2000, blank=True)
    allow = models.BooleanField()
    groups = models.CharField(max_length=120, blank=True)
    comment = models.CharField(max_length=300)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)
    until_on = models.DateField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("host", "path", "pk")
        verbose_name_plural = "own entries"
        constraints = (
            models.UniqueConstraint(fields=("school", "host", "path", "groups"),
                                    condition=Q(removed_at=None), name="own_entry_open_once"),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(removed_at__gte=F("added_at")),
                name="own_entry_added_before_removed",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.host}{self.path}"


class UnlistedAnswer(models.Model):
    """What happens to unlisted sites for a group, from when until when."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    group = models.CharField(max_length=20)
    answer = models.CharField(max_length=5)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    set_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("-from_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "group"), condition=Q(until_at=None),
                                    name="unlisted_answer_open_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"unlisted sites, {self.group}: {self.answer}"
