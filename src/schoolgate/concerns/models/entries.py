"""What happened in a case, and what somebody still has to do."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from schoolgate.concerns.models.cases import Case
from schoolgate.people.models import Person, School


class Entry(models.Model):
    """One entry of the chronology, of a kind of `rules.kinds`; never changed, only corrected.

    `body` is sealed: the fields of its kind. `happened_at` is when it happened, `written_at` when
    it was written down. `corrects` is the entry that this one puts right, `adds_to` the one that it
    goes on from. `by` is None for the system and for whoever told the school without a name.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    token = models.UUIDField(default=uuid4, unique=True)
    ticket = models.UUIDField(default=uuid4)
    kind = models.SlugField(max_length=40, db_index=False)
    body = models.BinaryField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    adds_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="added")

    class Meta:
        ordering = ("happened_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("case", "ticket"), name="entry_written_once"),
        )
        indexes = (models.Index(fields=("case", "kind"), name="entry_of_kind"),)

    def __str__(self) -> str:
        return f"{self.kind} in {self.case}"


class Task(models.Model):
    """What a role or a person has to do in a case, and by when; `kind` is a slug of the steps.

    `words` is sealed where the step has words of its own. `done_by` is the entry that proves it,
    `follows` the one that it came of.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    token = models.UUIDField(default=uuid4, unique=True)
    kind = models.SlugField(max_length=40, db_index=False)
    words = models.BinaryField(default=bytes)
    role = models.SlugField(max_length=60, blank=True, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    follows = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(role="") | Q(person=None), name="task_is_of_role_or_person"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="task_done_is_proved",
            ),
        )
        indexes = (
            models.Index(fields=("school", "due_at"), condition=Q(done_at=None), name="task_open"),
        )

    def __str__(self) -> str:
        return f"{self.kind} in {self.case}"
