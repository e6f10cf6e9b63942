"""Letters without a sender, and what is written back and forth under a receipt.

A letter waits for the night, when it becomes a report; of its time only the day is known. No row
here tells an order: keys are random, on SQLite the tables have no row numbers (migration), and
the nightly run writes every row again, in shuffled order, in one transaction.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q

from schoolgate.concerns.models.reports import Report
from schoolgate.people.models import Person, School


def random_key() -> str:
    """Return 128 random bits as they are stored."""
    return secrets.token_hex(16)


class Letter(models.Model):
    """What somebody told without saying who they are, until the nightly run.

    `sealed` are the words under the letter's own key; `keys` is that key, wrapped for each role
    that is told (role → Base64).
    """

    key = models.CharField(primary_key=True, max_length=32, default=random_key)
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    on = models.DateField()
    sealed = models.BinaryField()
    keys = models.JSONField()

    def __str__(self) -> str:
        return "a letter in the letterbox"


class Conversation(models.Model):
    """What is written back and forth under one receipt, all of it sealed under one key.

    `mark` is the keyed hash of the receipt; `for_receipt` the key wrapped by it, `for_case` the key
    sealed under the case's once there is one. Until then the roles of the letter open it.
    """

    key = models.CharField(primary_key=True, max_length=32, default=random_key)
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    mark = models.BinaryField(max_length=32)
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="+")
    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="+")
    for_receipt = models.BinaryField()
    for_case = models.BinaryField(default=bytes)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("school", "mark"), name="receipt_given_once"),
            models.UniqueConstraint(fields=("school", "letter"), name="talk_of_letter_once"),
            models.UniqueConstraint(fields=("school", "report"), name="talk_of_report_once"),
            models.CheckConstraint(
                condition=Q(letter__isnull=False, report=None) | Q(letter=None,
                                                                   report__isnull=False),
                name="conversation_is_of_letter_or_report",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return "a conversation under a receipt"

    @property
    def token(self) -> str:
        """What binds `for_case` to this row (`keys.Opened`)."""
        return self.key


class Message(models.Model):
    """One message. `by` is who answered for the school, None for whoever holds the receipt.

    `sealed` holds the words and their number: nobody without the key knows which was first.
    `noted` says that the journal has it, `read` that the school has seen it.
    """

    key = models.CharField(primary_key=True, max_length=32, default=random_key)
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages")
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    sealed = models.BinaryField()
    noted = models.BooleanField(default=False)
    read = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"a message in {self.conversation}"
