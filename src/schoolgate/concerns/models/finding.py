"""What cases have to do with each other, and by which words they are found."""

from __future__ import annotations

from django.db import models

from schoolgate.concerns.models.cases import Case
from schoolgate.people.models import School


class Link(models.Model):
    """Two cases that belong together; both stay as they are. `first` is the older row."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    first = models.ForeignKey(Case, models.PROTECT, related_name="+")
    second = models.ForeignKey(Case, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="cases_linked_once"),
        )

    def __str__(self) -> str:
        return f"{self.first} and {self.second}"


class Word(models.Model):
    """That a word stands in a case: `mark` is a keyed hash of it (`keys.mark_of_word`)."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="words", db_index=False)
    mark = models.BinaryField(max_length=16)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "mark"), name="word_of_case_once"),)
        indexes = (models.Index(fields=("school", "mark", "case"), name="word_by_mark"),)

    def __str__(self) -> str:
        return f"a word of {self.case}"
