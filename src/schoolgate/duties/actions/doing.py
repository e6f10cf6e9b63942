"""A part of a duty recorded: done with evidence, acknowledged, or left out with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.duties import permissions, queries
from schoolgate.duties.models import LONGEST, Doing, Outcome
from schoolgate.duties.queries import Board, Item, Part, Turn
from schoolgate.duties.reading import Kind
from schoolgate.duties.rules import OPEN_STATES, Occurrence, State, Unit
from schoolgate.duties.verbs import DutiesVerb
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person
from schoolgate.records import actions as journal

_ACKNOWLEDGES: Final = "a"
_POINT: Final = "i:"


class UnableToRecord(Exception):
    """This cannot be recorded, or not like this; nothing was. One sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Wrote:
    """What somebody wrote down: the day, the evidence in words, a link, and for a meeting who was
    there."""

    on: date
    evidence: str = ""
    link: str = ""
    attendance: str = ""


@transaction.atomic
def do(
    *, duty: str, occurrence: str, part: str = "", wrote: Wrote, by: Person, at: datetime
) -> Doing:
    """Record that a part of a duty was done. Raises NotAllowed, UnableToRecord, PackError.

    Where a room writes the act that proves a duty, it is done by that act and not here.
    """
    known, item = _item(duty, by, at)
    if item.is_written and item.duty.kind is Kind.BOX:
        raise UnableToRecord("This is recorded by itself when it is done. Open its own page.")
    turn, one = _turn(known, item, occurrence, part, wrote.on)
    _require_mine(item, one, by, at)
    if one.key.startswith(_ACKNOWLEDGES):
        raise UnableToRecord("Whoever was told acknowledges this themselves.")
    _refuse(item, one, wrote, timezone.localdate(at))
    return _store(item, turn, one, wrote, by=by, at=at, verb=DutiesVerb.DUTY_DONE)


@transaction.atomic
def acknowledge(*, duty: str, occurrence: str, by: Person, at: datetime) -> Doing:
    """Record that somebody was told and has understood. Raises UnableToRecord, PackError."""
    known, item = _item(duty, by, at)
    wrote = Wrote(timezone.localdate(at))
    turn, one = _turn(known, item, occurrence, f"{_ACKNOWLEDGES}{by.pk}", wrote.on)
    return _store(item, turn, one, wrote, by=by, at=at, verb=DutiesVerb.DUTY_ACKNOWLEDGED)


@transaction.atomic
def skip(
    *, duty: str, occurrence: str, because: str, by: Person, at: datetime, part: str = ""
) -> Doing:
    """Leave out one time that a duty falls due, with a reason that stays with it.

    Raises NotAllowed, UnableToRecord, PackError.
    """
    item = _item(duty, by, at)[1]
    wrote = Wrote(timezone.localdate(at), because.strip())
    if len(wrote.evidence) < 3 or len(wrote.evidence) > LONGEST:
        raise UnableToRecord("Write down the reason, in a sentence or two.")
    turn = _open(item, occurrence)
    one = next((each for each in turn.parts if each.key == part), None)
    if one is None and not part:  # all parts of it at once
        one = Part("", "", turn.state)
        if turn.state not in OPEN_STATES | {State.MISSED}:
            raise UnableToRecord("Nothing of it is open any more. Look again.")
    if one is None:
        raise UnableToRecord("There is no such part. Look again.")
    _refuse_ended(one)
    _require_mine(item, one, by, at)
    return _store(item, turn, one, wrote, by=by, at=at, verb=DutiesVerb.DUTY_SKIPPED)


def _item(duty: str, by: Person, at: datetime) -> tuple[Board, Item]:
    found = queries.one(viewer=by, key=duty, on=timezone.localdate(at))
    if found is None:
        raise NotAllowed("There is no such duty for you at this school.")
    return found


