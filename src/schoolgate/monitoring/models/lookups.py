"""A look at what one person did: what was authorised, each query, and what was written afterwards.

Rows are added and never changed (migration 0002). Where a look-up stands is worked out at each use
(`rules.lookups.stage`); no row says so.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from schoolgate.approvals.models import Approval
from schoolgate.approvals.rules import Span
from schoolgate.concerns.models import Case
from schoolgate.monitoring.rules import lookups as rules
from schoolgate.monitoring.rules.lookups import Kind, Scope, Stage, Step, Terms, Written
from schoolgate.people.models import Person, School

LONGEST = 2000


class LookUp(models.Model):
    """What was authorised. Of an employee `approval` is the written request with its reason, and
    the time in which it may be carried out; of a pupil `case` is the concern that it is for.

    `scopes` are slugs with a space between; `data_from_at` inclusive and `data_until_at` exclusive
    are the time of the events; `days_to_tell` is what the clause gives, or ours where it is silent
    (`is_ours`). `exception` says why whoever approves reviews too; empty where they are two people.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    kind = models.SlugField(max_length=8, db_index=False)
    about = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    doer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approval = models.OneToOneField(
        Approval, models.PROTECT, null=True, blank=True, related_name="look_up"
    )
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    clause = models.CharField(max_length=80, blank=True)
    purpose = models.SlugField(max_length=20, db_index=False)
    scopes = models.CharField(max_length=60)
    data_from_at = models.DateTimeField()
    data_until_at = models.DateTimeField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    days_to_tell = models.PositiveSmallIntegerField(default=rules.USUAL_DAYS)
    is_ours = models.BooleanField(default=True)
    exception = models.TextField(max_length=LONGEST, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "asker", "ticket"),
                                    name="look_up_asked_once"),
            models.CheckConstraint(condition=Q(kind__in=[*Kind]), name="look_up_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind=Kind.EMPLOYEE, approval__isnull=False, case=None)
                | Q(kind=Kind.PUPIL, approval=None, case__isnull=False),
                name="look_up_is_authorised",
            ),
            models.CheckConstraint(condition=~Q(about=F("doer")) & ~Q(about=F("asker"))
                                   & ~Q(about=F("reviewer")),
                                   name="look_up_is_about_another"),
            models.CheckConstraint(condition=~Q(doer=F("reviewer")),
                                   name="look_up_is_reviewed_by_another"),
            models.CheckConstraint(condition=Q(from_at__lt=F("until_at")),
                                   name="look_up_from_before_until"),
            models.CheckConstraint(condition=Q(data_from_at__lt=F("data_until_at")),
                                   name="look_up_of_some_time"),
        )  # fmt: skip
        indexes = (models.Index(fields=("school", "about"), name="look_up_about"),)

    def __str__(self) -> str:
        return f"look-up {self.pk}"

    @property
    def tells(self) -> bool:
        """Whether the one who was looked at is told: an employee always is."""
        return self.kind == Kind.EMPLOYEE

    @property
    def terms(self) -> Terms:
        """What it covers."""
        return Terms(frozenset(self.scopes.split()), self.data_from_at, self.data_until_at)

    @property
    def said_scopes(self) -> str:
        """What it covers, in words."""
        return "; ".join(Scope(one).said for one in self.scopes.split())

    @property
    def written(self) -> dict[str, LookUpStep]:
        """The steps by kind."""
        return {one.kind: one for one in self.steps.all()}

    @property
    def said(self) -> Written:
        """What is written about it, as the rules read it."""
        steps, decided = self.written, self.approval.decided if self.approval else None
        span = decided.span if decided and decided.span else Span(self.from_at, self.until_at)
        revoked = self.approval is not None and self.approval.revoked is not None
        delay = steps.get(Step.DELAYED)
        return Written(self.tells, span, revoked, frozenset(steps), delay.on if delay else None)

    def stage(self, at: datetime) -> Stage:
        """Return where it stands at an instant."""
        return rules.stage(self.said, at=at, today=timezone.localdate(at))

    def is_tellable(self, at: datetime) -> bool:
        """Tell whether the one who was looked at may know of it."""
        return rules.is_tellable(self.said, at=at, today=timezone.localdate(at))

    def ended_at(self, at: datetime) -> datetime | None:
        """Return when it ended: by a person, by a revocation or by the clock; None while it runs
        or has not begun."""
        if self.stage(at) in {Stage.NOT_BEGUN, Stage.OPEN}:
            return None
        ended = self.written.get(Step.ENDED)
        revoked = self.approval.revoked if self.approval else None
        known = [ended.at if ended else None, revoked.revoked_at if revoked else None]
        return min((one for one in known if one), default=self.said.span.until_at)

    def due_on(self, at: datetime) -> date | None:
        """Return by which day somebody is told; None while it runs, and where nobody is."""
        ended, said = self.ended_at(at), self.said
        if ended is None or not self.tells:
            return None
        return rules.due_on(timezone.localdate(ended), days=self.days_to_tell,
                            delayed_until=said.delayed_until)  # fmt: skip

    def is_overdue(self, at: datetime) -> bool:
        """Tell whether somebody should have been told by now."""
        due, told = self.due_on(at), Step.DELIVERED in self.written
        return due is not None and not told and timezone.localdate(at) > due


