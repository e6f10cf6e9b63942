"""What people say is wrong with the filter: a site in the wrong category, a fault."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from schoolgate.filtering.rules.places import LONGEST_PATH, Place
from schoolgate.filtering.rules.reports import Answer, is_late
from schoolgate.people.models import Person, School

LONGEST = 1000


class WrongCategory(models.Model):
    """A site that somebody says is sorted wrongly, and what became of it (FIL-07).

    `mark` is the short mark of the blocked page. `read_at`: the reporter knows the answer.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    reporter = models.ForeignKey(Person, models.PROTECT, related_name="+")
    host = models.CharField(max_length=253)
    path = models.CharField(max_length=LONGEST_PATH, blank=True)
    category = models.SlugField(max_length=40, blank=True, db_index=False)
    mark = models.CharField(max_length=32, blank=True)
    says = models.TextField(max_length=LONGEST)
    reported_at = models.DateTimeField()
    outcome = models.SlugField(max_length=20, blank=True, db_index=False)
    answer = models.TextField(max_length=LONGEST, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-reported_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "reporter", "ticket"),
                                    name="wrong_category_once"),
            models.CheckConstraint(condition=~Q(host="") & ~Q(says=""),
                                   name="wrong_category_says_what"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, outcome="", answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False,
                    outcome__in=[*Answer]) & ~Q(answer=""),
                name="wrong_category_answered_whole",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"the report about {self.place}"

    @property
    def place(self) -> Place:
        """The site."""
        return Place(self.host, self.path)

    @property
    def said(self) -> str:
        """The outcome in words."""
        return Answer(self.outcome).label if self.outcome else "Waiting"


class Fault(models.Model):
    """A fault of the filter: when it was found, when the provider was told, when it was mended."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    what = models.TextField(max_length=LONGEST)
    finder = models.ForeignKey(Person, models.PROTECT, related_name="+")
    provider = models.CharField(max_length=200)
    clause = models.CharField(max_length=80, blank=True)
    found_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    told_how = models.CharField(max_length=300, blank=True)
    mended_at = models.DateTimeField(null=True, blank=True)
    mended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    mended_how = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-found_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "finder", "ticket"), name="fault_once"),
            models.CheckConstraint(condition=~Q(what=""), name="fault_says_what"),
            models.CheckConstraint(
                condition=Q(told_at=None, told_by=None, told_how="")
                | Q(told_by__isnull=False, told_at__gte=F("found_at")) & ~Q(told_how=""),
                name="fault_told_after_it_was_found",
            ),
            models.CheckConstraint(
                condition=Q(mended_at=None, mended_by=None, mended_how="")
                | Q(mended_by__isnull=False, mended_at__gte=F("found_at")) & ~Q(mended_how=""),
                name="fault_mended_after_it_was_found",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"the fault found by {self.finder}"

    def is_late(self, at: datetime) -> bool:
        """Tell whether the provider should have been told by now."""
        return is_late(self.found_at, self.told_at, at)
