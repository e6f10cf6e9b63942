"""A version: the whole text of one policy document of a school. Triggers hold the approved ones."""

from __future__ import annotations

import json

from django.db import models
from django.db.models import F, Q

from schoolgate.people.models import Person, School
from schoolgate.policies.models.issues import Issue
from schoolgate.policies.rules.life import Stage

MAIN = ""


class Version(models.Model):
    """A version of a school's main policy (`document` is empty) or of a child document.

    `number` counts the versions of a document; `label` is what its front matter calls it. `texts`
    is canonical JSON: file name → Markdown. `text_hash` is the SHA-256 of these bytes, `hash` that
    of the effective policy which they make with the template and the other documents in force,
    empty while there are mistakes. `issue` is the template's issue that the text builds on, as it
    was on file when the text was saved. `edition` counts the edits of a draft: whoever saves says
    which edition they began from. `made_by` is None for what was adopted from a file.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="versions")
    document = models.SlugField(max_length=60, blank=True, db_index=False)
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200, blank=True)
    stage = models.SlugField(max_length=9, default=Stage.DRAFT.value, db_index=False)
    texts = models.TextField()
    text_hash = models.CharField(max_length=64)
    pack = models.CharField(max_length=80, blank=True)
    hash = models.CharField(max_length=64, blank=True)
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()
    drafted_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("document", "-number")
        constraints = (
            models.UniqueConstraint(fields=("school", "document", "number"),
                                    name="version_numbered_once"),
            models.CheckConstraint(condition=Q(stage__in=[one.value for one in Stage]),
                                   name="version_stage_is_known"),
            models.CheckConstraint(condition=Q(from_on=None) | Q(stage=Stage.APPROVED.value),
                                   name="version_in_force_is_approved"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(from_on__isnull=False, until_on__gte=F("from_on")),
                name="version_from_before_until",
            ),
            # A school always has its main policy: it is replaced, and never just ends.
            models.CheckConstraint(condition=Q(until_on=None) | ~Q(document=MAIN),
                                   name="version_of_the_main_policy_never_ends"),
            models.CheckConstraint(condition=~Q(stage=Stage.APPROVED.value) | ~Q(hash=""),
                                   name="version_approved_has_no_mistakes"),
        )  # fmt: skip
        # Asked on every page: which versions are in force. Drafts and old ones are left out.
        indexes = (
            models.Index(fields=("school", "document", "from_on"), name="version_in_force",
                         condition=Q(from_on__isnull=False)),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title or self.document or 'policy'}, version {self.label or self.number}"

    @property
    def files(self) -> dict[str, str]:
        """Its documents: file name → Markdown."""
        found: dict[str, str] = json.loads(self.texts)
        return found
