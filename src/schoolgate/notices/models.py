"""What was told to whom: rows are added and never changed.

Triggers in the database hold that (migration 0002). How far a telling has come follows from its
steps (`rules.state`); no row says so.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.notices import rules
from schoolgate.notices.rules import How, Mark, Means
from schoolgate.people.models import Person, School

LONGEST = 20_000


class Notice(models.Model):
    """What was told, as it read when it was sent. `key` is what the policy wants told
    (`owed.ToTell.key`), empty for a notice of the school's own; `groups` are the groups it was for,
    a space between. `asks` is set where an “I have read this” is asked for; `held_on` is the day of
    the meeting or of the newsletter that `where` names.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=160)
    body = models.TextField(max_length=LONGEST)
    key = models.CharField(max_length=120, blank=True)
    clause = models.CharField(max_length=80, blank=True)
    groups = models.CharField(max_length=120)
    class_name = models.CharField(max_length=60, blank=True)
    how = models.SlugField(max_length=10, db_index=False)
    asks = models.BooleanField(default=False)
    held_on = models.DateField(null=True, blank=True)
    where = models.CharField(max_length=160, blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "by", "ticket"), name="notice_sent_once"),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(body=""), name="notice_has_words"),
            models.CheckConstraint(condition=Q(how__in=[*How]), name="notice_how_is_known"),
            models.CheckConstraint(
                condition=Q(held_on=None) ^ Q(how__in=[How.MEETING, How.NEWSLETTER]),
                name="notice_day_of_meeting_or_newsletter",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("school", "key"), name="notice_school_key"),)

    def __str__(self) -> str:
        return f"the notice “{self.subject}”"


class Telling(models.Model):
    """One person who was told, and how: worked out when the notice was sent, and kept.

    `email` is the address that it was sent to.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="tellings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    means = models.SlugField(max_length=10, db_index=False)
    email = models.EmailField(max_length=254, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("school", "notice", "person"), name="told_once"),
            models.CheckConstraint(condition=Q(means__in=[*Means]), name="telling_means_is_known"),
            models.CheckConstraint(condition=Q(means=Means.EMAIL) ^ Q(email=""),
                                   name="telling_by_email_has_an_address"),
        )  # fmt: skip
        indexes = (models.Index(fields=("school", "person"), name="telling_school_person"),)

    def __str__(self) -> str:
        return f"{self.notice} to {self.person}"

    @property
    def marks(self) -> frozenset[str]:
        """What happened to it."""
        return frozenset(step.kind for step in self.steps.all())

    @property
    def state(self) -> rules.State:
        """How far it has come."""
        return rules.state(Means(self.means), self.marks)

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to read it, or to confirm."""
        return rules.is_open(Means(self.means), self.marks, asks=self.notice.asks)


class Step(models.Model):
    """What happened to one telling, once of each kind. `by` is who did it or wrote it down."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    telling = models.ForeignKey(Telling, models.PROTECT, related_name="steps")
    kind = models.SlugField(max_length=13, db_index=False)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "telling", "kind"), name="telling_step_once"),
            models.CheckConstraint(condition=Q(kind__in=[*Mark]), name="telling_step_is_known"),
        )

    def __str__(self) -> str:
        return self.kind


class LetterRun(models.Model):
    """Letters of one notice, asked for together and printed in parts."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="runs")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"the letters of {self.notice}"


class LetterPart(models.Model):
    """One file of a run: whose letters (`tellings`, ids with a space between), and the PDF once it
    is made. A part is made once, whichever worker makes it."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    run = models.ForeignKey(LetterRun, models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    tellings = models.TextField()
    pdf = models.BinaryField(null=True)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("school", "run", "number"), name="letter_part_once"),
            models.CheckConstraint(condition=Q(pdf=None, made_at=None)
                                   | Q(pdf__isnull=False, made_at__isnull=False),
                                   name="letter_part_whole"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"part {self.number} of {self.run}"

    @property
    def ids(self) -> list[int]:
        """The tellings whose letters these are."""
        return [int(one) for one in self.tellings.split()]