class LookUpStep(models.Model):
    """What happened to a look-up, each kind once. `by` is nobody where the clock did it; `words`
    the notice, the reasons or the review; `on` the day of the delivery or the end of a delay;
    `clause` and `adviser` are of a delay, `means` of a delivery."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    look_up = models.ForeignKey(LookUp, models.PROTECT, related_name="steps")
    kind = models.SlugField(max_length=10, db_index=False)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(max_length=2 * LONGEST, blank=True)
    on = models.DateField(null=True, blank=True)
    clause = models.CharField(max_length=80, blank=True)
    adviser = models.CharField(max_length=200, blank=True)
    means = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "look_up", "kind"), name="look_up_step_once"),
            models.CheckConstraint(condition=Q(kind__in=[*Step]), name="look_up_step_is_known"),
            models.CheckConstraint(
                condition=~Q(kind=Step.DELAYED) | (Q(on__isnull=False) & ~Q(clause="")
                                                   & ~Q(adviser="")),
                name="look_up_delay_is_founded",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind}, {self.look_up}"


class Look(models.Model):
    """One query in a look-up: who asked for what, and how many rows they were shown, or took away
    as a file (`as_file`); or why not.

    Written in the transaction in which the rows are read, before anybody is shown one (MON-22).
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    look_up = models.ForeignKey(LookUp, models.PROTECT, related_name="looks")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    scope = models.SlugField(max_length=14, db_index=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    page = models.PositiveIntegerField(default=1)
    message = models.SlugField(max_length=40, blank=True, db_index=False)
    as_file = models.BooleanField(default=False)
    rows = models.PositiveIntegerField(default=0)
    refused = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(refused="") | Q(rows=0),
                                   name="look_refused_showed_nothing"),
            models.CheckConstraint(condition=Q(as_file=False) | Q(message=""),
                                   name="look_file_holds_no_message"),
        )  # fmt: skip
        indexes = (models.Index(fields=("school", "by"), name="look_by"),)

    def __str__(self) -> str:
        return f"a query in {self.look_up}"

    @property
    def said(self) -> str:
        """What was asked for, in words."""
        more = ", one message" if self.message else ", as a file" if self.as_file else ""
        return f"{Scope(self.scope).said}{more}"

    @property
    def from_on(self) -> date:
        """The first day that was asked for."""
        return timezone.localdate(self.from_at)

    @property
    def last_on(self) -> date:
        """The last day that was asked for."""
        return timezone.localdate(self.until_at) - timedelta(days=1)
