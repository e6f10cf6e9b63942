"""What happened to duties. What falls due is worked out when somebody looks, and no row says so.

Doings, choices and handovers are added and never changed; triggers hold that (migration 0002).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.people.models import Person, School

LONGEST = 2000


class Outcome(models.TextChoices):
    """How a part of an occurrence ended."""

    DONE = "done", "Done"
    SKIPPED = "skipped", "Skipped"


class Doing(models.Model):
    """A part of one occurrence, done or skipped, as somebody recorded it.

    `duty` is the duty's key, `occurrence` that of the occurrence, `from_on` and `due_on` what they
    were then. `part` is empty for what is done once for all, `p12` the part of person 12, `a12` an
    acknowledgement, `i:notice` a point of a checklist. `on` is the day on which it was done, or the
    meeting held; `evidence` and `link` prove it.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    duty = models.CharField(max_length=120)
    occurrence = models.CharField(max_length=60)
    part = models.CharField(max_length=40, blank=True)
    clause = models.CharField(max_length=80, blank=True)
    what = models.CharField(max_length=400)
    from_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    on = models.DateField()
    evidence = models.TextField(max_length=LONGEST, blank=True)
    link = models.CharField(max_length=400, blank=True)
    attendance = models.TextField(max_length=LONGEST, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "duty", "occurrence", "part"),
                                    name="duty_part_done_once"),
            models.CheckConstraint(condition=Q(outcome__in=["done", "skipped"]),
                                   name="duty_outcome_is_known"),
            models.CheckConstraint(condition=~Q(outcome="skipped") | ~Q(evidence=""),
                                   name="duty_skipped_has_a_reason"),
        )  # fmt: skip
        # What the list asks for on each look: the last two years or so.
        indexes = (models.Index(fields=("school", "from_on"), name="duty_doing_from"),)

    def __str__(self) -> str:
        return self.what


class Choice(models.Model):
    """The period that a school chose for a duty whose clause states none; the newest counts."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    duty = models.CharField(max_length=120)
    what = models.CharField(max_length=400)
    clause = models.CharField(max_length=80, blank=True)
    period = models.CharField(max_length=20)
    begins_on = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("school", "duty"), name="duty_choice_of"),)

    def __str__(self) -> str:
        return self.what


class Handover(models.Model):
    """A duty given to somebody else than whoever the clause names; the newest counts.

    When `to` leaves, it goes back to the holders of the role, else to the headteacher. `to` is None
    where it was given back on purpose.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    duty = models.CharField(max_length=120)
    what = models.CharField(max_length=400)
    clause = models.CharField(max_length=80, blank=True)
    to = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    because = models.TextField(max_length=LONGEST)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(because=""), name="duty_handover_has_a_reason"),
        )
        indexes = (models.Index(fields=("school", "duty"), name="duty_handover_of"),)

    def __str__(self) -> str:
        return self.what


class Feed(models.Model):
    """The secret address of somebody's calendar feed: only its SHA-256 is kept.

    Opening a new one closes the old one.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("school", "digest"), name="feed_address_once"),
            # earlier ones stay, closed
            models.UniqueConstraint(fields=("school", "person"), condition=Q(closed_at=None),
                                    name="feed_open_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"calendar feed of {self.person}"
