"""What the headteacher looked up about people who applied for a post."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.access.models.spans import in_order
from schoolgate.people.models import School


class CandidateSearch(models.Model):
    """One search. Candidate, note and places are blanked on `keep_until_on` (`erased_at`)."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    post = models.CharField(max_length=120)
    candidate = models.CharField(max_length=120, blank=True)
    places = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    searched_on = models.DateField()
    searched_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    keep_until_on = models.DateField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-searched_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(erased_at=None) & ~Q(candidate=""))
                | Q(candidate="", note="", places=""),
                name="candidate_is_whole_or_erased",
            ),
            in_order("searched_on", "keep_until_on", "candidate_kept_for_a_while"),
        )
        indexes = (
            models.Index(fields=("school", "keep_until_on"), condition=Q(erased_at=None),
                         name="candidate_to_erase"),
        )  # fmt: skip

    def __str__(self) -> str:
        """Name nobody: the journal keeps this for ever."""
        return f"candidate search {self.pk}"
