"""The review of access: opened with every account and cell, decided line by line, closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from schoolgate.access.actions import register
from schoolgate.access.actions.shared import UnableToRecord, name_of
from schoolgate.access.models import Guest, Review, ReviewLine, Right, Surplus
from schoolgate.access.rules import reviews as rules
from schoolgate.access.rules.register import Level
from schoolgate.access.rules.reviews import Decision, Mark, Seen, Sort
from schoolgate.access.verbs import AccessVerb
from schoolgate.accounts import actions as accounts
from schoolgate.accounts.models import Account
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

_BATCH = 500


@transaction.atomic
def open_review(*, school: School, by: Person | System, at: datetime) -> Review:
    """Open the review: a line for every open account, cell and surplus, as of now.

    Raises NotAllowed, UnableToRecord while another is open.
    """
    require(by, Capability.ACCESS_REVIEW, school.pk, at)
    try:
        with transaction.atomic():
            review = Review.objects.create(school=school, opened_at=at, opened_by=name_of(by))
    except IntegrityError:
        raise UnableToRecord("A review is open already. Go on with that one.") from None
    lines = [*_accounts(review, at), *_cells(review), *_surplus(review)]
    ReviewLine.objects.bulk_create(lines, batch_size=_BATCH)
    journal.write(school=school, by=by, at=at, verb=AccessVerb.ACCESS_REVIEW_OPENED, object=review,
                  body={"lines": len(lines)})  # fmt: skip
    return review


def _accounts(review: Review, at: datetime) -> Iterator[ReviewLine]:
    visits = Guest.objects.filter(person=OuterRef("person"))
    every = Account.objects.filter(school=review.school_id, is_active=True)
    today = timezone.localdate(at)
    for one in every.select_related("person").annotate(guest=Exists(visits)).order_by("username"):
        ends_on = one.person.ends_on if one.person else None
        seen = Seen(ends_on, one.guest, one.opened_at, one.last_login)
        marked = " ".join(rules.marks(seen, at, today))
        yield _line(review, Sort.ACCOUNT, one.pk, f"{one} ({one.username})", marked, one.person_id)


def _cells(review: Review) -> Iterator[ReviewLine]:
    open_ones = Right.objects.filter(school=review.school_id, until_at=None)
    for one in open_ones.select_related("system", "group"):
        yield _line(review, Sort.RIGHT, one.pk, str(one))


def _surplus(review: Review) -> Iterator[ReviewLine]:
    found = Surplus.objects.filter(school=review.school_id, ended_at=None)
    for one in found.select_related("system", "person"):
        yield _line(review, Sort.SURPLUS, one.pk, str(one), Mark.MORE_THAN_GROUP, one.person_id)


def _line(
    review: Review, sort: Sort, of: int, label: str, marks: str = "", person: int | None = None
) -> ReviewLine:
    return ReviewLine(school_id=review.school_id, review=review, sort=sort, of=of,
                      label=label[:240], marks=marks, person_id=person)  # fmt: skip


@transaction.atomic
def decide_line(  # noqa: PLR0913 a decision is all of these
    *,
    line: ReviewLine,
    decision: Decision,
    by: Person | System,
    at: datetime,
    because: str = "",
    level: Level | None = None,
    action_id: UUID | None = None,
) -> ReviewLine:
    """Decide one line, for good, and do what it says. `level` is what a cell changes to.

    Nobody decides on themselves. Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.ACCESS_REVIEW, line.school_id, at)
    reason = " ".join(because.split())
    _refuse(line, decision, reason, level, by)
    mine = ReviewLine.objects.filter(pk=line.pk, decision="", review__closed_at=None)
    if mine.update(decision=decision, because=reason, decided_at=at, decided_by=name_of(by)) != 1:
        raise UnableToRecord(f"Somebody else has decided on {line} already. Look again.")
    with journal.one_act(action_id):
        _carry_out(line, decision, level, reason, by, at)
        journal.write(school=line.school, by=by, at=at, verb=AccessVerb.ACCESS_REVIEW_DECIDED,
                      object=line, body={"decision": str(decision), "because": reason})  # fmt: skip
    line.refresh_from_db()
    return line


