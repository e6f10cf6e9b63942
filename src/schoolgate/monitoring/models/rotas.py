"""Who watches the school's own channels at weekends and in holidays. Rows are added, never changed:
of several that say who watches on one day, the newest counts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from schoolgate.monitoring.rules.rotas import Days, Slot, slots
from schoolgate.notices.models import Notice
from schoolgate.people.models import Person, School


class Rota(models.Model):
    """A time in which channels are watched. `channels` has one a line; `days` is a slug of
    `rules.rotas.Days`; `notice` is what pupils were told, where there were any to tell."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    name = models.CharField(max_length=80)
    first_on = models.DateField()
    last_on = models.DateField()
    days = models.SlugField(max_length=10, db_index=False)
    channels = models.TextField(max_length=1000)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-first_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "by", "ticket"), name="rota_once"),
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")),
                                   name="rota_first_before_last"),
            models.CheckConstraint(condition=Q(days__in=[*Days]), name="rota_days_are_known"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"rota “{self.name}”"

    @property
    def slots(self) -> list[Slot]:
        """Every channel on every watched day."""
        return slots(self.first_on, self.last_on, self.days, self.channels.split("\n"))


class Watch(models.Model):
    """Who watches a channel on a day; nobody any more where `person` is None."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    rota = models.ForeignKey(Rota, models.PROTECT, related_name="watches")
    on = models.DateField()
    channel = models.CharField(max_length=80)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.channel} on {self.on}"


class WatchLook(models.Model):
    """That somebody looked at a channel on their day."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    rota = models.ForeignKey(Rota, models.PROTECT, related_name="looks")
    on = models.DateField()
    channel = models.CharField(max_length=80)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "rota", "on", "channel"),
                                    name="watch_look_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.channel} on {self.on}"
