"""What a school has written down of its years: a row for each term, half-term and closed day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from schoolgate.people.calendar import ONE_DAY, Span, SpanKind


class CalendarSpan(models.Model):
    """Some days of a school's calendar, `from_on` inclusive, `until_on` exclusive.

    `year` is the calendar year in which the school year begins. A year is written as a whole.
    """

    school = models.ForeignKey("people.School", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.SlugField(max_length=9, db_index=False)
    name = models.CharField(max_length=60, blank=True)
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        ordering = ("from_on", "kind")
        constraints = (
            models.UniqueConstraint(fields=("school", "kind", "from_on"),
                                    name="calendar_span_begins_once"),
            models.CheckConstraint(condition=Q(from_on__lt=F("until_on")),
                                   name="calendar_span_from_before_until"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in SpanKind]),
                                   name="calendar_span_kind_is_known"),
        )  # fmt: skip
        indexes = (models.Index(fields=("school", "year"), name="calendar_school_year"),)

    def __str__(self) -> str:
        return f"{self.kind} from {self.from_on}"

    @property
    def span(self) -> Span:
        """The row as a plain value."""
        return Span(SpanKind(self.kind), self.from_on, self.until_on - ONE_DAY, self.name)
