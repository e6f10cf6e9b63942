"""The filter switched off for one person or all, for a time that ends by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from schoolgate.approvals.models import Approval
from schoolgate.filtering.rules import openings as rules
from schoolgate.filtering.rules.openings import Outcome, Span, State
from schoolgate.people.models import Person, School

LONGEST = 1000


class SwitchOff(models.Model):
    """Somebody asks, another agrees; `person` is for whom, none: for all.

    `process` is the permission that the policy asks for, in force when it was agreed; a policy that
    speaks of none leaves it to the headteacher and a second person.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    token = models.SlugField(max_length=16, db_index=False)
    asker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(max_length=LONGEST)
    clause = models.CharField(max_length=80, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    process = models.ForeignKey(Approval, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "asker", "ticket"),
                                    name="switch_off_asked_once"),
            models.UniqueConstraint(fields=("school", "token"), name="switch_off_token_once"),
            models.CheckConstraint(condition=Q(from_at__lt=F("until_at")),
                                   name="switch_off_from_before_until"),
            models.CheckConstraint(condition=~Q(reason=""), name="switch_off_has_a_reason"),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asker")),
                name="switch_off_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None, agreed_at=None)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="switch_off_agreed_at_some_time",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("school", "until_at"), name="switch_off_until"),)

    def __str__(self) -> str:
        return f"the filter switched off for {self.whom}"

    @property
    def whom(self) -> str:
        """For whom, in words."""
        return str(self.person) if self.person else "everybody"

    @property
    def begins_at(self) -> datetime:
        """When it began: never before two people had agreed."""
        return max(self.from_at, self.agreed_at) if self.agreed_at else self.from_at

    def state(self, at: datetime) -> State:
        """Return where it stands at an instant."""
        span = Span(self.begins_at, self.until_at)
        if self.ended_at is not None and self.agreed_at is None:
            return State.WITHDRAWN
        return rules.state(
            asked=span, outcome=Outcome.GRANTED if self.agreed_at else "",
            granted=span if self.agreed_at else None, revoked=self.ended_at is not None, at=at,
        )  # fmt: skip
