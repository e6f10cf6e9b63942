"""What somebody looked at and what was found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.access.rules.checks import TITLES, Sort
from schoolgate.people.models import Person, School


class Check(models.Model):
    """One check: by whom, of what, on which day, with what result. Nothing is edited."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    sort = models.SlugField(max_length=20, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    checked_on = models.DateField()
    found = models.CharField(max_length=500)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("-checked_on", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(sort__in=sorted(Sort)), name="check_sort_is_known"),
            models.CheckConstraint(condition=~Q(found=""), name="check_found_something"),
        )
        indexes = (models.Index(fields=("school", "sort", "-checked_on"), name="check_last"),)

    def __str__(self) -> str:
        return f"check {self.pk}"

    @property
    def title(self) -> str:
        """What was checked, in words."""
        return TITLES[Sort(self.sort)]
