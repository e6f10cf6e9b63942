"""Why a school approves what the machine warns of: reasons for departures, and waivers.

Rows are added and never changed; the last one about a finding counts.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from schoolgate.people.models import Person, School
from schoolgate.policies.models.proposals import LONGEST


class Reason(models.Model):
    """The reason for which a school departs from a dated standard, or waives a finding.

    `finding` is the SHA-256 of the finding's kind and words, which are kept beside it: another
    finding needs another reason. A departure has no `until_on`; a waiver ends on that day
    (exclusive), and the finding blocks the next approval again.
    """

    DEPARTURE = "departure"
    WAIVER = "waiver"

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    what = models.SlugField(max_length=9, db_index=False)
    finding = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    text = models.TextField()
    clause = models.CharField(max_length=80, blank=True)
    because = models.TextField(max_length=LONGEST)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(what__in=["departure", "waiver"]),
                                   name="reason_is_of_a_kind"),
            models.CheckConstraint(condition=~Q(because=""), name="reason_says_why"),
            models.CheckConstraint(
                condition=Q(what="departure", until_on=None)
                | Q(what="waiver", until_on__gt=F("from_on")),
                name="reason_waiver_ends",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("school", "finding"), name="reason_school_finding"),)

    def __str__(self) -> str:
        return f"{self.what}: {self.text[:80]}"
