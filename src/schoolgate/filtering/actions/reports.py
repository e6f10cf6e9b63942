"""What people report about the filter, and what becomes of it: each with its times."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from schoolgate.filtering import naming
from schoolgate.filtering.actions.storing import UnableToAct, require, require_words, stored
from schoolgate.filtering.models import Fault, WrongCategory
from schoolgate.filtering.models.reports import LONGEST
from schoolgate.filtering.names import UnableToRead
from schoolgate.filtering.rules.places import place_of
from schoolgate.filtering.rules.reports import Answer
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal

_FASTER = "Somebody else was faster. Look again."
_LINE = 300


@dataclass(frozen=True, slots=True)
class Wrong:
    """A site that somebody says is sorted wrongly: its address, and what it is in truth."""

    address: str
    says: str
    category: str = ""
    mark: str = ""
    ticket: UUID = field(default_factory=uuid4)


@transaction.atomic
def report_category(*, wrong: Wrong, by: Person, at: datetime) -> WrongCategory:
    """Report a site in the wrong category. The same ticket twice is once. Raises UnableToAct."""
    sent = WrongCategory.objects.filter(school=by.school_id, reporter=by, ticket=wrong.ticket)
    if before := sent.first():
        return before
    require_words(wrong.says, most=LONGEST)
    try:
        place = place_of(wrong.address)
    except UnableToRead as error:
        raise UnableToAct(str(error)) from error
    made = stored(WrongCategory(
        school=by.school, ticket=wrong.ticket, reporter=by, host=place.host, path=place.path,
        category=wrong.category, mark=wrong.mark, says=wrong.says.strip(), reported_at=at,
    ), _FASTER)  # fmt: skip
    journal.write(school=by.school, by=by, at=at, verb=FilteringVerb.CONCERN_FORM_SENT, object=made)
    return made


@transaction.atomic
def answer_category(
    *, report: WrongCategory, outcome: Answer, words: str, by: Person, at: datetime
) -> None:
    """Answer a report; whoever reported it reads the answer. Raises UnableToAct."""
    if by.school_id != report.school_id:
        raise UnableToAct("This is not a report of your school.")
    require(by, Capability.WRONG_CATEGORY_ANSWER, at, "Who keeps the network answers this.")
    require_words(words, most=LONGEST)
    values = {"outcome": outcome, "answer": words.strip(), "answered_by": by, "answered_at": at}
    _once(report, WrongCategory.objects.filter(pk=report.pk, answered_at=None).update(**values))
    journal.write(school=report.school, by=by, at=at, verb=FilteringVerb.CONCERN_FORM_ANSWERED,
                  object=report, body={"outcome": outcome.label})  # fmt: skip


@transaction.atomic
def note_answer_read(*, report: WrongCategory, by: Person, at: datetime) -> None:
    """Take an answer off the reporter's Do list. Read twice is read once."""
    unread = WrongCategory.objects.filter(pk=report.pk, read_at=None, answered_at__isnull=False)
    if by.pk == report.reporter_id and unread.update(read_at=at):
        journal.write(school=report.school, by=by, at=at, verb=FilteringVerb.CONCERN_FORM_READ,
                      object=report)  # fmt: skip


@transaction.atomic
def record_fault(
    *, what: str, found_at: datetime, by: Person, at: datetime, ticket: UUID | None = None
) -> Fault:
    """Write down a fault of the filter and when it was found. Raises UnableToAct."""
    number = ticket or uuid4()
    if before := Fault.objects.filter(school=by.school_id, finder=by, ticket=number).first():
        return before
    require(by, Capability.FAULT_FIND, at, "Tell your teacher; staff write it down.")
    require_words(what, most=LONGEST)
    if found_at > at:
        raise UnableToAct("That time has not come yet. Write when it was found.")
    provider, clause = naming.provider(by.school)
    made = stored(Fault(school=by.school, ticket=number, what=what.strip(), finder=by,
                        provider=provider[:200], clause=clause, found_at=found_at,
                        recorded_at=at), _FASTER)  # fmt: skip
    journal.write(school=by.school, by=by, at=at, verb=FilteringVerb.FAULT_FOUND, object=made,
                  clause=clause)  # fmt: skip
    return made


@transaction.atomic
def note_told(*, fault: Fault, told_at: datetime, how: str, by: Person, at: datetime) -> None:
    """Write down when and how the provider was told. Raises UnableToAct."""
    _require_keeper(fault, how, told_at, by, at)
    values = {"told_at": told_at, "told_by": by, "told_how": how.strip()}
    _once(fault, Fault.objects.filter(pk=fault.pk, told_at=None).update(**values))
    journal.write(school=fault.school, by=by, at=at, verb=FilteringVerb.FAULT_TOLD, object=fault,
                  clause=fault.clause, body={"provider": fault.provider})  # fmt: skip


@transaction.atomic
def note_mended(*, fault: Fault, how: str, by: Person, at: datetime) -> None:
    """Write down that a fault is mended, and how that was seen. Raises UnableToAct."""
    _require_keeper(fault, how, at, by, at)
    values = {"mended_at": at, "mended_by": by, "mended_how": how.strip()}
    _once(fault, Fault.objects.filter(pk=fault.pk, mended_at=None).update(**values))
    journal.write(school=fault.school, by=by, at=at, verb=FilteringVerb.FAULT_MENDED, object=fault,
                  clause=fault.clause)  # fmt: skip


def _require_keeper(fault: Fault, how: str, when: datetime, by: Person, at: datetime) -> None:
    if by.school_id != fault.school_id:
        raise UnableToAct("This is not a fault of your school.")
    require(by, Capability.FAULT_KEEP, at, "Who keeps the network writes this down.")
    require_words(how, most=_LINE)
    if not fault.found_at <= when <= at:
        raise UnableToAct("Write a time between when it was found and now.")


def _once(row: Fault | WrongCategory, changed: int) -> None:
    if not changed:
        raise UnableToAct(_FASTER)
    row.refresh_from_db()
