"""The yearly review of access: lines as they stood at its opening, and a decision on each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.access.models.spans import together
from schoolgate.access.rules.reviews import Decision, Sort
from schoolgate.people.models import Person, School


class Review(models.Model):
    """One review. Its lines are made when it opens, so that later accounts wait for the next."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-opened_at",)
        constraints = (
            models.UniqueConstraint(fields=("school",), condition=Q(closed_at=None),
                                    name="review_open_once"),
            together("closed_at", "closed_by", "review_closed_by_somebody"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"access review of {self.opened_at:%Y}"


class ReviewLine(models.Model):
    """One account, cell or surplus. `label` and `marks` (slugs, spaces between) are as it opened.

    `of` is the key of the account, right or surplus; `person` whose it is, where it is somebody's.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, models.PROTECT, related_name="lines")
    sort = models.SlugField(max_length=10, db_index=False)
    of = models.BigIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=240)
    marks = models.CharField(max_length=120, blank=True)
    decision = models.SlugField(max_length=10, blank=True, db_index=False)
    because = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("review", "sort", "of"), name="line_once"),
            models.CheckConstraint(condition=Q(sort__in=sorted(Sort)), name="line_sort_is_known"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | Q(decision__in=sorted(Decision), decided_at__isnull=False),
                name="line_is_open_or_decided",
            ),
            together("decided_at", "decided_by", "line_decided_by_somebody"),
        )
        indexes = (
            models.Index(fields=("review", "sort"), condition=Q(decision=""), name="line_open"),
        )

    def __str__(self) -> str:
        return self.label
