"""Guests: people who are here for a while, because somebody of the school answers for them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from schoolgate.access.models.spans import in_order
from schoolgate.people.models import Person, School


class Guest(models.Model):
    """A visit: who, who answers for them (`sponsor`), what for, from when until when.

    `until_on` is also the person's last day plus one, so the end is checked wherever roles are.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="visits")
    sponsor = models.ForeignKey(Person, models.PROTECT, related_name="sponsored")
    purpose = models.CharField(max_length=200)
    from_on = models.DateField()
    until_on = models.DateField()
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=200)
    swept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("until_on", "pk")
        constraints = (
            in_order("from_on", "until_on", "guest_from_before_until"),
            models.CheckConstraint(condition=~Q(purpose=""), name="guest_has_a_purpose"),
            models.CheckConstraint(condition=~Q(person=models.F("sponsor")),
                                   name="guest_sponsor_is_another"),
            # a person visits once at a time; the same person may come back later
            models.UniqueConstraint(fields=("school", "person"), condition=Q(swept_at=None),
                                    name="guest_open_once"),
        )  # fmt: skip
        indexes = (models.Index(fields=("school", "until_on"), name="guest_until"),)

    def __str__(self) -> str:
        return str(self.person)

    @property
    def last_day(self) -> date:
        """The last day of the visit, as people say it."""
        return self.until_on - timedelta(days=1)
