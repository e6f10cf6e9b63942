"""What somebody said a download is for, and what the policy said to it (FIL-15)."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from schoolgate.filtering.rules.downloads import SAID, TONES, Outcome, Purpose
from schoolgate.filtering.rules.places import LONGEST_PATH, Place
from schoolgate.people.models import Person, School


class Download(models.Model):
    """A file or a site, for whom, of which kind, what for; `outcome` with the clause behind it.

    `token` names it to gateways and in the activity log; `lesson` is empty for one's own use. Of a
    row that was written only `used_at`, the first use that a log told of, is filled in later
    (migration `stays`).
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    token = models.SlugField(max_length=16, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    host = models.CharField(max_length=253)
    path = models.CharField(max_length=LONGEST_PATH, blank=True)
    kind = models.SlugField(max_length=10, db_index=False)
    purpose = models.SlugField(max_length=10, db_index=False)
    lesson = models.CharField(max_length=300, blank=True)
    outcome = models.SlugField(max_length=10, db_index=False)
    clause = models.CharField(max_length=80, blank=True)
    said_at = models.DateTimeField()
    until_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-said_at", "-pk")
        constraints = (
            # a refusal leaves the form where it was, to say something else on it
            models.UniqueConstraint(fields=("school", "person", "ticket"),
                                    condition=Q(outcome=Outcome.ALLOWED),
                                    name="download_said_once"),
            models.UniqueConstraint(fields=("school", "token"), name="download_token_once"),
            models.CheckConstraint(condition=Q(said_at__lt=F("until_at")) & ~Q(host=""),
                                   name="download_said_before_until"),
            models.CheckConstraint(condition=Q(outcome__in=[*Outcome]),
                                   name="download_outcome_is_known"),
            models.CheckConstraint(condition=Q(purpose=Purpose.OWN, lesson="")
                                   | (Q(purpose=Purpose.LESSON) & ~Q(lesson="")),
                                   name="download_says_which_lesson"),
        )  # fmt: skip
        indexes = (models.Index(fields=("school", "until_at"), name="download_school_until"),)

    def __str__(self) -> str:
        return f"the download {self.place}"

    @property
    def place(self) -> Place:
        """The file, or the site."""
        return Place(self.host, self.path)

    @property
    def purpose_said(self) -> str:
        """What it is for, in words."""
        return f"Lesson work: {self.lesson}" if self.lesson else Purpose(self.purpose).label

    def said(self, at: datetime) -> str:
        """Return where it stands at an instant, in words."""
        is_open = self.outcome == Outcome.ALLOWED and at < self.until_at
        return "Open" if is_open else SAID[Outcome(self.outcome)]

    def tone(self, at: datetime) -> str:
        """Return the colour of `said`."""
        return "green" if self.said(at) == "Open" else TONES[Outcome(self.outcome)]
