"""Tests of the filter, as they were made: rows are added and never changed.

Triggers in the database hold that (migration 0002). Source: DfE filtering and monitoring standards,
a log of checks: when, who, what was tried, what came of it, what was done next (F8).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from schoolgate.filtering.rules.checks import Kind, Outcome
from schoolgate.people.models import Person, School


class FilterCheck(models.Model):
    """One test. `by` is empty where it was made by itself; `count` answers were asked for, `wrong`
    of them were not as expected. `trouble` is what the filter said was wrong with itself."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=10, db_index=False)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    snapshot = models.CharField(max_length=64, blank=True)
    trouble = models.CharField(max_length=500, blank=True)
    count = models.PositiveIntegerField()
    wrong = models.PositiveIntegerField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=[*Kind]), name="check_kind_is_known"),
            models.CheckConstraint(condition=Q(kind=Kind.DAILY) ^ Q(by__isnull=False),
                                   name="check_is_daily_or_somebodys"),
            models.CheckConstraint(condition=Q(wrong__lte=F("count")), name="check_wrong_of_all"),
        )  # fmt: skip
        indexes = (models.Index(fields=("school", "at"), name="check_school_at"),)

    def __str__(self) -> str:
        return f"the test of the filter of {self.at:%d/%m/%Y}"

    @property
    def is_right(self) -> bool:
        """Whether everything was as expected."""
        return not self.wrong and not self.trouble


class FilterCheckLine(models.Model):
    """What was tried at one place: `expected` and `got` are verdicts by category or site, `why`
    the filter's reasons where they differ."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    check_of = models.ForeignKey(FilterCheck, models.PROTECT, related_name="lines")
    network = models.CharField(max_length=80, blank=True)
    device = models.CharField(max_length=120, blank=True)
    profile = models.CharField(max_length=41, blank=True)
    expected = models.JSONField()
    got = models.JSONField()
    why = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.network} {self.profile}"

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """What was expected and what was said, by category or site."""
        return {what: Outcome(said, self.got[what], self.why.get(what, ""))
                for what, said in self.expected.items()}  # fmt: skip

    @property
    def wrong(self) -> dict[str, Outcome]:
        """What was not as expected."""
        return {what: one for what, one in self.outcomes.items() if not one.is_right}


class FilterCheckStep(models.Model):
    """What followed from a test, in somebody's words."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    check_of = models.ForeignKey(FilterCheck, models.PROTECT, related_name="steps")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=1000)

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.CheckConstraint(condition=~Q(words=""), name="check_step_has_words"),)

    def __str__(self) -> str:
        return f"what followed from {self.check_of}"
