"""A version goes on: consulted, opened again, approved and signed, in force, withdrawn, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from schoolgate.people import permissions as people
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.policies import judging, library, queries
from schoolgate.policies.actions.storing import UnableToMove, store_effective
from schoolgate.policies.language.mistakes import Mistake
from schoolgate.policies.models import Consultation, Revision, SignOff, Version
from schoolgate.policies.models.versions import MAIN
from schoolgate.policies.rules import life
from schoolgate.policies.rules.life import WAYS, Move
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records import actions as journal


@dataclass(frozen=True, slots=True)
class Signature:
    """What a governor signs with: the body that approved, its minute and day, and how the signer
    has just proved who they are (`password`, `passkey` …)."""

    committee: str
    minute: str
    on: date
    method: str


@transaction.atomic
def close_consultation(*, version: Version, by: Person, at: datetime) -> Version:
    """Say that everybody was consulted; from now on the text stands still until it is approved.

    Raises NotAllowed, UnableToMove.
    """
    on = _may(by, version, Capability.POLICY_DRAFT, at)
    if not version.hash or _mistakes(version, on):
        raise UnableToMove("The text has mistakes. Mend them before you close the consultation.")
    if not Consultation.objects.filter(version=version).exists():
        raise UnableToMove("Write down first who was consulted, on which day and how.")
    _move(version, Move.CONSULT)
    groups = Consultation.objects.filter(version=version).values_list("group", flat=True)
    body = {"not consulted": ", ".join(life.not_consulted(groups))}
    return _written(version, PoliciesVerb.CONSULTATION_CLOSED, by, at, body)


@transaction.atomic
def reopen(*, version: Version, reason: str, by: Person, at: datetime) -> Version:
    """Take a consulted version back to be written on. Raises NotAllowed, UnableToMove."""
    _may(by, version, Capability.POLICY_DRAFT, at)
    _need_reason(reason)
    _move(version, Move.REOPEN)
    return _written(version, PoliciesVerb.VERSION_REOPENED, by, at, {"reason": reason.strip()})


@transaction.atomic
def withdraw(*, version: Version, reason: str, by: Person, at: datetime) -> Version:
    """Give up a version that is not in force. Raises NotAllowed, UnableToMove."""
    _may(by, version, Capability.POLICY_DRAFT, at)
    _need_reason(reason)
    _move(version, Move.WITHDRAW)
    return _written(version, PoliciesVerb.VERSION_WITHDRAWN, by, at, {"reason": reason.strip()})


@transaction.atomic
def approve(
    *, version: Version, signature: Signature, text_hash: str, by: Person, at: datetime
) -> SignOff:
    """Approve a consulted version in the name of the body that its header names, and sign.

    `text_hash` is that of the text which the signer was shown. Raises NotAllowed, UnableToMove.
    """
    on = _may(by, version, Capability.POLICY_APPROVE, at)
    role = _signing_role(version, by, on)
    _need_whole(signature, on)
    if by.pk in {version.made_by_id, version.changed_by_id}:
        raise UnableToMove("You wrote this version. Another governor approves it.")
    if text_hash != version.text_hash:
        raise UnableToMove("The text has changed since it was shown to you. Read it again.")
    if blocks := judging.blocks_approval(version, on=on):
        raise UnableToMove(f"Something is in the way: {blocks[0].text}")
    pack = judging.loaded_version(version, on=on).pack
    _move(version, Move.APPROVE, hash=pack.hash, pack=pack.id[:80])
    signed = SignOff.objects.create(
        school=version.school, version=version, committee=signature.committee.strip(),
        minute=signature.minute.strip(), on=signature.on, by=by, name=by.name, role=role,
        method=signature.method, text_hash=version.text_hash, hash=pack.hash, signed_at=at,
    )  # fmt: skip
    body = {"committee": signed.committee, "minute": signed.minute, "on": signed.on.isoformat(),
            "role": role, "method": signed.method, "texts": signed.text_hash,
            "hash": signed.hash, "issue": version.issue_id or "",
            "standards": _standards()}  # fmt: skip
    _written(version, PoliciesVerb.REVIEW_APPROVED, by, at, body)
    return signed


@transaction.atomic
def publish(*, version: Version, from_on: date, by: Person, at: datetime) -> Version:
    """Put an approved version in force from a day. The one before it is replaced on that day.

    Raises NotAllowed, UnableToMove.
    """
    on = _may(by, version, Capability.POLICY_DRAFT, at)
    if from_on < on:
        raise UnableToMove("A policy cannot come into force in the past. Choose today or later.")
    if not Revision.objects.filter(version=version).exists():
        raise UnableToMove("Write into the revision record first what has changed.")
    others = Version.objects.filter(school=version.school, document=version.document)
    if others.filter(from_on=from_on, number__gt=version.number).exists():
        raise UnableToMove("A newer version is in force from that very day. Choose another.")
    _move(version, Move.PUBLISH, from_on=from_on)
    store_effective(version, from_on, at)
    body = {"from": from_on.isoformat(), "texts": version.text_hash, "hash": version.hash}
    return _written(version, PoliciesVerb.POLICY_PUBLISHED, by, at, body)


@transaction.atomic
def end_document(
    *, school: School, document: str, until_on: date, because: str, by: Person, at: datetime
) -> Version:
    """End a child document: from that day its rules hold no more. Raises NotAllowed, UnableToMove.

    The main policy never just ends; a new version replaces it.
    """
    on = timezone.localdate(at)
    version = queries.version_in_force(school=school, document=document, at=on)
    if document == MAIN or version is None:
        raise UnableToMove("There is no such document in force beside the main policy.")
    _may(by, version, Capability.POLICY_DRAFT, at)
    _need_reason(because)
    if until_on < on:
        raise UnableToMove("It cannot end in the past. Choose today or later.")
    ended = Version.objects.filter(pk=version.pk, until_on=None).update(until_on=until_on)
    if ended != 1:
        raise UnableToMove("It has an end already.")
    body = {"until": until_on.isoformat(), "because": because.strip()}
    return _written(version, PoliciesVerb.VERSION_ENDED, by, at, body)


def _standards() -> str:
    """Return which standards on file the version was judged against, with their hashes."""
    read, _ = library.standards()
    return ", ".join(f"{one.id} {one.hash[:12]}" for one in read)


def _mistakes(version: Version, on: date) -> tuple[Mistake, ...]:
    return judging.check(
        version.school, version.document, version.files, on=on, issue=version.issue_id
    ).mistakes


def _may(by: Person, version: Version, capability: Capability, at: datetime) -> date:
    on = timezone.localdate(at)
    if not people.may(by, capability, school=version.school_id, on=on):
        who = {Capability.POLICY_APPROVE: "Governors approve the policy."}
        raise NotAllowed(
            who.get(capability, "The headteacher and the e-safety coordinator do this.")
        )
    return on


def _signing_role(version: Version, by: Person, on: date) -> str:
    """Return the role in which somebody may sign for the body that the header names."""
    approver = judging.header(version).approver
    held = people.roles_of(by, on=on) | {by.kind}
    fit = sorted(held & life.signing_roles(approver))
    if not fit:
        raise NotAllowed(f"The header says that {approver} approves it. Ask them to sign.")
    return fit[0]


def _need_whole(signature: Signature, on: date) -> None:
    if not signature.committee.strip() or not signature.minute.strip():
        raise UnableToMove("Give the committee and the number of its minute.")
    if signature.on > on:
        raise UnableToMove("The meeting cannot be in the future. Give the day on which it was.")
    if not signature.method:
        raise UnableToMove("Prove who you are with your password or passkey, then sign.")


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise UnableToMove("Say why. It is kept with the version.")


def _move(version: Version, move: Move, **values: object) -> None:
    """Take a version from the stage in which it was read to the next, if nobody was faster."""
    way = WAYS[move]
    held = Version.objects.filter(
        Q(from_on=None), pk=version.pk, stage__in=[*way.of], edition=version.edition,
        text_hash=version.text_hash,
    )  # fmt: skip
    if held.update(stage=way.to, **values) != 1:
        raise UnableToMove("This version has moved on, or was edited. Look at it again.")
    version.refresh_from_db()


def _written(
    version: Version, verb: PoliciesVerb, by: Person, at: datetime, body: dict[str, str]
) -> Version:
    version.refresh_from_db()
    journal.write(school=version.school, by=by, at=at, verb=verb, object=version, body=body)
    return version
