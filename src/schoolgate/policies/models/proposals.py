"""What a school chose about a new issue of its template, and the drafts that came of it.

Rows are added and never changed: who thinks again chooses again, and the last choice counts.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.people.models import Person, School
from schoolgate.policies.models.versions import Version

LONGEST = 2000


class ClauseChoice(models.Model):
    """A clause of a template's new issue that a school takes or leaves.

    `issue` is `name@version`; `clause` is the school's own number for the clause; `text_hash` is
    the SHA-256 of what the issue says there, so that a choice never holds for other words.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    issue = models.CharField(max_length=100)
    clause = models.CharField(max_length=80)
    text_hash = models.CharField(max_length=64)
    take = models.BooleanField()
    because = models.TextField(max_length=LONGEST, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("school", "issue"), name="choice_school_issue"),)

    def __str__(self) -> str:
        return f"clause {self.clause} of {self.issue}"


class Proposal(models.Model):
    """A draft that was made from a template's new issue. A withdrawn draft may have another."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    issue = models.CharField(max_length=100)
    version = models.OneToOneField(Version, models.PROTECT, related_name="proposal")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=~Q(issue=""), name="proposal_names_its_issue"),
        )

    def __str__(self) -> str:
        return f"{self.version} on {self.issue}"
