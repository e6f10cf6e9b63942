"""The issues of templates on which schools' versions build. Rows are added and never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Issue(models.Model):
    """The texts of one issue of a template, as they were when a version was saved on it.

    `content` is canonical JSON: `name` (`name@version`), `texts` (file name → Markdown), and
    `extends`, the hash of the issue that it builds on itself, or nothing. `hash` is the SHA-256 of
    these bytes, hexadecimal: it names the whole chain. Published texts, of no school: one row
    serves every school that builds on them.
    """

    hash = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=100)
    content = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "kept_at")
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="issue_has_a_name"),)

    def __str__(self) -> str:
        return self.name