def _turn(known: Board, item: Item, occurrence: str, part: str, on: date) -> tuple[Turn, Part]:
    if item.is_free and occurrence == "now":
        free = Occurrence(f"event/{on}", on, None, date.max, f"{on:%-d %B %Y}")
        one = Part("", item.owners.in_words, State.TO_DO)
        return Turn(free, [one], Unit.ON_EVENT, known.today), one
    turn = _open(item, occurrence)
    for one in turn.parts:
        if one.key == part:
            _refuse_ended(one)
            return turn, one
    raise UnableToRecord("There is no such part. Look again.")


def _open(item: Item, occurrence: str) -> Turn:
    for turn in item.turns:
        if turn.occurrence.key == occurrence:
            if turn.state is State.COMING:
                raise UnableToRecord(
                    f"This begins on {turn.occurrence.from_on:%-d %B %Y}. Record it from then on."
                )
            return turn
    raise UnableToRecord("This does not fall due any more: the calendar changed. Look again.")


def _refuse_ended(one: Part) -> None:
    if one.state not in OPEN_STATES | {State.MISSED}:
        who = f" by {one.doing.by}" if one.doing is not None else ""
        raise UnableToRecord(f"This is {one.state.lower()} already{who}. Look again.")


def _require_mine(item: Item, one: Part, by: Person, at: datetime) -> None:
    keeps = permissions.keeps(by, on=timezone.localdate(at))
    mine = one.person == by if one.person is not None else by in item.owners.people
    if not mine and not keeps and by not in item.owners.each:
        raise NotAllowed(f"This is for {item.owners.in_words}. Ask them, or the headteacher.")
    if not mine and not keeps:
        raise NotAllowed("This is somebody else’s part.")


def _refuse(item: Item, one: Part, wrote: Wrote, today: date) -> None:
    if wrote.on > today:
        raise UnableToRecord("That day has not come yet. Give the day on which it was done.")
    if max(len(wrote.evidence), len(wrote.attendance)) > LONGEST:
        raise UnableToRecord(f"Write at most {LONGEST} characters.")
    if item.duty.kind is Kind.PRESENT and not wrote.attendance.strip():
        raise UnableToRecord("Write down who was at the meeting.")
    if one.key.startswith(_POINT) and not wrote.link.strip():
        raise UnableToRecord("Give a link, or where the photo of it is filed.")
    if not any(text.strip() for text in (wrote.evidence, wrote.link, wrote.attendance)):
        raise UnableToRecord("Say what proves it: minutes, a file, a link.")


def _store(  # noqa: PLR0913 what a row holds
    item: Item, turn: Turn, one: Part, wrote: Wrote, *, by: Person, at: datetime, verb: DutiesVerb
) -> Doing:
    skipped = verb is DutiesVerb.DUTY_SKIPPED
    occurrence = turn.occurrence
    if not skipped and wrote.on < occurrence.from_on:
        says = f"This counts from {occurrence.from_on:%-d %B %Y} on. Give a day in that time."
        raise UnableToRecord(says)
    made = Doing(
        school=by.school, duty=item.duty.key, occurrence=occurrence.key, part=one.key,
        clause=item.duty.clause, what=item.duty.what[:400], from_on=occurrence.from_on,
        due_on=occurrence.due_on, outcome=Outcome.SKIPPED if skipped else Outcome.DONE,
        on=wrote.on, evidence=wrote.evidence.strip(), link=wrote.link.strip()[:400],
        attendance=wrote.attendance.strip(), person=one.person, by=by, at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise UnableToRecord("Somebody was faster: this is recorded already. Look again.") from None
    body: dict[str, Any] = {"duty": made.duty, "occurrence": made.occurrence,
                            "when": turn.label or occurrence.label}  # fmt: skip
    if one.key:
        body["part"] = one.words
    if skipped:
        body["because"] = made.evidence
    journal.write(school=by.school, by=by, at=at, verb=verb, object=made, clause=made.clause,
                  body=body)  # fmt: skip
    return made
