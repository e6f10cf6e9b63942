"""An entry of a small register: a resource, a course (`rules.kept`)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from schoolgate.people.models import Person, School


class Listed(models.Model):
    """One entry of a register, never changed; `body` (the answers) is sealed under a key of the
    row's own. `number` counts within the school and the register."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    register = models.SlugField(max_length=20, db_index=False)
    number = models.PositiveIntegerField()
    token = models.UUIDField(default=uuid4, unique=True)
    ticket = models.UUIDField(default=uuid4)
    wrapped = models.BinaryField()
    body = models.BinaryField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "listed"
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=("school", "register", "number"), name="listed_numbered_once"
            ),
            models.UniqueConstraint(fields=("school", "ticket"), name="listed_written_once"),
        )

    def __str__(self) -> str:
        return f"number {self.number} of {self.register}"
