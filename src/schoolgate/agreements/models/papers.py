"""Signing on paper: forms that were printed, pages that came back, and the scans that are kept.

What a page that came back is (whose form, used already, unknown) is worked out when somebody looks
(`queries.papers`); no row says so. A `SignedScan` is never changed (migration 0004).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from schoolgate.agreements.models.signed import Signature, SignedText
from schoolgate.agreements.rules import forms
from schoolgate.people.models import Person, School


class FormRun(models.Model):
    """Forms asked for together and printed in parts; `whose` says for whom, in words."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    whose = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"agreement forms for {self.whose}"


class FormPart(models.Model):
    """One file of a run, and its PDF once it is made: once, whichever worker makes it."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    run = models.ForeignKey(FormRun, models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    count = models.PositiveSmallIntegerField()
    pdf = models.BinaryField(null=True)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("school", "run", "number"), name="form_part_once"),
            models.CheckConstraint(condition=Q(pdf=None, made_at=None)
                                   | Q(pdf__isnull=False, made_at__isnull=False),
                                   name="form_part_whole"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"file {self.number} of {self.run}"


class PaperForm(models.Model):
    """One form: which words, for whom, under which policy. `number` is in its code, by chance."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    part = models.ForeignKey(FormPart, models.PROTECT, related_name="forms")
    number = models.CharField(max_length=forms.LENGTH)
    text = models.ForeignKey(SignedText, models.PROTECT, related_name="+")
    text_hash = models.CharField(max_length=64)
    for_person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.CharField(max_length=120)
    pack_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("school", "number"), name="paper_form_number_once"),
        )

    def __str__(self) -> str:
        return f"form {forms.spaced(self.number)} of {self.for_person}"

    @property
    def code(self) -> str:
        """What the code on it says: the school and the number, nothing personal."""
        return forms.code(self.school.slug, self.number)


class Scan(models.Model):
    """A file that was sent. Its bytes go once its pages are read; `trouble` says why none were."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    data = models.BinaryField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(read_at=None) ^ Q(data=None), name="scan_read_whole"
            ),
        )

    def __str__(self) -> str:
        return f"scan {self.pk}, {self.name}"


class ScanPage(models.Model):
    """One page of a scan: what its code says (`said`, empty for none) and its picture, as JPEG.

    Settled, it was taken as signed or set aside. The picture of a page that was signed moves to its
    `SignedScan`; that of one set aside is kept for a month.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    scan = models.ForeignKey(Scan, models.PROTECT, related_name="pages")
    place = models.PositiveSmallIntegerField()
    said = models.CharField(max_length=200, blank=True)
    picture = models.BinaryField(null=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("scan", "place")
        constraints = (
            models.UniqueConstraint(fields=("school", "scan", "place"), name="scan_page_once"),
            models.CheckConstraint(condition=Q(settled_at=None, settled="", picture__isnull=False)
                                   | (Q(settled_at__isnull=False) & ~Q(settled="")),
                                   name="scan_page_open_has_a_picture"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"page {self.place} of {self.scan}"


class SignedScan(models.Model):
    """The page that somebody signed, kept with the signature; each form is taken in once."""

    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    signature = models.OneToOneField(Signature, models.PROTECT, related_name="scan")
    form = models.OneToOneField(PaperForm, models.PROTECT, related_name="came_back")
    picture = models.BinaryField()

    def __str__(self) -> str:
        return f"the scan of {self.signature}"
