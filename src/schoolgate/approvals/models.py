"""What was asked, what was decided, and what was revoked: rows are added and never changed.

Triggers in the database hold that (migration 0002). Whether leave is in force is worked out at each
use (`rules.state`); no row says so.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from schoolgate.approvals import rules
from schoolgate.approvals.rules import Outcome, Span, State
from schoolgate.people.models import Person, School

LONGEST = 2000


def _written(name: str, *fields: str) -> models.CheckConstraint:
    filled = Q(*(~Q(**{field: ""}) for field in fields))
    return models.CheckConstraint(condition=filled, name=name)


class Approval(models.Model):
    """A request for leave, in the words that were written and the words of the clause.

    `key` is the leave asked for (`policies.asking.leave.Leave.key`), `words` what the clause says
    it is for, `clause_text` the clause as it read, `pack_hash` the policy that said so. `givers`
    and `doers` are role slugs with a space on either side of each. `act` is `action:resource` and
    `stated` the facts, where it was asked from an answer of Ask; both empty where it was asked for
    in general. `ticket` is the form's own number, so that sending it twice asks once.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    asker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    about = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    doer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    thing = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=120)
    clause = models.CharField(max_length=80)
    title = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    given_by = models.CharField(max_length=200)
    givers = models.CharField(max_length=400)
    doers = models.CharField(max_length=400, blank=True)
    lasts = models.CharField(max_length=200, blank=True)
    clause_text = models.TextField(blank=True)
    pack = models.CharField(max_length=80)
    pack_hash = models.CharField(max_length=64)
    actor = models.CharField(max_length=40)
    act = models.CharField(max_length=200, blank=True)
    stated = models.TextField(default="{}")
    purpose = models.TextField(max_length=LONGEST)
    scope = models.TextField(max_length=LONGEST)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "asker", "ticket"),
                                    name="approval_asked_once"),
            models.CheckConstraint(condition=Q(from_at__lt=F("until_at")),
                                   name="approval_from_before_until"),
            _written("approval_says_what_for", "purpose", "scope", "words"),
            models.CheckConstraint(condition=Q(about=None) | ~Q(about=F("asker")),
                                   name="approval_is_about_another"),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("school", "clause"), name="approval_school_clause"),
            models.Index(fields=("school", "asker"), name="approval_school_asker"),
        )

    def __str__(self) -> str:
        return f"permission for {self.words}, clause {self.clause}"

    @property
    def asked_span(self) -> Span:
        """The time that was asked for."""
        return Span(self.from_at, self.until_at)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that the clause lets decide, as appointments spell them."""
        return tuple(self.givers.split())

    @property
    def facts(self) -> dict[str, str]:
        """The facts stated with the question that it was asked from."""
        return dict(json.loads(self.stated))

    @property
    def decided(self) -> Decision | None:
        """What was decided, if anything was."""
        return getattr(self, "decision", None)

    @property
    def revoked(self) -> Revocation | None:
        """The revocation, if there is one."""
        return getattr(self, "revocation", None)

    def state(self, at: datetime) -> State:
        """Return where it stands at an instant."""
        decided = self.decided
        return rules.state(
            asked=self.asked_span,
            outcome=decided.outcome if decided else "",
            granted=decided.span if decided else None,
            revoked=self.revoked is not None,
            at=at,
        )


class Decision(models.Model):
    """What was decided about one request, once. Withdrawing is the asker's own decision.

    `role` is the role in which it was decided. A grant has a span within the one asked for, and the
    facts that it states to the evaluator as canonical JSON text.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    approval = models.OneToOneField(Approval, models.PROTECT, related_name="decision")
    outcome = models.SlugField(max_length=9, db_index=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.SlugField(max_length=60, blank=True, db_index=False)
    reason = models.TextField(max_length=LONGEST)
    conditions = models.TextField(max_length=LONGEST, blank=True)
    from_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    facts = models.TextField(default="{}")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(outcome__in=[*Outcome]),
                                   name="decision_outcome_is_known"),
            _written("decision_has_a_reason", "reason"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.GRANTED, from_at__lt=F("until_at"))
                | (~Q(outcome=Outcome.GRANTED) & Q(from_at=None, until_at=None)),
                name="decision_grants_for_a_time",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.outcome} by {self.by}"

    @property
    def span(self) -> Span | None:
        """The time that was granted."""
        if self.from_at is None or self.until_at is None:
            return None
        return Span(self.from_at, self.until_at)

    @property
    def states(self) -> dict[str, str]:
        """The facts that it states."""
        found: dict[str, Any] = json.loads(self.facts)
        return found


class Revocation(models.Model):
    """Leave that was granted and taken back, or given back by whoever had it."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    approval = models.OneToOneField(Approval, models.PROTECT, related_name="revocation")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.TextField(max_length=LONGEST)
    revoked_at = models.DateTimeField()

    class Meta:
        constraints = (_written("revocation_has_a_reason", "reason"),)

    def __str__(self) -> str:
        return f"revoked by {self.by}"


class Reading(models.Model):
    """Somebody has read what was decided; until then it stands on their Do list."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    approval = models.ForeignKey(Approval, models.PROTECT, related_name="readings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    revoked = models.BooleanField(default=False)
    read_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("approval", "person", "revoked"), name="reading_once"),
        )

    def __str__(self) -> str:
        return f"{self.person} has read it"
