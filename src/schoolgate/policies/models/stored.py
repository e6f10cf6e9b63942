"""What was stored and what was asked. Rows are added, never edited."""

from __future__ import annotations

from django.db import models

from schoolgate.people.models import School


class PolicyInForce(models.Model):
    """The effective content of a school's policy when it was stored.

    `content` is canonical JSON text, so that an old decision can be replayed; `hash` is the SHA-256
    of its UTF-8 bytes, hexadecimal.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="policies")
    pack = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    version = models.CharField(max_length=40)
    hash = models.CharField(max_length=64)
    content = models.TextField()
    stored_at = models.DateTimeField()

    class Meta:
        ordering = ("-stored_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "hash"), name="policy_stored_once"),
        )

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Asked(models.Model):
    """A question that was put to a policy, and what it answered. Says nothing about who asked.

    `record` is the canonical JSON text that replays; `act` is `action:resource`; `clauses` are
    clause numbers with a space between.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="questions")
    at = models.DateTimeField()
    act = models.CharField(max_length=200)
    outcome = models.CharField(max_length=40)
    clauses = models.TextField(blank=True)
    is_gap = models.BooleanField()
    record = models.TextField()

    class Meta:
        ordering = ("-at", "-pk")
        # Gaps are few and counted on every page of the policy; questions are many.
        indexes = (
            models.Index(
                fields=("school", "act"), condition=models.Q(is_gap=True), name="asked_gap"
            ),
        )

    def __str__(self) -> str:
        return f"{self.act}: {self.outcome}"
