"""Entries of the chronology, written by hand: added, corrected, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from schoolgate.concerns import answers, queries, routing
from schoolgate.concerns.actions import following
from schoolgate.concerns.actions.storing import UnableToAct, open_for, write_entry
from schoolgate.concerns.actions.taking import REFER, RING_FIRST
from schoolgate.concerns.counting import names_of
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Case, Entry, Task
from schoolgate.concerns.rules import gates, telling
from schoolgate.concerns.rules.kinds import KINDS, Field, Kind
from schoolgate.concerns.rules.naming import names_in
from schoolgate.concerns.rules.words import State
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.records import actions as journal


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be written: a kind of `rules.kinds`, its fields, and when it happened."""

    kind: str
    said: Mapping[str, str]
    happened_at: datetime
    ticket: UUID = field(default_factory=uuid4)
    corrects: Entry | None = None
    adds_to: Entry | None = None


@transaction.atomic
def write(*, case: Case, draft: Draft, by: Person, at: datetime) -> Entry:
    """Write an entry into a case. Sent twice, it is written once. Raises UnableToAct."""
    opened = open_for(case, by, at)
    sent = Entry.objects.filter(case=case, ticket=draft.ticket).first()
    if sent is not None:
        return sent
    kind = KINDS.get(draft.kind)
    if kind is None or not kind.by_hand:
        raise UnableToAct("This cannot be written by hand. Choose from the list.")
    if draft.happened_at > at:
        raise UnableToAct("It cannot have happened in the future. Look at the day and time.")
    _refuse_correction(opened.case, kind, draft)
    _refuse_loose(opened.case, kind, draft)
    refuse(opened, kind, draft.said, by=by, at=at, beside=draft.adds_to)
    questions = answers.asked(kind, case.school, on=timezone.localdate(at))
    said = {one.name: draft.said.get(one.name, "").strip() for one in questions}
    entry = write_entry(
        opened, kind=kind.slug, said=said, by=by, at=at, happened_at=draft.happened_at,
        ticket=draft.ticket, corrects=draft.corrects, adds_to=draft.adds_to,
    )  # fmt: skip
    _do_what_waits(opened, entry, said, at)
    following.remind(opened, entry, said, at)
    journal.write(school=case.school, by=by, at=at, verb=ConcernsVerb.ENTRY_WRITTEN, object=case,
                  body={"entry": entry.pk, "kind": kind.slug})  # fmt: skip
    return entry


def _do_what_waits(opened: Opened, entry: Entry, said: Mapping[str, str], at: datetime) -> None:
    case = opened.case
    waiting = Task.objects.filter(Q(case=case) | Q(case__into=case), kind=entry.kind, done_at=None)
    waiting = waiting.filter(Q(follows=None) | Q(follows=entry.adds_to))
    if entry.kind == REFER:
        waiting = waiting.filter(pk=_of_body(opened, waiting, said["body"]))
    waiting.update(done_at=at, done_by=entry)


def _of_body(opened: Opened, waiting: QuerySet[Task], body: str) -> int:
    """Return which of the waiting referrals is done: the one to this body, else the first."""
    there = set(waiting.values_list("pk", flat=True))
    words = {task.pk: said.lower() for task, said in queries.tasks(opened) if task.pk in there}
    named = [pk for pk, said in words.items() if body.lower() in said]
    return next(iter([*named, *words]), 0)


def refuse(
    opened: Opened, kind: Kind, said: Mapping[str, str], *, by: Person, at: datetime,
    beside: Entry | None = None,
) -> None:  # fmt: skip
    """Refuse what may not be written in a case now, by this person, or with these answers; `beside`
    is the entry that it goes on from. Raises UnableToAct."""
    case = opened.case
    writable = {State.NEW, State.OPEN, State.CLOSED} if kind.after else {State.NEW, State.OPEN}
    if case.state not in writable:
        raise UnableToAct("The case is closed. Open it again first.")
    if kind.by and kind.by.isdisjoint(people.roles_of(by, on=timezone.localdate(at))):
        able = " or ".join(telling.ROLES.get(one, one) for one in sorted(kind.by))
        raise UnableToAct(f"Others write this: {able}.")
    for one in answers.asked(kind, case.school, on=timezone.localdate(at)):
        _refuse_answer(one, said.get(one.name, "").strip())
    if kind.slug != "danger-met" and routing.waits(opened):
        raise UnableToAct(RING_FIRST)
    _refuse_names(case, said)
    standing = queries.standing(opened, said, beside=beside)
    if shut := gates.missing(gates.BEFORE.get(kind.slug, ()), standing):
        raise UnableToAct(" ".join(map(str, shut)))


def _refuse_names(case: Case, said: Mapping[str, str]) -> None:
    """Refuse a lesson for the report of the term that names somebody of the school. DPR-14."""
    shared = said.get("shared", "")
    if shared.strip() and (found := names_in(shared, names_of(case.school))):
        raise UnableToAct(f"Governors read it: say it without {', '.join(found)}.")


def _refuse_correction(case: Case, kind: Kind, draft: Draft) -> None:
    wrong = draft.corrects
    if (wrong is None) == (kind.slug == "correction"):
        raise UnableToAct("A correction stands beside the entry that it puts right. Choose one.")
    if wrong is not None and case.pk not in {wrong.case_id, wrong.case.into_id}:
        raise UnableToAct("What is corrected stands in another case.")


def _refuse_loose(case: Case, kind: Kind, draft: Draft) -> None:
    """What goes on from another entry stands beside one of that kind, in the same case."""
    first = draft.adds_to
    if (first.kind if first else "") != kind.adds_to:
        raise UnableToAct("Choose the entry that this goes on from, and write it there.")
    if first is not None and case.pk not in {first.case_id, first.case.into_id}:
        raise UnableToAct("What it goes on from stands in another case.")


def _refuse_answer(one: Field, answer: str) -> None:
    if one.required and not answer:
        raise UnableToAct(f"Answer this: {one.label}")
    if one.choices and answer and answer not in dict(one.choices):
        raise UnableToAct(f"Choose one of the answers: {one.label}")