def _refuse(
    line: ReviewLine, decision: Decision, reason: str, level: Level | None, by: Person | System
) -> None:
    if isinstance(by, Person) and line.person_id == by.pk:
        raise UnableToRecord("This line is about you. Another reviewer decides on it.")
    if decision not in rules.choices(line.sort):
        raise UnableToRecord("This cannot be decided on such a line. Choose another decision.")
    if rules.needs_reason(decision, line.marks) and len(reason) < 3:
        raise UnableToRecord(rules.NEEDS_REASON)
    if decision == Decision.CHANGE and not level:
        raise UnableToRecord("Choose the level that it changes to.")


def _carry_out(
    line: ReviewLine, decision: Decision, level: Level | None, reason: str,
    by: Person | System, at: datetime,
) -> None:  # fmt: skip
    """Do what was decided. What has gone since the review opened is gone already, and stays so."""
    if decision == Decision.KEEP:
        return
    if line.sort == Sort.ACCOUNT:
        account = Account.objects.filter(pk=line.of, is_active=True).first()
        if account is not None:
            accounts.close_account(account=account, by=by, at=at,
                                   because=f"access review: {reason}")  # fmt: skip
    elif line.sort == Sort.SURPLUS:
        surplus = Surplus.objects.filter(pk=line.of, ended_at=None).first()
        if surplus is not None:
            register.take_away(surplus=surplus, by=by, at=at)
    else:
        cell = Right.objects.filter(pk=line.of, until_at=None).first()
        wanted = level if decision == Decision.CHANGE and level else Level.NONE
        if cell is not None and cell.level != wanted:
            register.change_cell(system=cell.system, group=cell.group, level=wanted,
                                 before=Level(cell.level), by=by, at=at)  # fmt: skip


def keep_unmarked(*, review: Review, by: Person, at: datetime, most: int = 500) -> int:
    """Keep the accounts that nothing is marked on, each in a transaction of its own.

    Stopped half-way, what was decided stays decided; asked again, it goes on. Returns how many.
    Raises NotAllowed.
    """
    require(by, Capability.ACCESS_REVIEW, review.school_id, at)
    plain = ReviewLine.objects.filter(review=review, sort=Sort.ACCOUNT, marks="", decision="")
    kept, shared = 0, uuid4()
    for line in plain.exclude(person=by).order_by("pk")[:most]:
        try:
            decide_line(line=line, decision=Decision.KEEP, by=by, at=at, action_id=shared)
        except UnableToRecord:  # another reviewer was faster
            continue
        kept += 1
    return kept


@transaction.atomic
def close_review(*, review: Review, by: Person | System, at: datetime) -> Review:
    """Close the review; refused while a line is open. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.ACCESS_REVIEW, review.school_id, at)
    undecided = ReviewLine.objects.filter(review=OuterRef("pk"), decision="")
    ready = Review.objects.filter(~Exists(undecided), pk=review.pk, closed_at=None)
    if ready.update(closed_at=at, closed_by=name_of(by)) != 1:
        still = ReviewLine.objects.filter(review=review, decision="").count()
        said = "1 line is" if still == 1 else f"{still} lines are"
        raise UnableToRecord(
            f"{said} not decided yet. Decide on each of them first."
            if still
            else "This review is closed already."
        )
    review.refresh_from_db()
    lines = ReviewLine.objects.filter(review=review)
    body = {
        "lines": lines.count(),
        "removed": lines.filter(decision=Decision.REMOVE).count(),
        "changed": lines.filter(decision=Decision.CHANGE).count(),
    }
    journal.write(school=review.school, by=by, at=at, verb=AccessVerb.ACCESS_REVIEW_CLOSED,
                  object=review, body=body)  # fmt: skip
    return review
