"""What the gateways remember."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.people.models import School


class HeaderMapping(models.Model):
    """A column of a school's own CSV and what stands in it, as somebody once said.

    `header` is folded as `roster.headers.fold` does; `field` is a name of `roster.headers.FIELDS`.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    source = models.SlugField(max_length=40, db_index=False)
    field = models.CharField(max_length=40)
    header = models.CharField(max_length=120)

    class Meta:
        constraints = (
            # one column for a field, and one field for a column
            models.UniqueConstraint(fields=("school", "source", "field"), name="mapping_of_field"),
            models.UniqueConstraint(
                fields=("school", "source", "header"), name="mapping_of_header"
            ),
        )

    def __str__(self) -> str:
        return f"{self.field} stands in “{self.header}”"


class Source(models.Model):
    """A system that sends what the activity log keeps, and when something last came from it.

    `kind` is a word of `sources.rules.KINDS`; `address` is a mail journal's. `networks` (CIDR) are
    from where it may send, `domains` the school's own of mail. Silence counts in hours of days with
    lessons; `last_at` is written once a minute at most.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    name = models.SlugField(max_length=40, db_index=False)
    kind = models.CharField(max_length=20)
    address = models.CharField(max_length=200, blank=True)
    networks = models.JSONField(default=list)
    domains = models.JSONField(default=list)
    quiet_hours = models.PositiveSmallIntegerField(default=24)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    events = models.PositiveBigIntegerField(default=0)
    not_understood = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("school", "name"), name="source_named_once"),
            # over all schools: it says whose mail a message is
            models.UniqueConstraint(fields=("address",), name="source_address_once",
                                    condition=~Q(address="") & Q(ended_at=None)),
            models.CheckConstraint(condition=Q(quiet_hours__gte=1), name="source_silence_counts"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name
