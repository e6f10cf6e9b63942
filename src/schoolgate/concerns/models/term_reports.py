"""The report of a term: counts without names."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from schoolgate.people.models import Person, School


class TermReport(models.Model):
    """What may be known of the concerns of a term, as it was shown when it was made; made once and
    never changed, so that no two reports of a term can be compared.

    `body` is sealed under a key of its own: the cells as they are shown, and the lessons. Hidden
    numbers are not in it. `first_on` and `last_on` are the days it counts, both included.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    token = models.UUIDField(default=uuid4, unique=True)
    year = models.SmallIntegerField()
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    first_on = models.DateField()
    last_on = models.DateField()
    wrapped = models.BinaryField()
    body = models.BinaryField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-first_on",)
        constraints = (
            models.UniqueConstraint(fields=("school", "year", "number"), name="term_reported_once"),
            models.CheckConstraint(
                condition=models.Q(first_on__lte=models.F("last_on")), name="term_report_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"report of {self.name}"

    @property
    def slug(self) -> str:
        """By what an address names it."""
        return f"{self.year}-{self.number}"
