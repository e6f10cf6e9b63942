"""Scans taken in: sent, read, looked at, and each page taken as signed or set aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import task

from schoolgate.agreements import queries
from schoolgate.agreements.actions.signing import sign_on_paper
from schoolgate.agreements.actions.storing import UnableToSign
from schoolgate.agreements.models import PaperForm, Scan, ScanPage, Signature, SignedScan
from schoolgate.agreements.queries import Back
from schoolgate.agreements.rules import forms
from schoolgate.agreements.verbs import AgreementsVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System
from schoolgate.records.tenancy import acting_for
from schoolgate.web.paper import scans
from schoolgate.web.paper.scans import UnableToRead

READER: Final = System("scan-reader", "The reader of scans")
KEPT_PICTURES: Final = timedelta(days=30)  # the picture of a page that was set aside
_MOST_FILES: Final = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent."""

    name: str
    data: bytes


@transaction.atomic
def send_scans(*, files: Iterable[Sent], by: Person, at: datetime) -> tuple[list[Scan], list[str]]:
    """Keep files until they are read; return them, and one sentence for each that is refused.

    A job reads them. Raises NotAllowed, UnableToSign.
    """
    require(by, Capability.PAPER_RECORD, by.school_id, at)
    every, kept, refused = list(files), [], []
    if len(every) > _MOST_FILES:
        raise UnableToSign(f"These are {len(every)} files. Send at most {_MOST_FILES} at a time.")
    with journal.one_act():
        for one in every:
            name = _name(one.name)
            try:
                scans.refuse(one.data)
            except UnableToRead as error:
                refused.append(f"{name}: {error}")
            else:
                kept.append(_keep(name, one.data, by, at))
    return kept, refused


def _name(sent: str) -> str:
    plain = "".join(one for one in PurePath(sent).name if one.isprintable())
    return plain[-120:] or "scan"


def _keep(name: str, data: bytes, by: Person, at: datetime) -> Scan:
    made = Scan.objects.create(school=by.school, by=by, name=name, data=data, sent_at=at)
    journal.write(school=by.school, by=by, at=at, verb=AgreementsVerb.SCAN_SENT, object=made)
    read_one.enqueue(made.pk)
    return made


@task
def read_one(scan: int) -> None:
    """Read the pages of a scan."""
    found = Scan.objects.filter(pk=scan, read_at=None).select_related("school").first()
    if found is not None:
        with acting_for(found.school_id):
            read_scan(scan=found, at=timezone.now())


def read_scan(*, scan: Scan, at: datetime) -> bool:
    """Read a scan, or keep the sentence why not; False when another worker has read it."""
    trouble, pages = "", []
    try:
        pages = scans.pages(bytes(scan.data or b""))
    except UnableToRead as error:
        trouble = str(error)
    with transaction.atomic():
        unread = Scan.objects.filter(pk=scan.pk, read_at=None)
        if unread.update(read_at=at, data=None, trouble=trouble) != 1:
            return False
        ScanPage.objects.bulk_create(
            ScanPage(school=scan.school, scan=scan, place=place, said=page.said,
                     picture=page.picture)
            for place, page in enumerate(pages, start=1)
        )  # fmt: skip
        journal.write(school=scan.school, by=READER, at=at, verb=AgreementsVerb.SCAN_READ,
                      object=scan, body={"pages": len(pages), "trouble": trouble})  # fmt: skip
    return True


@transaction.atomic
def take_in(
    *, scan: Scan, chosen: Mapping[int, int], by: Person, at: datetime
) -> tuple[list[Signature], list[str]]:  # fmt: skip
    """Take pages as signed: each page's key to the key of whoever signed it.

    Return the signatures, and one sentence for each page that was not taken: it stays open.
    Raises NotAllowed.
    """
    require(by, Capability.PAPER_RECORD, scan.school_id, at)
    made, left = [], []
    with journal.one_act():
        for back in queries.came_back(scan=scan, at=at):
            if back.page.pk not in chosen:
                continue
            try:
                with transaction.atomic():
                    made.append(_take(back, chosen[back.page.pk], by, at))
            except UnableToSign as error:
                left.append(f"Page {back.page.place}: {error}")
    return made, left


def _take(back: Back, signer: int, by: Person, at: datetime) -> Signature:
    form, page = back.form, back.page
    if form is None or not back.is_ready:
        raise UnableToSign(back.words)
    if signer not in dict(back.signers):
        raise UnableToSign("Choose who signed it.")
    who = Person.objects.select_related("school").get(pk=signer)
    made = sign_on_paper(person=who, for_=form.for_person, text=form.text, found=str(page), by=by,
                         at=at, printed=(form.version, form.pack_hash))  # fmt: skip
    picture = ScanPage.objects.values_list("picture", flat=True).get(pk=page.pk)
    _settle(page, f"Signed: {form.for_person}", at, picture=None)
    try:
        with transaction.atomic():
            SignedScan.objects.create(school=made.school, signature=made, form=form,
                                      picture=picture)  # fmt: skip
    except IntegrityError:
        raise UnableToSign(forms.WORDS[forms.Is.USED]) from None
    return made


def _settle(page: ScanPage, how: str, at: datetime, **more: None) -> None:
    left = ScanPage.objects.filter(pk=page.pk, settled_at=None)
    if left.update(settled_at=at, settled=how[:300], **more) != 1:
        raise UnableToSign("Somebody has just dealt with this page. Look again.")


@transaction.atomic
def set_aside(*, page: ScanPage, by: Person, at: datetime) -> None:
    """Say that a page is no signature to take. Raises NotAllowed, UnableToSign."""
    require(by, Capability.PAPER_RECORD, page.school_id, at)
    _settle(page, "Set aside", at)
    journal.write(school=page.school, by=by, at=at, verb=AgreementsVerb.PAGE_SET_ASIDE, object=page)


@transaction.atomic
def name_form(*, page: ScanPage, number: str, by: Person, at: datetime) -> PaperForm:
    """Say by its printed number which form a page is, where no code can be read.

    Raises NotAllowed, UnableToSign.
    """
    require(by, Capability.PAPER_RECORD, page.school_id, at)
    form = PaperForm.objects.filter(school=page.school, number=forms.typed(number)).first()
    if form is None:
        raise UnableToSign("No form with this number was printed here. It has 16 letters and "
                           "digits and stands below the code.")  # fmt: skip
    if ScanPage.objects.filter(pk=page.pk, settled_at=None).update(said=form.code) != 1:
        raise UnableToSign("Somebody has just dealt with this page. Look again.")
    journal.write(school=page.school, by=by, at=at, verb=AgreementsVerb.PAGE_NAMED, object=page,
                  body={"form": str(form)})  # fmt: skip
    return form


@transaction.atomic
def note_scan_view(*, scan: Scan, by: Person, at: datetime) -> None:
    """Write down that somebody looked at the pages of a scan: names and signatures."""
    journal.write(school=scan.school, by=by, at=at, verb=AgreementsVerb.SCAN_VIEWED, object=scan)


def forget_pictures(*, at: datetime) -> int:
    """Delete the pictures of pages that were set aside a month ago; return how many."""
    old = ScanPage.objects.filter(settled_at__lte=at - KEPT_PICTURES).exclude(picture=None)
    return old.update(picture=None)
