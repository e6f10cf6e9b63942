"""That somebody looked at how an area is used: what came of it, no word of what was seen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.concerns.models import Case
from schoolgate.monitoring.rules.checks import FINDINGS, Result
from schoolgate.people.models import Person, School


class UseCheck(models.Model):
    """One area in one review: all areas of a review have its `ticket`. `area` is a slug of
    `rules.checks`; a finding has its case, where everything that was seen is told."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    area = models.SlugField(max_length=20, db_index=False)
    result = models.SlugField(max_length=10, db_index=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on = models.DateField()
    written_at = models.DateTimeField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "by", "ticket", "area"),
                                    name="use_check_once"),
            models.CheckConstraint(condition=Q(result__in=[*Result]),
                                   name="use_check_result_is_known"),
            models.CheckConstraint(
                condition=Q(result__in=FINDINGS, case__isnull=False)
                | (~Q(result__in=FINDINGS) & Q(case=None)),
                name="use_check_finding_has_a_case",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"a look at the use of areas on {self.on}"
