"""What the gateways remember."""

from __future__ import annotations

from django.db import models

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
