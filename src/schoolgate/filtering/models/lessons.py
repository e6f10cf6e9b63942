"""Sites that a teacher looked at before a lesson, and lessons that keep to them (FIL-19)."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from schoolgate.filtering.rules.places import Place, places_of
from schoolgate.people.models import Person, School


class LessonList(models.Model):
    """Sites for one lesson, one a line as the filter reads them, and the day they were looked at.

    A new check is a new list: `replaces` is the one before. `taken_off_at`: no longer offered.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    teacher = models.ForeignKey(Person, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    sites = models.TextField()
    checked_on = models.DateField()
    kept_at = models.DateTimeField()
    taken_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-kept_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "teacher", "ticket"),
                                    name="lesson_list_kept_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(sites=""),
                                   name="lesson_list_has_sites"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"the list “{self.title}”"

    @property
    def places(self) -> tuple[Place, ...]:
        """The sites."""
        return places_of(self.sites)


class LessonMode(models.Model):
    """A class that reaches the sites of one list and no other, from one time until another."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    token = models.SlugField(max_length=16, db_index=False)
    list = models.ForeignKey(LessonList, models.PROTECT, related_name="lessons")
    class_name = models.CharField(max_length=60)
    starter = models.ForeignKey(Person, models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-from_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "starter", "ticket"),
                                    name="lesson_started_once"),
            models.UniqueConstraint(fields=("school", "token"), name="lesson_token_once"),
            models.CheckConstraint(condition=Q(from_at__lt=F("until_at")),
                                   name="lesson_from_before_until"),
            models.CheckConstraint(condition=~Q(class_name=""), name="lesson_is_for_a_class"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"class {self.class_name} on {self.list}"

    def is_on(self, at: datetime) -> bool:
        """Tell whether the class is held to the list at an instant."""
        return self.from_at <= at < self.until_at and self.ended_at is None
