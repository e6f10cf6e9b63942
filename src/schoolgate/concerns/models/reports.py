"""What came in."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from schoolgate.concerns.models.cases import Case
from schoolgate.concerns.rules.words import Way
from schoolgate.people.models import School


class Report(models.Model):
    """What somebody told the school, by one of the ways in; never changed.

    `body` is sealed under the key of its case: what was written, in the fields of the form, and who
    told it. `ticket` is the form's own number, so that sending it twice reports once. `made_at` is
    empty of an anonymous one: only `made_on` is known. `found_at` is when it was noticed.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="reports")
    token = models.UUIDField(default=uuid4, unique=True)
    ticket = models.UUIDField()
    way = models.SlugField(max_length=15, db_index=False)
    illegal = models.BooleanField(default=False)
    body = models.BinaryField()
    found_at = models.DateTimeField(null=True, blank=True)
    made_on = models.DateField()
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "ticket"), name="report_made_once"),
            models.CheckConstraint(condition=Q(way__in=[*Way]), name="report_way_is_known"),
            models.CheckConstraint(
                condition=Q(made_at__isnull=False) | Q(found_at=None),
                name="report_without_instant_has_none",
            ),
        )

    def __str__(self) -> str:
        return f"report by {Way(self.way).said}"
