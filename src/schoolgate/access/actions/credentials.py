"""Administrator credentials: entered, changed, put into the safe, retired."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.access.actions.shared import UnableToRecord, name_of, words
from schoolgate.access.models import Credential, CredentialDate
from schoolgate.access.rules.credentials import Event, looks_like_a_secret
from schoolgate.access.verbs import AccessVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

LOOKS_LIKE_ONE = (
    "This looks like a password. Never write one down here: seal it and put it into the safe."
)
_VERBS = {
    Event.CHANGED: AccessVerb.CREDENTIAL_CHANGED,
    Event.DEPOSITED: AccessVerb.CREDENTIAL_DEPOSITED,
}


@transaction.atomic
def add_credential(  # noqa: PLR0913 a credential is all of these
    *,
    school: School,
    name: str,
    system: str,
    holder: Person,
    head_access: str,
    by: Person | System,
    at: datetime,
) -> Credential:
    """Enter a credential, never its secret. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.CREDENTIAL_KEEP, school.pk, at)
    called = _plain(name, "Enter a name, such as “domain administrator”.")
    where = _plain(system, "Enter the system that it opens.")
    way = _plain(head_access, "Say how the headteacher gets at it: which safe, which envelope.")
    if holder.school_id != school.pk:
        raise UnableToRecord("The holder is somebody of this school.")
    try:
        with transaction.atomic():
            made = Credential.objects.create(
                school=school,
                name=called,
                system=where,
                holder=holder,
                head_access=way,
                added_at=at,
            )
    except IntegrityError:
        raise UnableToRecord(f"{called} of {where} is in the register already.") from None
    journal.write(school=school, by=by, at=at, verb=AccessVerb.CREDENTIAL_ADDED, object=made)
    return made


@transaction.atomic
def record_event(
    *,
    credential: Credential,
    event: Event,
    on: date,
    by: Person | System,
    at: datetime,
    note: str = "",
) -> CredentialDate:
    """Record that it was changed, or went into the safe. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.CREDENTIAL_KEEP, credential.school_id, at)
    said = " ".join(note.split())
    if looks_like_a_secret(said):
        raise UnableToRecord(LOOKS_LIKE_ONE)
    if on > timezone.localdate(at):
        raise UnableToRecord("This day has not come yet. Give the day on which it was done.")
    if credential.retired_at is not None:
        raise UnableToRecord(f"{credential} is retired.")
    made = CredentialDate.objects.create(
        school_id=credential.school_id, credential=credential, event=event, happened_on=on,
        note=said, recorded_at=at, recorded_by=name_of(by),
    )  # fmt: skip
    journal.write(school=credential.school, by=by, at=at, verb=_VERBS[event], object=credential,
                  body={"on": str(on)})  # fmt: skip
    return made


@transaction.atomic
def retire_credential(*, credential: Credential, by: Person | System, at: datetime) -> None:
    """Take a credential out of use; its history stays. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.CREDENTIAL_KEEP, credential.school_id, at)
    if Credential.objects.filter(pk=credential.pk, retired_at=None).update(retired_at=at) != 1:
        raise UnableToRecord(f"{credential} is retired already.")
    journal.write(school=credential.school, by=by, at=at, verb=AccessVerb.CREDENTIAL_RETIRED,
                  object=credential)  # fmt: skip


def _plain(text: str, sentence: str) -> str:
    line = words(text, sentence)
    if looks_like_a_secret(line):
        raise UnableToRecord(LOOKS_LIKE_ONE)
    return line
