"""Lists of sites from elsewhere, and each time one was taken in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.people.models import Person, School


class ListSource(models.Model):
    """A list, who makes it, and what its words mean.

    `category` is ours for entries without a word of their own; `words` maps the list's words to
    ours, empty for those that are left out. A list of the floor is never off, and its copy holds
    keyed hashes.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=300, blank=True)
    inbox = models.CharField(max_length=120, blank=True)
    form = models.CharField(max_length=10)
    category = models.CharField(max_length=40, blank=True)
    words = models.JSONField(default=dict)
    licence = models.CharField(max_length=120)
    owner = models.CharField(max_length=120)
    every_days = models.PositiveSmallIntegerField()
    is_floor = models.BooleanField(default=False)
    enabled = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("-is_floor", "name")
        constraints = (
            models.UniqueConstraint(fields=("school", "name"), name="list_named_once"),
            models.CheckConstraint(condition=Q(is_floor=False) | Q(enabled=True),
                                   name="floor_is_never_off"),
            models.CheckConstraint(condition=Q(every_days__gte=1), name="list_is_renewed"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class ListImport(models.Model):
    """A list as it was read at an instant: planned, and let in or not.

    `copy` is the file of entries below the school's folder, `sha256` that of its lines; `plan` is
    what `lists.planning.Plan` says; `asks` are the questions that a second person answers.
    """

    class State(models.TextChoices):
        READING = "reading", "Being read"
        WAITING = "waiting", "Waits for a decision"
        APPLIED = "applied", "In use"
        REPLACED = "replaced", "Was in use"
        REFUSED = "refused", "Not taken"

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    source = models.ForeignKey(ListSource, models.PROTECT, related_name="imports")
    state = models.CharField(max_length=10, choices=State.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=200)
    upload = models.CharField(max_length=200, blank=True)
    plan = models.JSONField(default=dict)
    asks = models.JSONField(default=list)
    obstacles = models.JSONField(default=list)
    copy = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    entries = models.PositiveIntegerField(default=0)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "source"), condition=Q(state="applied"),
                                    name="list_applied_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.source}, {self.at:%d/%m/%Y}"
