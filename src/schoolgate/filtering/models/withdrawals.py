"""Access to the internet that was withdrawn after misuse, by whom, why, until when (MON-23)."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from schoolgate.filtering.rules import withdrawing as rules
from schoolgate.filtering.rules.withdrawing import State, Term
from schoolgate.people.models import Person, School

LONGEST = 1000


class Withdrawal(models.Model):
    """Somebody without the internet: who decided, in which role, why, by which clause.

    It ends at `until_at`, or by a decision (`ended_by`, `end_reason`); without an end there is a
    day of review. `read_at` is when the person took it off the list of things to do.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.SlugField(max_length=60, db_index=False)
    reason = models.TextField(max_length=LONGEST)
    clause = models.CharField(max_length=80, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(max_length=LONGEST, blank=True)

    class Meta:
        ordering = ("-from_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "by", "ticket"), name="withdrawn_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="withdrawn_with_a_reason"),
            models.CheckConstraint(
                condition=Q(until_at__isnull=False) | Q(review_on__isnull=False),
                name="withdrawn_until_an_end_or_a_review",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_at=None, end_reason="")
                | (Q(ended_by__isnull=False, ended_at__isnull=False) & ~Q(end_reason="")),
                name="withdrawn_given_back_with_a_reason",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("school", "ended_at"), name="withdrawn_open"),)

    def __str__(self) -> str:
        return f"access to the internet of {self.person}"

    def state(self, at: datetime) -> State:
        """Return where it stands at an instant."""
        return rules.state(Term(self.until_at, self.review_on), ended=self.ended_at is not None,
                           at=at, on=timezone.localdate(at))  # fmt: skip
