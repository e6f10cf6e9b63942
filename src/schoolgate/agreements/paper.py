"""On paper: forms to sign, and signed copies: who signed what, when and how, and the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime

from schoolgate.agreements.models import PaperForm, Signature
from schoolgate.agreements.rules import forms as numbers
from schoolgate.agreements.rules.texts import Section, Text
from schoolgate.notices.paper import head
from schoolgate.people.models import School
from schoolgate.web.paper.sheets import (
    Head,
    Heading,
    Lines,
    NewPage,
    Picture,
    Piece,
    Sheet,
    Table,
    Ticks,
    Words,
    pdf,
)

_HOW: Final = (
    "Read the text on the pages that follow. Tick every box, sign, and give **this page** back to "
    "the school office. Keep the others.\n\nIf you do not want to sign, talk to the headteacher."
)
WIDTH, HEIGHT = 600, 200  # the pad on which somebody draws, in its own units


def drawing(mark: str) -> str:
    """Return what was drawn as SVG: our own path data, black on nothing."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path d="{mark}" fill="none" stroke="#0b0c0c" stroke-width="3" stroke-linecap="round" '
        'stroke-linejoin="round"/></svg>'
    )


def signed_copy(signature: Signature) -> bytes:
    """Return the signed copy as tagged PDF. Raises web.paper.making.UnableToPrint."""
    text = signature.text
    sheet = Sheet(
        text.title, tuple(_pieces(signature)), to=(str(signature.signer),),
        date=date_format(localtime(signature.signed_at), "j F Y"),
    )  # fmt: skip
    return pdf(title=f"{text.title}, signed by {signature.signer}",
               head=Head(str(signature.school)), sheets=[sheet])  # fmt: skip


def _pieces(signature: Signature) -> Iterator[Piece]:
    yield Heading("Signature")
    yield Table(("What", "As it was given"), tuple(_facts(signature)))
    if signature.mark:
        yield Picture(drawing(signature.mark), f"Signature of {signature.signer}, drawn by hand")
    yield Heading("What was confirmed")
    yield Words("\n".join(f"- {one}" for one in signature.confirmed))
    yield Heading("The text that was signed")
    yield from _sections(signature.text.shown)


def forms(school: School, every: Sequence[PaperForm]) -> bytes:
    """Return forms to sign as one tagged PDF, each on pages of its own with its code on the first.

    Raises web.paper.making.UnableToPrint.
    """
    return pdf(title=f"Agreement forms, {school}", head=head(school),
               sheets=[_form(one) for one in every])  # fmt: skip


def _form(form: PaperForm) -> Sheet:
    text, whom = form.text.shown, form.for_person
    pieces = (
        Words(_HOW), Heading("What I confirm"), Ticks(tuple(one.text for one in text.statements)),
        Lines(), NewPage(), Heading("The text that is signed"), *_sections(text),
    )  # fmt: skip
    to = tuple(filter(None, (str(whom), f"Class {whom.class_name}" if whom.class_name else "")))
    return Sheet(text.title, pieces, to=to, code=form.code, number=numbers.spaced(form.number),
                 code_says=f"Code of this form, number {numbers.spaced(form.number)}")  # fmt: skip


def _sections(text: Text) -> Iterator[Piece]:
    for section in text.sections:
        yield Heading(_title(section))
        yield Words(section.body)


def _title(section: Section) -> str:
    return f"{section.ref} {section.title}".strip() or "Clause"


def _facts(signature: Signature) -> Iterator[tuple[str, str]]:
    yield "Signed by", f"{signature.signer}, who wrote: {signature.name_written}"
    if signature.for_person_id != signature.signer_id:
        yield "For", str(signature.for_person)
    yield "When", date_format(localtime(signature.signed_at), "j F Y, H:i")
    yield "How", ", ".join(filter(None, (signature.in_words, signature.how, signature.found)))
    if signature.witness is not None:
        yield "Witness", str(signature.witness)
    yield "Version of the policy", signature.version
    yield "Fingerprint of the text", signature.text.hash[:32]
