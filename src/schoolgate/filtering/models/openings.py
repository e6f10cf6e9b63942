"""Sites that staff ask to have opened, what was decided, and whether it was used.

What was asked is never changed (migration `stays`). Whether a site is open is worked out at each
use (`rules.openings.state`); no row says so.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from schoolgate.filtering.rules import openings as rules
from schoolgate.filtering.rules.openings import FOR_WHOM, Group, Outcome, Span, State
from schoolgate.filtering.rules.places import LONGEST_PATH, Place
from schoolgate.people.models import Person, School

LONGEST = 1000


class OpeningRequest(models.Model):
    """A site asked for: which, for which lesson, why, for whom, from when until when.

    `token` names it to gateways. `group` is one of `FOR_WHOM`; with `class_name`, only that class
    of it. `clause`, `given_by` and `givers` (role slugs with a space on either side) are who
    decides, as the policy said it then; `ticket` is the form's own number.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    token = models.SlugField(max_length=16, db_index=False)
    asker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    host = models.CharField(max_length=253)
    path = models.CharField(max_length=LONGEST_PATH, blank=True)
    category = models.SlugField(max_length=40, blank=True, db_index=False)
    lesson = models.CharField(max_length=200)
    reason = models.TextField(max_length=LONGEST)
    group = models.SlugField(max_length=20, db_index=False)
    class_name = models.CharField(max_length=60, blank=True)
    clause = models.CharField(max_length=80, blank=True)
    given_by = models.CharField(max_length=200)
    givers = models.CharField(max_length=400)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "asker", "ticket"),
                                    name="site_asked_once"),
            models.UniqueConstraint(fields=("school", "token"), name="site_token_once"),
            models.CheckConstraint(condition=Q(from_at__lt=F("until_at")),
                                   name="site_from_before_until"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(host="") & ~Q(lesson=""),
                                   name="site_says_what_for"),
        )  # fmt: skip
        indexes = (models.Index(fields=("school", "until_at"), name="site_school_until"),)

    def __str__(self) -> str:
        return f"the site {self.place}"

    @property
    def place(self) -> Place:
        """The site."""
        return Place(self.host, self.path)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that the policy lets decide."""
        return tuple(self.givers.split())

    @property
    def whom(self) -> str:
        """For whom it is, in words."""
        group = FOR_WHOM.get(self.group, Group(self.group, ())).label
        return f"{group}, class {self.class_name}" if self.class_name else group

    @property
    def decided(self) -> OpeningDecision | None:
        """What was decided, if anything was."""
        return getattr(self, "decision", None)

    @property
    def ended(self) -> OpeningEnd | None:
        """That it was closed early, if it was."""
        return getattr(self, "end", None)

    @property
    def used(self) -> OpeningUse | None:
        """The first use that a gateway told of, if any."""
        return getattr(self, "use", None)

    @property
    def ends_at(self) -> datetime:
        """When it ends, or would: as granted, else as asked for."""
        decided = self.decided
        return (decided.until_at if decided else None) or self.until_at

    def state(self, at: datetime) -> State:
        """Return where it stands at an instant."""
        decided = self.decided
        return rules.state(
            asked=Span(self.from_at, self.until_at),
            outcome=decided.outcome if decided else "",
            granted=decided.span if decided else None,
            revoked=self.ended is not None,
            at=at,
        )


class OpeningDecision(models.Model):
    """What was decided about one request, once, in which role. Taking back is the asker's own.

    `read_at` is when the asker took it off the list of things to do.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    opening = models.OneToOneField(OpeningRequest, models.PROTECT, related_name="decision")
    outcome = models.SlugField(max_length=9, db_index=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.SlugField(max_length=60, blank=True, db_index=False)
    reason = models.TextField(max_length=LONGEST)
    from_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(outcome__in=[*Outcome]),
                                   name="site_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.GRANTED, from_at__lt=F("until_at"))
                | (~Q(outcome=Outcome.GRANTED) & Q(from_at=None, until_at=None)),
                name="site_granted_for_a_time",
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


class OpeningEnd(models.Model):
    """A site that somebody closed before its time."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    opening = models.OneToOneField(OpeningRequest, models.PROTECT, related_name="end")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"closed by {self.by}"


class OpeningUse(models.Model):
    """The first time that an opened site was reached, as a gateway's log told it."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    opening = models.OneToOneField(OpeningRequest, models.PROTECT, related_name="use")
    used_at = models.DateTimeField()
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"used at {self.used_at}"
