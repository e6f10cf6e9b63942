"""What the machine found, what became of it, and what governors allow. No row holds a word of what
somebody wrote or looked for; whose it was is sealed for the role that the alert is for.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from schoolgate.concerns.models import Case
from schoolgate.monitoring.rules.alerts import DECIDED, For, Severity, State
from schoolgate.people.models import Person, School


class Alert(models.Model):
    """Findings of one kind in one group within an hour. `head` is what it may be about, `rule` the
    rule that found it, `group` the pseudonym of the class (empty where there is none, then it is
    one person's); `whom` (a slug of `rules.alerts.For`) is told, and `also` the roles that were
    told because nobody had read it. `token` binds what is sealed. What went on for a while is one
    person's: it has an `amount` in its `unit`, and the `clause` that forbids it, if one does.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    token = models.UUIDField()
    head = models.SlugField(max_length=40, db_index=False)
    severity = models.SlugField(max_length=8, db_index=False)
    rule = models.CharField(max_length=80)
    group = models.CharField(max_length=16, blank=True)
    state = models.SlugField(max_length=9, default=State.NEW, db_index=False)
    whom = models.SlugField(max_length=12, db_index=False)
    also = models.CharField(max_length=120, blank=True)
    is_canary = models.BooleanField(default=False)
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    looked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    held = models.PositiveIntegerField(default=0)
    amount = models.PositiveBigIntegerField(default=0)
    unit = models.SlugField(max_length=8, blank=True, db_index=False)
    clause = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("-last_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "token"), name="alert_token_once"),
            models.CheckConstraint(condition=Q(state__in=[*State]), name="alert_state_is_known"),
            models.CheckConstraint(condition=Q(severity__in=[*Severity]),
                                   name="alert_severity_is_known"),
            models.CheckConstraint(condition=Q(whom__in=[*For]), name="alert_is_for_somebody"),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_by__isnull=False, decided_at__isnull=False)
                | (~Q(state__in=DECIDED) & Q(decided_by=None, decided_at=None)),
                name="alert_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CONCERN) ^ Q(case=None), name="alert_concern_has_a_case"
            ),
            models.CheckConstraint(condition=Q(first_at__lte=F("last_at")),
                                   name="alert_first_before_last"),
            models.CheckConstraint(condition=Q(unit="", amount=0) | (~Q(unit="") & Q(amount__gt=0)),
                                   name="alert_amount_has_a_unit"),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("school", "state"), name="alert_state"),
            # the alert that a finding belongs to
            models.Index(fields=("school", "head", "group", "last_at"), name="alert_same"),
        )

    def __str__(self) -> str:
        return f"alert {self.pk}"


class AlertRow(models.Model):
    """One finding: the event that it was found in, and when; whose it is, sealed. An event counts
    once for a rule, however often the machine reads it."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    alert = models.ForeignKey(Alert, models.PROTECT, related_name="rows")
    table = models.SlugField(max_length=16, db_index=False)
    source = models.CharField(max_length=64)
    rule = models.CharField(max_length=80)
    at = models.DateTimeField()
    who = models.BinaryField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "table", "source", "rule"),
                                    name="alert_row_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"a finding of {self.alert}"


class RuleRecord(models.Model):
    """What became of a rule's alerts that are kept no longer: sums, and nobody's. `whom` is the
    role that they were for; `true` became concerns, `minutes` is what people spent on them."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=80)
    whom = models.SlugField(max_length=12, db_index=False)
    true = models.PositiveIntegerField(default=0)
    false = models.PositiveIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("school", "rule", "whom"), name="rule_record_once"),
        )

    def __str__(self) -> str:
        return f"{self.rule}: {self.true} true, {self.false} false"


class Reached(models.Model):
    """How far the machine has read a table of a school's activity: moved on in the transaction in
    which its alerts are stored, so that each event is judged exactly once."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    table = models.SlugField(max_length=16, db_index=False)
    cursor = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("school", "table"), name="reached_table_once"),
        )

    def __str__(self) -> str:
        return f"{self.table} up to {self.cursor}"


class AlertBudget(models.Model):
    """What governors allow from a day on: alerts a week, of a hundred how many must be worth it,
    and how many gigabytes somebody moves in an hour before it is told. The newest counts."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    a_week = models.PositiveSmallIntegerField()
    precision = models.PositiveSmallIntegerField()
    gigabytes = models.PositiveSmallIntegerField(default=20)
    because = models.CharField(max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(precision__lte=100, a_week__gte=1, gigabytes__gte=1),
                                   name="alert_budget_is_possible"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.a_week} alerts a week"


class Canary(models.Model):
    """An invented event of a day, put into the log to see whether it comes out at a person:
    `found_at` when the machine had made an alert of it, `seen_at` when somebody had read that."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    on = models.DateField()
    sent_at = models.DateTimeField()
    alert = models.OneToOneField(
        Alert, models.PROTECT, null=True, blank=True, related_name="canary"
    )
    found_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-on", "-pk")
        constraints = (models.UniqueConstraint(fields=("school", "on"), name="canary_of_day"),)

    def __str__(self) -> str:
        return f"the daily test of {self.on}"
