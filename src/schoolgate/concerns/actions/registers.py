"""What the headteacher keeps beside cases: the press, unofficial pages, the gate, arrangements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from schoolgate.concerns import permissions, registers
from schoolgate.concerns.actions.storing import UnableToAct, open_for, write_entry
from schoolgate.concerns.models import (
    Arrangement,
    Case,
    Enquiry,
    GateTurn,
    Statement,
    WatchedPage,
    WatchedStanding,
)
from schoolgate.concerns.rules.registers import LEADERS, Half, Standing, What
from schoolgate.concerns.rules.words import State
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people import permissions as people
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import Thing


def _may(by: Person, capability: Capability, at: datetime) -> None:
    if not people.may(by, capability, school=by.school_id, on=timezone.localdate(at)):
        raise UnableToAct("Others at your school keep this. Ask the headteacher.")


@transaction.atomic
def arrange(*, values: Mapping[What, str], by: Person, at: datetime) -> list[Arrangement]:
    """Write what the school has arranged; nothing where it stands so already. Raises
    UnableToAct."""
    _may(by, Capability.ARRANGEMENT_MAKE, at)
    School.objects.select_for_update().get(pk=by.school_id)
    new = {what: value.strip() for what, value in values.items()
           if registers.arranged(by.school, what) != value.strip()}  # fmt: skip
    if not new:
        return []
    if What.DISCLOSURES in new:
        _decide_procedure(by, at)
    rows = Arrangement.objects.bulk_create(
        Arrangement(school=by.school, what=what, value=value, by=by, at=at)
        for what, value in new.items()
    )
    thing = Thing("concerns.arrangement", str(by.school_id), " and ".join(map(str, rows)))
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.ARRANGEMENT_MADE, object=thing)
    return rows


def _decide_procedure(by: Person, at: datetime) -> None:
    """The headteacher decides what happens with disclosures out of hours. CON-26 (003 §8.1)."""
    if "headteacher" not in people.roles_of(by, on=timezone.localdate(at)):
        raise UnableToAct("The headteacher decides the procedure for disclosures out of hours.")
    thing = Thing("concerns.arrangement", str(by.school_id), What.DISCLOSURES.said)
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.OUT_OF_HOURS_DECIDED,
                  object=thing)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asking:
    """An enquiry by the press: who asked what and when, who answered and in which words."""

    outlet: str
    question: str
    asked_at: datetime
    answered_by: Person | None = None
    answer: str = ""
    statement: Statement | None = None
    case: Case | None = None
    ticket: UUID = field(default_factory=uuid4)


@transaction.atomic
def write_enquiry(*, asking: Asking, by: Person, at: datetime) -> Enquiry:
    """Write down an enquiry, in the chronology of its case as well. Sent twice, it is one. Raises
    UnableToAct."""
    _may(by, Capability.ENQUIRY_KEEP, at)
    sent = Enquiry.objects.filter(school=by.school_id, ticket=asking.ticket).first()
    if sent is not None:
        return sent
    _refuse(asking, by, at)
    row = Enquiry(
        school=by.school, case=asking.case, statement=asking.statement, by=by, at=at,
        answered_by=asking.answered_by, asked_at=asking.asked_at, ticket=asking.ticket,
    )  # fmt: skip
    said = {"outlet": asking.outlet.strip(), "question": asking.question.strip(),
            "answer": asking.answer.strip()}  # fmt: skip
    registers.seal(row, said)
    row.save(force_insert=True)
    if asking.case is not None:
        _in_chronology(asking, by, at)
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.ENQUIRY_WRITTEN, object=row)
    return row


def _refuse(asking: Asking, by: Person, at: datetime) -> None:
    if not asking.outlet.strip() or not asking.question.strip():
        raise UnableToAct("Say who asked, and what.")
    if asking.asked_at > at:
        raise UnableToAct("They cannot have asked in the future. Look at the day and time.")
    if asking.answer.strip() and asking.answered_by is None:
        raise UnableToAct("Say who answered.")
    here = (asking.answered_by, asking.statement, asking.case)
    if any(one is not None and one.school_id != by.school_id for one in here):
        raise UnableToAct("That belongs to another school.")
    if asking.statement is not None and asking.statement.approved_at is None:
        raise UnableToAct("The headteacher approves a statement before it is given out.")


def _in_chronology(asking: Asking, by: Person, at: datetime) -> None:
    case = asking.case
    if case is None or not permissions.may_see(by, case, on=timezone.localdate(at)):
        raise UnableToAct("Choose a case that you may see.")
    opened = open_for(case, by, at)
    if opened.case.state not in {State.NEW, State.OPEN}:
        raise UnableToAct("The case is closed. Open it again first.")
    words = str(asking.answer or "").strip()
    if asking.statement is not None:
        words = f"{words}\n{asking.statement}: {registers.read(asking.statement)['words']}".strip()
    said = {"outlet": asking.outlet.strip(), "answer": words,
            "answered_by": str(asking.answered_by or "")}  # fmt: skip
    write_entry(opened, kind="media-enquiry", said=said, by=by, at=at,
                happened_at=asking.asked_at, ticket=asking.ticket)  # fmt: skip


@transaction.atomic
def write_statement(*, words: str, by: Person, at: datetime, case: Case | None = None) -> Statement:
    """Write a new version of what the school says; nothing is given out before the headteacher has
    approved it. Raises UnableToAct."""
    _may(by, Capability.STATEMENT_WRITE, at)
    if not words.strip():
        raise UnableToAct("Write what the school says.")
    if case is not None and not permissions.may_see(by, case, on=timezone.localdate(at)):
        raise UnableToAct("Choose a case that you may see.")
    School.objects.select_for_update().get(pk=by.school_id)  # two who write at once, one by one
    last = Statement.objects.filter(school=by.school_id).aggregate(last=Max("number"))["last"] or 0
    row = Statement(school=by.school, number=last + 1, case=case, by=by, at=at)
    registers.seal(row, {"words": words.strip()})
    row.save(force_insert=True)
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.STATEMENT_WRITTEN, object=row)
    return row


@transaction.atomic
def approve_statement(*, row: Statement, by: Person, at: datetime) -> bool:
    """Approve a statement as the headteacher; False where it was approved before. Raises
    UnableToAct."""
    _may(by, Capability.STATEMENT_APPROVE, at)
    waiting = Statement.objects.filter(pk=row.pk, school=by.school_id, approved_at=None)
    if waiting.update(approved_by=by, approved_at=at) != 1:
        return False
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.STATEMENT_APPROVED, object=row)
    return True


@dataclass(frozen=True, slots=True)
class Finding:
    """An unofficial page: its address, its owner as far as that is known, and how it stands. There
    is no word for who belongs to it: nobody joins under cover."""

    address: str
    owner: str
    status: Standing
    found_on: date
    note: str = ""
    ticket: UUID = field(default_factory=uuid4)


@transaction.atomic
def register_page(*, finding: Finding, by: Person, at: datetime) -> WatchedPage:
    """Write an unofficial page or group into the register. Sent twice, it is one. Raises
    UnableToAct."""
    _may(by, Capability.PAGE_KEEP, at)
    sent = WatchedPage.objects.filter(school=by.school_id, ticket=finding.ticket).first()
    if sent is not None:
        return sent
    if not finding.address.strip():
        raise UnableToAct("Write its address, or where it is found.")
    if finding.found_on > timezone.localdate(at):
        raise UnableToAct("It cannot have been found in the future. Look at the day.")
    row = WatchedPage(school=by.school, ticket=finding.ticket, found_on=finding.found_on, by=by,
                      at=at)  # fmt: skip
    registers.seal(row, {"address": finding.address.strip(), "owner": finding.owner.strip(),
                         "note": finding.note.strip()})  # fmt: skip
    row.save(force_insert=True)
    WatchedStanding.objects.create(school=by.school, page=row, status=finding.status, by=by, at=at)
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.PAGE_REGISTERED, object=row)
    return row


@transaction.atomic
def move_page(*, row: WatchedPage, status: Standing, by: Person, at: datetime) -> bool:
    """Write how a page stands now; False where it stood so already. Raises UnableToAct."""
    _may(by, Capability.PAGE_KEEP, at)
    locked = WatchedPage.objects.select_for_update().filter(pk=row.pk, school=by.school_id).first()
    if locked is None:
        raise UnableToAct("There is no such page.")
    last = WatchedStanding.objects.filter(page=locked).order_by("-at", "-pk").first()
    if last is not None and last.status == status:
        return False
    WatchedStanding.objects.create(school=by.school, page=locked, status=status, by=by, at=at)
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.PAGE_MOVED, object=locked)
    return True


@transaction.atomic
def set_gate(
    *, begins: date, turns: Mapping[tuple[date, Half], Person | None], by: Person, at: datetime
) -> None:
    """Write who is at the gate in the week that begins on a day; None leaves a gap. Raises
    UnableToAct."""
    _may(by, Capability.GATE_KEEP, at)
    School.objects.select_for_update().get(pk=by.school_id)
    days = set(registers.school_days(by.school, begins))
    for (on, _), who in turns.items():
        if on not in days:
            raise UnableToAct("There is no school on one of these days.")
        if who is not None and not _is_leader(who, by, on):
            raise UnableToAct("Only leaders of the school stand at the gate for this.")
    GateTurn.objects.filter(school=by.school, on__in=days).delete()
    GateTurn.objects.bulk_create(
        GateTurn(school=by.school, on=on, half=half, person=who)
        for (on, half), who in turns.items() if who is not None
    )  # fmt: skip
    thing = Thing("concerns.gate", begins.isoformat(), f"gate in the week of {begins:%-d %B %Y}")
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.GATE_SET, object=thing,
                  body={"gaps": 2 * len(days) - sum(one is not None for one in turns.values())},
                  )  # fmt: skip


def _is_leader(who: Person, by: Person, on: date) -> bool:
    return who.school_id == by.school_id and not LEADERS.isdisjoint(people.roles_of(who, on=on))


@transaction.atomic
def note_register_viewed(*, verb: ConcernsVerb, by: Person, at: datetime) -> None:
    """Write down that somebody looked at enquiries, or at unofficial pages."""
    names = {ConcernsVerb.ENQUIRIES_VIEWED: "enquiries by the press",
             ConcernsVerb.PAGES_VIEWED: "unofficial pages"}  # fmt: skip
    thing = Thing("concerns.register", str(by.school_id), names[verb])
    journal.write(school=by.school, by=by, at=at, verb=verb, object=thing)
