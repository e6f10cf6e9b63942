"""Saying what a download is for: the policy answers at once, and the filter obeys (FIL-15)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction

from schoolgate.filtering import policy
from schoolgate.filtering.actions.storing import (
    UnableToAct,
    require,
    require_words,
    site_of,
    stored,
    tell_gateways,
    token,
)
from schoolgate.filtering.models import Download
from schoolgate.filtering.names import UnableToRead
from schoolgate.filtering.paths import kinds_of_file
from schoolgate.filtering.rules.categories import SOFTWARE
from schoolgate.filtering.rules.downloads import KINDS, LASTS, Outcome, Purpose, Ruling
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

_LONGEST: Final = 300
_STAFF: Final = "Staff say what a download is for. Ask your teacher."
_UNREADABLE: Final = "This address cannot be read. Copy it again from the blocked page."
_PROGRAM: Final = "This is a program to install. The ICT team downloads programs: ask them."


@dataclass(frozen=True, slots=True)
class Meant:
    """What somebody says of a download: which file or site, of which kind, and what for."""

    address: str
    kind: str
    purpose: Purpose
    lesson: str = ""
    ticket: UUID = field(default_factory=uuid4)


@transaction.atomic
def say_purpose(*, meant: Meant, by: Person, at: datetime) -> tuple[Download, Ruling]:
    """Write down what a download is for, and what the policy says to it; lesson work that it
    allows is open to this person for half an hour. The same ticket twice is said once.

    Raises UnableToAct; a refusal by the policy is no error: it is written down.
    """
    require(by, Capability.OPENING_ASK, at, _STAFF)
    lesson = meant.lesson.strip() if meant.purpose is Purpose.LESSON else ""
    if meant.purpose is Purpose.LESSON:
        require_words(lesson, most=_LONGEST)
    if meant.kind not in KINDS:
        raise UnableToAct("Say what kind of file it is.")
    place = site_of(by.school, meant.address)
    try:
        kinds = kinds_of_file(f"http://{place}")
    except UnableToRead as error:
        raise UnableToAct(_UNREADABLE) from error
    if SOFTWARE in kinds:
        raise UnableToAct(_PROGRAM)
    ruling = policy.of_download(by, meant.kind, meant.purpose, at)
    sent = Download.objects.filter(school=by.school_id, person=by, ticket=meant.ticket,
                                   outcome=Outcome.ALLOWED)  # fmt: skip
    if before := sent.first():
        return before, ruling
    made = stored(Download(
        school=by.school, ticket=meant.ticket, token=token(), person=by, host=place.host,
        path=place.path, kind=meant.kind, purpose=meant.purpose, lesson=lesson,
        outcome=ruling.outcome, clause=ruling.clause, said_at=at, until_at=at + LASTS,
    ), "Somebody else was faster. Look again.")  # fmt: skip
    allowed = ruling.outcome is Outcome.ALLOWED
    verb = FilteringVerb.DOWNLOAD_ALLOWED if allowed else FilteringVerb.DOWNLOAD_REFUSED
    journal.write(school=by.school, by=by, at=at, verb=verb, object=made, clause=ruling.clause,
                  body={"purpose": made.purpose_said})  # fmt: skip
    if allowed:
        tell_gateways(by.school)
    return made, ruling


@transaction.atomic
def note_download(*, token: str, school: int, used_at: datetime, by: System, at: datetime) -> bool:
    """Record that a file was fetched, as a gateway's log tells; the first time only."""
    found = Download.objects.filter(school=school, token=token, used_at=None).first()
    if found is None or not Download.objects.filter(pk=found.pk, used_at=None).update(
        used_at=used_at
    ):
        return False
    journal.write(school=found.school, by=by, at=at, verb=FilteringVerb.DOWNLOAD_USED,
                  object=found, clause=found.clause,
                  body={"purpose": found.purpose_said})  # fmt: skip
    return True
