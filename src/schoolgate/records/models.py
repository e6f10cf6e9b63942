"""The journal: entries that follow one another, and the signed heads over them.

Rows are added and never changed; triggers in the database hold that (migration 0002). Nothing here
is a foreign key to what the journal speaks about: it keeps ids and labels as they were, and
outlives both the people and the things.
"""

from __future__ import annotations

from django.db import models

from schoolgate.records import rules


class Journal(models.Model):
    """One school's journal. `school` is the school's key, `name` its slug when the journal began.

    The name is sealed into the first link and printed on every head, so it never changes.
    """

    school = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One act. Fields are those of `rules.Row`, which says what each of them holds."""

    pk = models.CompositePrimaryKey("journal_id", "sequence")
    journal = models.ForeignKey(
        Journal, models.PROTECT, db_column="school_id", db_index=False, related_name="entries"
    )
    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    actor_label = models.CharField(max_length=rules.LONGEST_LABEL, blank=True)
    verb = models.CharField(max_length=80)
    object_kind = models.CharField(max_length=80)
    object_id = models.CharField(max_length=80)
    object_label = models.CharField(max_length=rules.LONGEST_LABEL, blank=True)
    clause = models.CharField(max_length=80, blank=True)
    action = models.CharField(max_length=32)
    # NULL is what erasing leaves; an empty body is written "{}".
    body = models.TextField(null=True)  # noqa: DJ001
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField()
    previous = models.BinaryField()
    link = models.BinaryField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(actor__startswith="person:")
                | models.Q(actor__startswith="system:"),
                name="entry_actor_is_person_or_system",
            ),
            models.CheckConstraint(
                condition=models.Q(body__isnull=False, salt__isnull=False)
                | models.Q(body=None, salt=None, actor_label="", object_label=""),
                name="entry_words_are_whole_or_erased",
            ),
        )
        indexes = (
            # the history of one thing; also how the erasing trigger finds its record
            models.Index(fields=("journal", "object_kind", "object_id"), name="entry_of_object"),
            # what proves a duty, and what a role may read
            models.Index(fields=("journal", "verb", "sequence"), name="entry_of_verb"),
        )

    def __str__(self) -> str:
        return f"entry {self.sequence}"


class TreeHead(models.Model):
    """A signed statement that a journal's first `size` entries have this Merkle root.

    `note` is the signed text that witnesses keep; `peaks` are the hashes (32 bytes each) from which
    the next head grows without reading old entries.
    """

    pk = models.CompositePrimaryKey("journal_id", "size")
    journal = models.ForeignKey(
        Journal, models.PROTECT, db_column="school_id", db_index=False, related_name="heads"
    )
    size = models.BigIntegerField()
    root = models.BinaryField()
    peaks = models.BinaryField()
    signed_at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    note = models.TextField()

    def __str__(self) -> str:
        return f"{self.journal_id} up to {self.size}"
