"""Talks that support whoever looks at bad material: that they were held, never what was said."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from schoolgate.people.models import Person, School


class SupportTalk(models.Model):
    """One talk with somebody who monitors. `follows` says what comes of it, if anything: a slug."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    ticket = models.UUIDField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    held_on = models.DateField()
    follows = models.SlugField(max_length=20, db_index=False)
    next_on = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("-held_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "by", "ticket"), name="support_talk_once"),
            models.CheckConstraint(condition=~Q(person=F("by")),
                                   name="support_talk_is_with_another"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"a talk on {self.held_on}"
