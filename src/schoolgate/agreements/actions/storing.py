"""One signature, stored once with its text and its entries in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.agreements.models import LONGEST_MARK, Signature, SignedText
from schoolgate.agreements.queries.standing import Line
from schoolgate.agreements.rules.texts import Text
from schoolgate.agreements.verbs import AgreementsVerb
from schoolgate.people.models import Person, School
from schoolgate.policies import library, queries
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

LONGEST_NAME: Final = 120


class UnableToSign(Exception):
    """It cannot be signed like this; nothing was written. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the one who signs gives: the text that was shown, what was confirmed, name and mark."""

    text_hash: str
    statements: tuple[str, ...] = ()
    name_written: str = ""
    mark: str = ""
    how: str = ""


def keep_text(text: Text, *, school: School, at: datetime) -> SignedText:
    """Return the stored form of a text; it is stored the first time."""
    kept = SignedText.objects.filter(school=school, hash=text.hash).first()
    if kept is not None:
        return kept
    made = SignedText(school=school, document=text.document, title=text.title, hash=text.hash,
                      text=text.canonical, first_at=at)  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # somebody else has just signed the same words
        return SignedText.objects.get(school=school, hash=text.hash)
    return made


def version_of(school: School, at: datetime) -> tuple[str, str]:
    """Return the policy in force, in words and as its hash. Raises PackError."""
    on = timezone.localdate(at)
    pack = library.of(school, on=on).pack
    version = queries.version_in_force(school=school, at=on)
    return (version.label if version is not None and version.label else pack.id), pack.hash


def store(signature: Signature, *, by: Person | System, at: datetime) -> Signature:
    """Store a signature with its entries. Raises UnableToSign where this text is signed already."""
    school, text = signature.school, signature.text
    if not signature.version:  # a form on paper brings its own
        signature.version, signature.pack_hash = version_of(school, at)
    signature.signed_at = at
    try:
        with transaction.atomic():
            signature.save(force_insert=True)
    except IntegrityError:
        raise UnableToSign(f"{signature.signer} has signed this already. Look again.") from None
    whom = signature.for_person
    body = {
        "title": text.title, "signer": str(signature.signer), "text": text.hash,
        "for": str(whom) if whom.pk != signature.signer_id else "",
        "method": signature.in_words, "version": signature.version,
        "confirmed": signature.statements.split(),
    }  # fmt: skip
    with journal.one_act():
        journal.write(school=school, by=by, at=at, verb=AgreementsVerb.AGREEMENT_SIGNED,
                      object=signature, body=body)  # fmt: skip
        if "read" in signature.statements.split():
            journal.write(school=school, by=by, at=at, verb=AgreementsVerb.POLICY_READ,
                          object=signature, body={"person": str(signature.signer)})  # fmt: skip
    return signature


def refuse_text(line: Line, given: Given) -> None:
    """Raise UnableToSign unless the text in force was shown, says that use is watched, and every
    statement of it was confirmed."""
    if given.text_hash != line.text.hash:
        raise UnableToSign(
            "The policy has changed while you read. Read what it says now, and sign."
        )
    if line.document.about_use and not line.text.says_monitored:
        raise UnableToSign(
            "This agreement does not say that use is monitored, so it cannot be signed. "
            "Tell the headteacher: the policy needs a clause on it."
        )
    left = [one.text for one in line.text.statements if one.key not in given.statements]
    if left:
        raise UnableToSign(f"Confirm this first: {left[0]}")


def name_of(given: Given) -> str:
    """Return the name that was written, in one line. Raises UnableToSign where there is none."""
    name = " ".join(given.name_written.split())[:LONGEST_NAME]
    if not name:
        raise UnableToSign("Write your full name.")
    return name


def mark_of(given: Given) -> str:
    """Return what was drawn. Raises UnableToSign for anything but the path of a pen."""
    if len(given.mark) > LONGEST_MARK:
        raise UnableToSign("That drawing is too long. Clear it and sign again.")
    if set(given.mark) - set("ML0123456789 "):
        raise UnableToSign("That is no drawing of ours. Clear it and sign again.")
    return given.mark.strip()
