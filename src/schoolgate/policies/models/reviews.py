"""Reviews of a policy that something opened before their time. Rows are added, never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.people.models import Person, School
from schoolgate.policies.models.proposals import LONGEST


class EarlyReview(models.Model):
    """A review that was opened by a trigger: what happened, why, who said so.

    `trigger` is one of `rules.reviewing.Trigger`; `document` as in Version. `mark` names what
    happened, so that it opens one review however often it is told. `by` is None where the program
    itself saw it.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    document = models.SlugField(max_length=60, blank=True, db_index=False)
    trigger = models.SlugField(max_length=20, db_index=False)
    why = models.TextField(max_length=LONGEST)
    mark = models.CharField(max_length=120)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "document", "mark"),
                                    name="review_opened_once"),
            models.CheckConstraint(condition=~Q(why=""), name="review_says_why"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"early review ({self.trigger.replace('_', ' ')})"

    @property
    def end(self) -> ReviewEnd | None:
        """How it ended, if it did."""
        return getattr(self, "ended", None)


class ReviewEnd(models.Model):
    """What came of an early review, once."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    review = models.OneToOneField(EarlyReview, models.PROTECT, related_name="ended")
    outcome = models.TextField(max_length=LONGEST)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(outcome=""), name="review_end_says_what"),
        )

    def __str__(self) -> str:
        return f"{self.review} ended"


class Edition(models.Model):
    """A school looked at an outside standard or Act: which edition it holds to, and when.

    `name` is the reference as `analysis/law.toml` knows it; `life` after how many years the school
    wants to look again, 0 for the shipped number. The last row counts.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    edition = models.CharField(max_length=40)
    life = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=~Q(edition=""), name="edition_is_named"),)

    def __str__(self) -> str:
        return f"{self.name}, {self.edition}"
