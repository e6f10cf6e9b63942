"""What every write of the room shares: a token, words of a sentence, the overlay made anew."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.filtering import floors, permissions
from schoolgate.filtering.actions import changes
from schoolgate.filtering.names import UnableToRead
from schoolgate.filtering.publishing import publish_overlay
from schoolgate.filtering.rules.places import Place, place_of
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability

Row = TypeVar("Row", bound=models.Model)
FLOOR: Final = "This site can be opened by nobody. Do not look at it; tell the safeguarding lead."
_LINE: Final = 300  # as long as a line of the log may be


class UnableToAct(Exception):
    """This cannot be done, or not by this person; nothing was written. Says what to do."""


def site_of(school: School, address: str) -> Place:
    """Return the site that an address names. Raises UnableToAct for none, and for one of the
    illegal floor."""
    try:
        place = place_of(address)
    except UnableToRead as error:
        raise UnableToAct(str(error)) from error
    if floors.holds(school, place):
        raise UnableToAct(FLOOR)
    return place


def token() -> str:
    """Return a short name for gateways: 48 random bits."""
    return secrets.token_hex(6)


def moment(at: datetime) -> str:
    """Return an instant as a sentence says it: 14 October 2026, 15:30."""
    return date_format(timezone.localtime(at), "j F Y, H:i")


def require(by: Person, capability: Capability, at: datetime, otherwise: str) -> None:
    """Raise UnableToAct for somebody who may not do this at their school."""
    if not permissions.may(by, capability, on=timezone.localdate(at)):
        raise UnableToAct(otherwise)


def require_words(*words: str, most: int) -> None:
    """Raise UnableToAct where words are missing or too long."""
    if not all(one.strip() for one in words):
        raise UnableToAct("Write down what is asked for; it is kept.")
    if max(map(len, words)) > most:
        raise UnableToAct(f"Write at most {most} characters.")


def stored(row: Row, otherwise: str) -> Row:
    """Store a new row; what the database refuses somebody else has just done."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise UnableToAct(otherwise) from error
    return row


def log_change(  # noqa: PLR0913 the questions that the log answers
    *, school: School, object: models.Model, what: str, why: str, by: Person, second: Person,
    at: datetime,
) -> None:  # fmt: skip
    """Write into the log that the committee reads what two people changed about the filter."""
    made = changes.record(
        school=school, verb=FilteringVerb.DECISIONS_RECORDED, object=object, by=by, at=at,
        what=what[:_LINE], why=" ".join(why.split())[:_LINE],
    )  # fmt: skip
    if made.needs_second and second.pk != by.pk:
        changes.note_second(change=made, by=second, at=at)


def tell_gateways(school: School) -> None:
    """Let the filter know once this is stored: within two seconds, in every process."""
    publish_overlay(school)  # waits for the commit itself
