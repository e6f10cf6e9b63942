"""Folders, what lies in them, and who handled it. No name and no word is here in clear.

Items and custody rows are never changed: triggers hold that (migration 0002).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.evidence import rules, storing
from schoolgate.evidence.rules import Form, Handled, Kind
from schoolgate.people.models import Person, School

CLEAN: Final = "clean"
NOT_SCANNED: Final = "not-scanned"


class Folder(models.Model):
    """`keeper` is by what the room above finds it, such as `concerns:case:7`."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    uuid = models.UUIDField(default=uuid4, editable=False)
    keeper = models.CharField(max_length=120)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("school", "keeper"), name="evidence_folder_once"),
            models.CheckConstraint(condition=Q(keeper__contains=":"), name="folder_has_a_keeper"),
        )

    def __str__(self) -> str:
        return f"folder {self.pk}"


class FolderKey(models.Model):
    """The folder's key as one holder has it (`sealing.wrap`). Without the row they open nothing."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    folder = models.ForeignKey(Folder, models.CASCADE, related_name="keys")
    holder = models.CharField(max_length=120)
    wrapped = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("school", "folder", "holder"), name="holder_once"),
        )

    def __str__(self) -> str:
        return f"a key of {self.folder_id}"


class Sealed(models.Model):
    """A file of the vault: its place, what it is, and its key, sealed under that of the folder."""

    uuid = models.UUIDField(editable=False)
    kind = models.SlugField(max_length=10, db_index=False)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.BinaryField()

    class Meta:
        abstract = True


class Item(Sealed):
    """What was put into a folder, as it came. `sha256` is that of the original, taken while it came
    in. `captured_at` is when it was taken outside, None where nobody knows; of `is_day_only` the
    time of day is not known. `name` and `source` (JSON: words, address of a captured page) are
    sealed under the folder's key.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    folder = models.ForeignKey(Folder, models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    name = models.BinaryField()
    source = models.BinaryField()
    is_page = models.BooleanField(default=False)
    scan = models.SlugField(max_length=12, db_index=False)
    captured_at = models.DateTimeField(null=True, blank=True)
    is_day_only = models.BooleanField(default=False)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("school", "folder", "number"), name="item_number_once"),
            models.UniqueConstraint(fields=("school", "folder", "sha256"), name="item_kept_once"),
            models.CheckConstraint(condition=Q(kind__in=[*Kind]), name="item_kind_is_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="item_is_not_empty"),
            models.CheckConstraint(condition=Q(scan__in=[CLEAN, NOT_SCANNED]), name="item_scan"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"item {self.number} of folder {self.folder_id}"

    @property
    def file_name(self) -> str:
        """The name under which it leaves the vault."""
        return rules.safe_name(self.number, Kind(self.kind))

    @property
    def taken(self) -> str:
        """When it was taken, as far as it is known; "" when it is not."""
        if self.captured_at is None:
            return ""
        form = "j F Y" if self.is_day_only else "j F Y, H:i"
        return date_format(timezone.localtime(self.captured_at), form)

    @property
    def size_in_words(self) -> str:
        """Its size as people read it."""
        return rules.size_in_words(self.size)


class Copy(Sealed):
    """The copy of an item without metadata, which is what is shown, printed and published."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    item = models.OneToOneField(Item, models.PROTECT, related_name="copy")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=[*Kind]), name="copy_kind_is_known"),
        )

    def __str__(self) -> str:
        return f"the copy of {self.item}"


class Bundle(models.Model):
    """Items put together for somebody outside. `wrapped` is the folder's key as the job that makes
    it has it, gone when it is made; `names` (not to be told), `words` (for whom, what for) and the
    key of the file are sealed under the folder's. From `gone_at` on its file is no more.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    folder = models.ForeignKey(Folder, models.PROTECT, related_name="bundles")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ticket = models.UUIDField(default=uuid4, editable=False)
    form = models.SlugField(max_length=10, db_index=False)
    items = models.TextField()
    names = models.BinaryField()
    words = models.BinaryField()
    wrapped = models.BinaryField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    trouble = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    uuid = models.UUIDField(null=True)
    file_key = models.BinaryField(null=True)
    gone_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(form__in=[*Form]), name="bundle_form_is_known"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="bundle_no_more_done"),
            models.CheckConstraint(
                condition=Q(made_at=None, uuid=None, sha256="")
                | Q(made_at__isnull=False, uuid__isnull=False, wrapped=None) & ~Q(sha256=""),
                name="bundle_whole",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"bundle {self.pk}"

    @property
    def ids(self) -> list[int]:
        """The items that go into it."""
        return [int(one) for one in self.items.split()]

    @property
    def is_going(self) -> bool:
        """Whether it is still being made."""
        return self.made_at is None and not self.trouble


class Custody(models.Model):
    """One line of an item's custody sheet. `by` is None for the machine."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="custody")
    what = models.SlugField(max_length=12, db_index=False)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    bundle = models.ForeignKey(Bundle, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(what__in=[*Handled]), name="custody_is_known"),
            models.CheckConstraint(
                condition=Q(bundle=None) | Q(what=Handled.EXPORTED), name="custody_bundle_exported"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.what}"

    @property
    def says(self) -> str:
        """What was done, in words."""
        return rules.SAYS[Handled(self.what)]


def where(folder: Folder, one: Sealed) -> Path:
    """Return where a file of a folder lies."""
    return storing.place(folder.school_id, folder.uuid, one.uuid)
