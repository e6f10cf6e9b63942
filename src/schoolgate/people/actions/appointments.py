"""Roles given, handed on for a time, and ended."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from schoolgate.people import rules
from schoolgate.people.actions.persons import require
from schoolgate.people.models import Appointment, Delegation, Person
from schoolgate.people.rights import Capability
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records import actions as journal
from schoolgate.records.parties import System


class UnableToAppoint(Exception):
    """A role cannot be given, handed on or ended like this; nothing was changed."""


@transaction.atomic
def appoint(  # noqa: PLR0913 an appointment is all of these
    *,
    person: Person,
    role: str,
    from_on: date,
    by: Person | System,
    at: datetime,
    until_on: date | None = None,
    deputy_of: Appointment | None = None,
) -> Appointment:
    """Give somebody a role, as a pack spells it. Raises NotAllowed, UnableToAppoint."""
    require(by, Capability.ROLE_APPOINT, person.school_id, at)
    if by == person:
        raise UnableToAppoint("Nobody appoints themselves. Ask the chair of governors.")
    _refuse_backwards(from_on, until_on)
    if deputy_of is not None and deputy_of.school_id != person.school_id:
        raise UnableToAppoint("A deputy stands in at the same school.")
    made = Appointment(school_id=person.school_id, person=person, role=rules.role_slug(role),
                       from_on=from_on, until_on=until_on, deputy_of=deputy_of)  # fmt: skip
    _save(made)
    journal.write(school=person.school, by=by, at=at, verb=PeopleVerb.ROLE_APPOINTED, object=made,
                  body={"from": str(from_on), "until": str(until_on or "")})  # fmt: skip
    return made


def _save(made: Appointment) -> None:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise UnableToAppoint(f"{made} already. End that first.") from None


@transaction.atomic
def end_role(
    *, appointment: Appointment, until_on: date, by: Person | System, at: datetime
) -> Appointment:
    """Let an open appointment end; `until_on` is the first day without it.

    Raises NotAllowed, UnableToAppoint.
    """
    require(by, Capability.ROLE_APPOINT, appointment.school_id, at)
    _refuse_backwards(appointment.from_on, until_on)
    still_open = Appointment.objects.filter(pk=appointment.pk, until_on=appointment.until_on)
    if still_open.update(until_on=until_on) != 1:
        raise UnableToAppoint(f"Somebody else has just changed {appointment}. Look again.")
    appointment.until_on = until_on
    journal.write(school=appointment.school, by=by, at=at, verb=PeopleVerb.ROLE_ENDED,
                  object=appointment, body={"until": str(until_on)})  # fmt: skip
    return appointment


@transaction.atomic
def delegate(  # noqa: PLR0913 a delegation is all of these
    *,
    appointment: Appointment,
    to: Person,
    scope: str,
    from_on: date,
    until_on: date,
    by: Person | System,
    at: datetime,
) -> Delegation:
    """Hand on part of a role: its holder may. Raises NotAllowed, UnableToAppoint."""
    if by != appointment.person:
        require(by, Capability.ROLE_APPOINT, appointment.school_id, at)
    _refuse_backwards(from_on, until_on)
    _refuse_handing_on(appointment, to, scope)
    made = Delegation.objects.create(
        school_id=appointment.school_id, appointment=appointment, to=to, scope=scope.strip(),
        from_on=from_on, until_on=until_on,
    )  # fmt: skip
    journal.write(
        school=appointment.school, by=by, at=at, verb=PeopleVerb.ROLE_DELEGATED, object=made,
        body={"from": str(from_on), "until": str(until_on), "scope": made.scope},
    )  # fmt: skip
    return made


def _refuse_backwards(from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on <= from_on:
        raise UnableToAppoint(f"It would end before it begins on {from_on}. Give a later day.")


def _refuse_handing_on(appointment: Appointment, to: Person, scope: str) -> None:
    if to.school_id != appointment.school_id or to.pk == appointment.person_id:
        raise UnableToAppoint("A role is handed on to somebody else of the same school.")
    if not scope.strip():
        raise UnableToAppoint("Say how much of the role is handed on.")
