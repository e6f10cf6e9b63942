"""Signing: oneself, for a pupil, on a tablet that goes round, on paper; and declining."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.agreements import permissions, queries
from schoolgate.agreements.actions.opening import open_what_waited
from schoolgate.agreements.actions.storing import (
    Given,
    UnableToSign,
    keep_text,
    mark_of,
    name_of,
    refuse_text,
    store,
)
from schoolgate.agreements.models import LONGEST_REASON, Refusal, RefusalSeen, Signature, SignedText
from schoolgate.agreements.queries.standing import Line
from schoolgate.agreements.rules.kinds import PUPILS, Method
from schoolgate.agreements.rules.standing import State
from schoolgate.agreements.verbs import AgreementsVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System


@transaction.atomic
def sign(*, document: str, for_: Person, given: Given, by: Person, at: datetime) -> Signature:
    """Sign an agreement: one's own, or a parent for a pupil. Raises UnableToSign, PackError."""
    line = _line(document, for_, by, at)
    refuse_text(line, given)
    _refuse_untrained(line, by, at)
    made = _signature(line, by, given, Method.SCREEN, at)
    made.name_written, made.how = name_of(given), given.how
    return _stored(made, by=by, at=at)


@transaction.atomic
def sign_in_meeting(
    *, document: str, person: Person, given: Given, by: Person, at: datetime
) -> Signature:
    """Take the signature of somebody to whom a tablet is handed: drawn, or the name typed.

    `by` holds the tablet and is the witness; nobody is their own. Raises NotAllowed, UnableToSign.
    """
    require(by, Capability.MEETING_HOLD, person.school_id, at)
    if by == person:
        raise UnableToSign("You hold the tablet. Sign your own agreement on your own page.")
    line = _line(document, person, person, at)
    refuse_text(line, given)
    _refuse_untrained(line, person, at)
    mark = mark_of(given)
    made = _signature(line, person, given, Method.DRAWN if mark else Method.TYPED, at)
    made.name_written, made.mark, made.witness = name_of(given), mark, by
    return _stored(made, by=by, at=at)


@transaction.atomic
def sign_on_paper(  # noqa: PLR0913 who, for whom, what, where, and by whom
    *, person: Person, for_: Person, text: SignedText, found: str, by: Person | System,
    at: datetime, printed: tuple[str, str] = ("", ""),
) -> Signature:  # fmt: skip
    """Record a signature on paper, found on a printed form that carries this very text.

    `found` says where the paper lies or which scan it is. Older wording counts as what it is;
    `printed` are the policy in force when the form was printed and its hash.
    Raises NotAllowed, UnableToSign.
    """
    require(by, Capability.PAPER_RECORD, person.school_id, at)
    where = " ".join(found.split())[:120]
    if not where:
        raise UnableToSign("Say where the paper is kept, or which scan it is.")
    if text.school_id != person.school_id or for_.school_id != person.school_id:
        raise UnableToSign("That form belongs to another school.")
    line = _line(text.document, for_, person, at)
    _refuse_untrained(line, person, at)
    shown = text.shown
    made = Signature(
        school=person.school, signer=person, for_person=for_, document=text.document, text=text,
        role=person.role, statements=" ".join(one.key for one in shown.statements),
        name_written=person.name, method=Method.PAPER, found=where,
        witness=by if isinstance(by, Person) else None, version=printed[0], pack_hash=printed[1],
    )  # fmt: skip
    return _stored(made, by=by, at=at)


@transaction.atomic
def decline(*, document: str, for_: Person, reason: str, by: Person, at: datetime) -> Refusal:
    """Say that one will not sign, and why; the headteacher reads it. Raises UnableToSign."""
    line = _line(document, for_, by, at)
    said = reason.strip()
    if len(said) < 3:
        raise UnableToSign("Say why, in a few words. The headteacher reads it.")
    if len(said) > LONGEST_REASON:
        raise UnableToSign(f"Write at most {LONGEST_REASON} characters.")
    if line.state is State.SIGNED:
        raise UnableToSign("You have signed this already. Talk to the headteacher.")
    kept = keep_text(line.text, school=for_.school, at=at)
    made = Refusal(school=for_.school, person=by, for_person=for_, document=line.document.key,
                   text=kept, reason=said, declined_at=at)  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise UnableToSign("You have declined this already. The headteacher knows.") from None
    journal.write(school=for_.school, by=by, at=at, verb=AgreementsVerb.AGREEMENT_DECLINED,
                  object=made, clause=line.document.clause, body={"reason": said})  # fmt: skip
    return made


@transaction.atomic
def see_refusal(*, refusal: Refusal, words: str, by: Person, at: datetime) -> RefusalSeen:
    """Say what was done about a refusal; it leaves the Do list. Raises NotAllowed, UnableToSign."""
    seen = permissions.refusals_visible_to(by, on=timezone.localdate(at))
    if not seen.filter(pk=refusal.pk).exists():
        require(by, Capability.REFUSAL_SEE, refusal.school_id, at)
        raise UnableToSign("Your own refusal is for the chair of governors.")
    line = " ".join(words.split())[:300]
    if len(line) < 3:
        raise UnableToSign("Say what you did, in a few words.")
    made = RefusalSeen(school=refusal.school, refusal=refusal, by=by, words=line, seen_at=at)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise UnableToSign("Somebody has dealt with this already. Look again.") from None
    journal.write(school=refusal.school, by=by, at=at, verb=AgreementsVerb.REFUSAL_SEEN,
                  object=refusal, body={"words": line})  # fmt: skip
    return made


@transaction.atomic
def note_view(*, signature: Signature, by: Person, at: datetime) -> None:
    """Write down that somebody looked at another person's signed copy."""
    whose = {signature.signer_id, signature.for_person_id}
    if by.pk not in whose:
        journal.write(school=signature.school, by=by, at=at, object=signature,
                      verb=AgreementsVerb.COPY_VIEWED)  # fmt: skip


def _line(document: str, for_: Person, signer: Person, at: datetime) -> Line:
    """Return the agreement of a person that this signer may sign. Raises UnableToSign."""
    line = queries.line(for_.school, for_, document, at=at)
    if line is None or signer.school_id != for_.school_id:
        raise UnableToSign(f"The policy asks no such agreement of {for_}. Go back to the list.")
    if signer.pk in line.signers:
        return line
    if line.document.by_parent:
        raise UnableToSign(f"Only a parent or carer who is linked to {for_} signs this. "
                           "Ask the school office to link you.")  # fmt: skip
    if line.document.group in PUPILS:
        raise UnableToSign(f"{for_} signs this in their own name.")
    raise UnableToSign("Everybody signs in their own name.")


def _refuse_untrained(line: Line, signer: Person, at: datetime) -> None:
    if line.document.needs_training and not queries.is_trained(signer, at):
        raise UnableToSign(f"Training comes first, and none is recorded for {signer}. Ask the "
                           "e-safety coordinator when the next training is.")  # fmt: skip


def _signature(
    line: Line, signer: Person, given: Given, method: Method, at: datetime
) -> Signature:  # fmt: skip
    school = line.person.school
    keys = [one.key for one in line.text.statements if one.key in given.statements]
    return Signature(
        school=school, signer=signer, for_person=line.person, document=line.document.key,
        text=keep_text(line.text, school=school, at=at), role=signer.role,
        statements=" ".join(keys), method=method,
    )  # fmt: skip


def _stored(made: Signature, *, by: Person | System, at: datetime) -> Signature:
    with journal.one_act():
        store(made, by=by, at=at)
        open_what_waited(made.for_person, at=at)
    return made
