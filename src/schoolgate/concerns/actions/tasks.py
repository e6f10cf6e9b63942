"""What somebody has to do in a case: given, done with the entry that proves it, handed over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from schoolgate.concerns import permissions
from schoolgate.concerns.actions import storing
from schoolgate.concerns.actions.storing import Asked, UnableToAct, open_for, write_entry
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Case, Entry, Task
from schoolgate.concerns.rules.words import State
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.records import actions as journal


@transaction.atomic
def give_task(
    *, case: Case, asked: Asked, by: Person, at: datetime, ticket: UUID | None = None
) -> Task | None:
    """Ask somebody who sees the case to do something in it. Sent twice, it is asked once: None the
    second time. Raises UnableToAct."""
    opened = open_for(case, by, at)
    if not permissions.may_lead(by, opened.case, on=timezone.localdate(at)):
        raise UnableToAct("Only who leads the case gives tasks: the safeguarding lead or the head.")
    if ticket and Entry.objects.filter(case=case, ticket=ticket).exists():
        return None
    _refuse_closed(opened.case)
    if not asked.words.strip():
        raise UnableToAct("Say what is to be done.")
    whom = _able(asked.person, opened.case, at)
    task = storing.give(opened, asked=asked, at=at)
    due = timezone.localtime(asked.due_at).strftime("%d/%m/%Y %H:%M") if asked.due_at else ""
    said = {"words": asked.words.strip(), "whom": whom.name, "due": due}
    write_entry(opened, kind="tasked", said=said, by=by, at=at, ticket=ticket or uuid4())
    _journal(opened, ConcernsVerb.TASK_GIVEN, task, by, at)
    return task


@transaction.atomic
def do_task(*, task: Task, words: str, by: Person, at: datetime) -> Entry:
    """Say what was done; the entry proves it. Raises UnableToAct."""
    opened = _mine(task, by, at)
    if not words.strip():
        raise UnableToAct("Say what was done. It is kept in the case.")
    entry = write_entry(opened, kind="done", said={"words": words.strip()}, by=by, at=at)
    if Task.objects.filter(pk=task.pk, done_at=None).update(done_at=at, done_by=entry) != 1:
        raise UnableToAct("That is done already.")
    _journal(opened, ConcernsVerb.TASK_DONE, task, by, at)
    return entry


@transaction.atomic
def hand_over(*, task: Task, to: Person, why: str, by: Person, at: datetime) -> Entry:
    """Ask another who sees the case to do it. Raises UnableToAct."""
    opened = _mine(task, by, at)
    if not why.strip():
        raise UnableToAct("Say why. It is kept in the case.")
    whom = _able(to, opened.case, at)
    if task.person_id == whom.pk:
        raise UnableToAct(f"{whom} has it already.")
    there = Task.objects.filter(pk=task.pk, done_at=None, person=task.person_id, role=task.role)
    if there.update(person=whom, role="") != 1:
        raise UnableToAct("Somebody was faster. Look again.")
    said = {"words": why.strip(), "whom": whom.name}
    entry = write_entry(opened, kind="handed-over", said=said, by=by, at=at)
    _journal(opened, ConcernsVerb.TASK_HANDED, task, by, at)
    return entry


def _mine(task: Task, by: Person, at: datetime) -> Opened:
    """Open the case of a task for who may do it: who was asked, or who leads the case."""
    case, on = task.case.into or task.case, timezone.localdate(at)
    opened = open_for(case, by, at)
    _refuse_closed(opened.case)
    asked = task.person_id == by.pk or task.role in people.roles_of(by, on=on)
    if not (asked or permissions.may_lead(by, opened.case, on=on)):
        raise UnableToAct("Somebody else was asked to do this.")
    return opened


def _able(person: Person | None, case: Case, at: datetime) -> Person:
    if person is None or not permissions.may_see(person, case, on=timezone.localdate(at)):
        raise UnableToAct("Name somebody who may see the case, or let them see it first.")
    return person


def _refuse_closed(case: Case) -> None:
    if case.state not in {State.NEW, State.OPEN}:
        raise UnableToAct("The case is closed. Open it again first.")


def _journal(opened: Opened, verb: ConcernsVerb, task: Task, by: Person, at: datetime) -> None:
    case = opened.case
    journal.write(school=case.school, by=by, at=at, verb=verb, object=case, body={"task": task.pk})
