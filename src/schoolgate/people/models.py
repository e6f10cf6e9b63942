"""Schools and the people in them."""

from __future__ import annotations

from django.db import models


class School(models.Model):
    """A school, or the authority above several. `pack` names the folder of its policy in packs/."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "School"
        AUTHORITY = "authority", "Authority"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    phase = models.CharField(max_length=60, blank=True)
    pack = models.CharField(max_length=60)
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.SCHOOL)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=["school", "authority"]), name="school_kind_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Someone at a school. `role` is a slug of the policy's vocabulary, such as `it_technician`."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=120)
    role = models.SlugField(max_length=40)
    title = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("name",)
        indexes = (models.Index(fields=("school", "role"), name="person_school_role"),)

    def __str__(self) -> str:
        return self.name
