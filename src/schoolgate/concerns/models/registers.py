"""What the headteacher keeps beside cases: the press, unofficial pages, the gate, arrangements.

What people write is sealed under a key of the row's own (`registers`), as an enquiry or a page may
come without a case.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from schoolgate.concerns.models.cases import Case
from schoolgate.concerns.rules.registers import Half, Standing, What
from schoolgate.people.models import Person, School


class Arrangement(models.Model):
    """What a school has arranged; of each `what` the newest counts. No name of a person."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    what = models.SlugField(max_length=10, db_index=False)
    value = models.TextField(max_length=4_000, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(what__in=[*What]), name="arrangement_is_known"),
        )  # fmt: skip

    def __str__(self) -> str:
        return What(self.what).said


class GateTurn(models.Model):
    """Who stands at the gate on a morning or an afternoon."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    on = models.DateField()
    half = models.SlugField(max_length=9, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("on", "-half")
        constraints = (
            models.UniqueConstraint(fields=("school", "on", "half"), name="gate_turn_once"),
            models.CheckConstraint(condition=Q(half__in=[*Half]), name="gate_half_is_known"),
        )

    def __str__(self) -> str:
        return f"gate on {self.on:%-d %B}, {self.half}"


class Statement(models.Model):
    """A version of what the school says to the press; `words` sealed. Only what the headteacher
    has approved is given out. A new version is a new row."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    token = models.UUIDField(default=uuid4, unique=True)
    number = models.PositiveIntegerField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    wrapped = models.BinaryField()
    body = models.BinaryField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("school", "number"), name="statement_numbered_once"),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="statement_approved_says_by_whom",
            ),
        )

    def __str__(self) -> str:
        return f"statement {self.number}"


class Enquiry(models.Model):
    """An enquiry by the press: `body` (outlet, what was asked, what was answered) is sealed."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    token = models.UUIDField(default=uuid4, unique=True)
    ticket = models.UUIDField(default=uuid4)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, blank=True, related_name="+"
    )
    wrapped = models.BinaryField()
    body = models.BinaryField()
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "enquiries"
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "ticket"), name="enquiry_written_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"enquiry of {self.asked_at:%-d %B %Y}"


class WatchedPage(models.Model):
    """A page or group about the school that is not the school's: `body` (its address, its owner as
    far as known, a note) is sealed. There is no place for who is in it: nobody joins covertly."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    token = models.UUIDField(default=uuid4, unique=True)
    ticket = models.UUIDField(default=uuid4)
    wrapped = models.BinaryField()
    body = models.BinaryField()
    found_on = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-found_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "ticket"), name="page_written_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"unofficial page {self.pk}"


class WatchedStanding(models.Model):
    """How a page stood from a day on; the newest counts."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    page = models.ForeignKey(WatchedPage, models.PROTECT, related_name="standings")
    status = models.SlugField(max_length=10, db_index=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(status__in=[*Standing]), name="page_status_known"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.page}: {self.status}"

    @property
    def said(self) -> str:
        """The status in words."""
        return Standing(self.status).said
