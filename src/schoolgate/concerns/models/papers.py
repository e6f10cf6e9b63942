"""Numbered pages of paper, and what was typed in from them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.concerns.models.reports import Report
from schoolgate.concerns.rules.papers import LINES, Paper
from schoolgate.people.models import Person, School


class PaperPage(models.Model):
    """A page that was printed: its number is used once. `empty_by` found nothing written on it."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    paper = models.SlugField(max_length=10, db_index=False)
    number = models.PositiveIntegerField()
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    empty_at = models.DateTimeField(null=True, blank=True)
    empty_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("paper", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("school", "paper", "number"), name="paper_numbered_once"
            ),
            models.CheckConstraint(condition=Q(paper__in=[*Paper]), name="paper_is_known"),
            models.CheckConstraint(
                condition=Q(empty_at=None, empty_by=None)
                | Q(empty_at__isnull=False, empty_by__isnull=False),
                name="paper_empty_says_who",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number as it stands on the paper."""
        return Paper(self.paper).reference(self.number)


class TypedIn(models.Model):
    """One entry of a page, typed in: when it was written on paper stands in the report as when it
    was noticed, when it was typed as when it was made."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    page = models.ForeignKey(PaperPage, models.PROTECT, related_name="typed")
    line = models.PositiveSmallIntegerField()
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("page", "line")
        constraints = (
            models.UniqueConstraint(fields=("school", "page", "line"), name="line_typed_once"),
            models.UniqueConstraint(fields=("school", "report"), name="typed_into_report_once"),
            models.CheckConstraint(
                condition=Q(line__gte=1, line__lte=LINES), name="line_is_on_page"
            ),
        )

    def __str__(self) -> str:
        return f"{self.page}, line {self.line}"
