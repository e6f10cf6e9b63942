"""Excessive private mail: what is allowed, days beyond it told to the headteacher alone, and their
trend, written down each time it is read (MON-16). Nobody's message is opened for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from schoolgate.monitoring import permissions, sealed
from schoolgate.monitoring.actions.raising import LATEST, raise_alert
from schoolgate.monitoring.actions.storing import FASTER, UnableToAct, require, stored
from schoolgate.monitoring.detection.findings import Finding, Spell
from schoolgate.monitoring.detection.items import Item, Kind
from schoolgate.monitoring.detection.mail import Allowance
from schoolgate.monitoring.models import MailAllowance
from schoolgate.monitoring.queries import private_mail as queries
from schoolgate.monitoring.rules import private_mail as rules
from schoolgate.monitoring.rules.private_mail import Line
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

NO_CLAUSE: Final = (
    "The policy in force says of no time that private mail is not allowed in it, so nobody counts "
    "it."
)
TABLE: Final = "mail"
MOST: Final = 200
_LONGEST: Final = 60  # minutes


@transaction.atomic
def set_mail_allowance(
    *, allowance: Allowance, partners: Sequence[str], because: str, by: Person, at: datetime
) -> MailAllowance:  # fmt: skip
    """Say how much private mail a day is too much, and to which domains mail is never private.
    Raises UnableToAct."""
    require(by, Capability.MAIL_ALLOWANCE_SET, at, "The headteacher or the chair sets this.")
    amounts = (allowance.messages, allowance.refused)
    if not all(0 <= one <= MOST for one in amounts) or not 1 <= allowance.minutes <= _LONGEST:
        raise UnableToAct(f"Give up to {MOST} messages, and 1 to {_LONGEST} minutes for each.")
    if not because.strip():
        raise UnableToAct("Write down why; it is kept.")
    try:
        domains = rules.domains_in(" ".join(partners))
    except ValueError as error:
        raise UnableToAct(str(error)) from error
    made = stored(MailAllowance(school=by.school, messages=allowance.messages,
                                minutes=allowance.minutes, refused=allowance.refused,
                                partners=domains, because=because.strip()[:300], by=by, at=at),
                  FASTER)  # fmt: skip
    body = {"messages": allowance.messages, "refused": allowance.refused, "partners": len(domains)}
    journal.write(school=by.school, by=by, at=at, verb=MonitoringVerb.MAIL_ALLOWANCE_SET,
                  object=made, body=body)  # fmt: skip
    return made


@transaction.atomic
def read_private_mail(*, form: str, by: Person, at: datetime) -> list[Line]:
    """Return who went beyond what is allowed in the last weeks, in numbers. `form` says how they
    are shown. Raises UnableToAct."""
    clauses = queries.clauses(by.school, at=at)
    if not clauses:
        raise UnableToAct(NO_CLAUSE)
    if not permissions.mail_use_seen_by(by, on=timezone.localdate(at)):
        raise UnableToAct("The headteacher sees these numbers, and nobody else.")
    found = queries.lines(viewer=by, at=at)
    journal.write(school=by.school, by=by, at=at, verb=MonitoringVerb.PRIVATE_MAIL_READ,
                  object=by.school, clause=clauses[0],
                  body={"people": len(found), "form": form})  # fmt: skip
    return found


def weigh_private_mail(*, school: School, by: System, at: datetime) -> int:
    """Raise an alert for each employee and day of the last week beyond what is allowed, and return
    how many days that were. A day that was told is not told again."""
    today = timezone.localdate(at)
    found = queries.beyond(school=school, first=today - LATEST, until=today)
    return sum(
        raise_alert(school=school, finding=_finding(school, spell, one.person.role), known=one,
                    by=by, at=at, table=TABLE) is not None
        for spell, one in found
    )  # fmt: skip


def _finding(school: School, spell: Spell, role: str) -> Finding:
    """Return a day as a finding. What names it says nothing of whose day it is."""
    day = sealed.group_of(school, f"{spell.rule} {spell.who} {spell.since}")
    item = Item(spell.since, spell.who, "", role, Kind.MAIL_SUBJECT, "", source=day)
    return Finding(spell.head, spell.severity, spell.rule, item, spell.reasons)
