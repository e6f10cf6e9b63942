"""What was shown and signed, declined, taught and chased: rows are added and never changed.

Triggers in the database hold that (migration 0002). Whether somebody has signed what is in force is
worked out when somebody looks (`rules.standing`); no row says so.
"""

from __future__ import annotations

from functools import cached_property

from django.db import models
from django.db.models import Q

from schoolgate.agreements.rules import texts
from schoolgate.agreements.rules.kinds import METHOD_WORDS, Method
from schoolgate.people.models import Person, School

LONGEST_MARK = 40_000
LONGEST_REASON = 2000


class SignedText(models.Model):
    """The text of one agreement as it was shown, once for each wording; `text` is canonical JSON.

    `first_at` is when it was first asked for or signed at this school.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    document = models.SlugField(max_length=60, db_index=False)
    title = models.CharField(max_length=200)
    hash = models.CharField(max_length=64)
    text = models.TextField()
    first_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("school", "hash"), name="signed_text_once"),
            models.CheckConstraint(condition=~Q(text=""), name="signed_text_says_something"),
        )

    def __str__(self) -> str:
        return self.title

    @cached_property
    def shown(self) -> texts.Text:
        """The text, with its statements and sections."""
        return texts.read(self.text)


class Lesson(models.Model):
    """A class was taught what its agreement means; before that no class can be marked signed."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    class_name = models.CharField(max_length=60)
    held_on = models.DateField()
    about = models.CharField(max_length=300)
    taught_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("-held_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "class_name", "held_on"),
                                    name="lesson_recorded_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"lesson on the agreement, {self.class_name}"


class Signature(models.Model):
    """Somebody signed a text, for themselves or for a pupil (`for_person`).

    `document` names the agreement, `version` and `pack_hash` the policy in force; `statements` are
    the keys that were confirmed, a space between. `mark` is what was drawn, as SVG path data;
    `how` says by which means the one who signed had proved who they are; `found` where the paper
    lies. `witness` held the tablet, took the class, or matched the paper.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    signer = models.ForeignKey(Person, models.PROTECT, related_name="signatures")
    for_person = models.ForeignKey(Person, models.PROTECT, related_name="signed_for")
    document = models.SlugField(max_length=60, db_index=False)
    text = models.ForeignKey(SignedText, models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=60)
    version = models.CharField(max_length=120)
    pack_hash = models.CharField(max_length=64)
    statements = models.CharField(max_length=200, blank=True)
    name_written = models.CharField(max_length=120, blank=True)
    method = models.SlugField(max_length=10, db_index=False)
    how = models.CharField(max_length=120, blank=True)
    mark = models.TextField(blank=True, max_length=LONGEST_MARK)
    found = models.CharField(max_length=120, blank=True)
    witness = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    lesson = models.ForeignKey(Lesson, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ("-signed_at", "-pk")
        constraints = (
            # the same text is signed once by each person for each
            models.UniqueConstraint(fields=("school", "signer", "for_person", "text"),
                                    name="signature_once"),
            models.CheckConstraint(condition=Q(method__in=[str(one) for one in Method]),
                                   name="signature_method_is_known"),
            models.CheckConstraint(
                condition=Q(method=str(Method.SCREEN)) | Q(witness__isnull=False) | ~Q(found=""),
                name="signature_off_screen_has_a_witness",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("school", "for_person", "document"), name="signature_for"),)

    def __str__(self) -> str:
        return f"{self.text.title}, signed by {self.signer}"

    @property
    def in_words(self) -> str:
        """How it was signed."""
        return METHOD_WORDS[self.method]

    @property
    def confirmed(self) -> list[str]:
        """The sentences that were confirmed."""
        keys = self.statements.split()
        return [one.text for one in self.text.shown.statements if one.key in keys]


class Refusal(models.Model):
    """Somebody declined to sign a text, and why. Signing it later counts."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    for_person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    document = models.SlugField(max_length=60, db_index=False)
    text = models.ForeignKey(SignedText, models.PROTECT, related_name="+")
    reason = models.TextField(max_length=LONGEST_REASON)
    declined_at = models.DateTimeField()

    class Meta:
        ordering = ("-declined_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "person", "for_person", "text"),
                                    name="refusal_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="refusal_has_a_reason"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.text.title}, declined by {self.person}"


class RefusalSeen(models.Model):
    """The headteacher has dealt with a refusal, and says how."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    refusal = models.OneToOneField(Refusal, models.PROTECT, related_name="seen")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.refusal}: {self.words}"


class Use(models.Model):
    """What an agreement opened to somebody: an own device, or a channel to write in.

    It changes once: when it ends.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    document = models.SlugField(max_length=60, db_index=False)
    thing = models.CharField(max_length=120)
    allowed_by = models.CharField(max_length=200)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("person__name", "thing")
        constraints = (
            models.UniqueConstraint(fields=("school", "person", "document", "thing"),
                                    condition=Q(until_at=None), name="use_open_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.thing} of {self.person}"


class AccountWish(models.Model):
    """Somebody whose account is to be opened as soon as what comes before it is signed."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("school", "person"), condition=Q(opened_at=None),
                                    name="account_wish_open_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"account of {self.person}"


class Chasing(models.Model):
    """After how many days somebody is reminded, and the headteacher told; the latest row counts."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    remind_days = models.PositiveSmallIntegerField()
    head_days = models.PositiveSmallIntegerField()
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("-set_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(head_days__gt=models.F("remind_days")),
                                   name="chasing_reminds_before_it_tells"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"reminder after {self.remind_days} days, headteacher after {self.head_days}"


class Chase(models.Model):
    """A reminder that was sent, or the headteacher told, once for each wait: person and text."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    for_person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    text = models.ForeignKey(SignedText, models.PROTECT, related_name="+")
    told_head = models.BooleanField()
    waits_since = models.DateTimeField()
    chased_at = models.DateTimeField()

    class Meta:
        ordering = ("-chased_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("school", "person", "for_person", "text", "told_head"),
                                    name="chase_once"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.text.title}, {'told the headteacher' if self.told_head else 'reminder'}"
