"""What this room puts on people's Do lists: numbers and steps, never a word of what happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone

from schoolgate.concerns import identity, letterbox, meetings, queries, registers
from schoolgate.concerns.actions.taking import STEP
from schoolgate.concerns.actions.waiting import READ
from schoolgate.concerns.models import Attendance, Case, Task
from schoolgate.concerns.rules.kinds import KINDS
from schoolgate.concerns.rules.words import State
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.needs import Need
from schoolgate.people.rights import Capability

STALE: Final = timedelta(days=14)
_MOST: Final = 100  # of a kind: a longer list helps nobody


def needs(person: Person, at: datetime) -> Iterator[Need]:
    """Yield new reports that somebody sorts, cases that stand still, support that is missing, and
    the tasks of their cases."""
    on = timezone.localdate(at)
    if people.may(person, Capability.CASE_LEAD, school=person.school_id, on=on):
        yield from _of_leaders(person, at)
    else:
        yield from _new(person, at)
    seen: set[int] = set()
    for task in queries.my_tasks(viewer=person, at=at):
        if task.kind == READ or (task.kind == STEP and task.case_id in seen):
            continue  # of the steps of a route the next
        if task.follows_id and task.due_at and task.due_at > at:
            continue  # a reminder, for later
        seen |= {task.case_id} if task.kind == STEP else set()
        due = timezone.localdate(task.due_at) if task.due_at else None
        case = task.case.into or task.case
        yield Need(f"{_said(task)}: {case}", _page(case, person), task.made_at, due=due)


def asked(person: Person, at: datetime) -> Iterator[Need]:
    """Yield notices to confirm, and meetings that somebody is asked to. HSM-05, HSM-12."""
    on = timezone.localdate(at)
    page = reverse("concerns:asked", args=[person.school.slug])
    for notice in meetings.notices(viewer=person, on=on).filter(confirmed_at=None):
        yield Need(f"Read and confirm what you are asked to stay out of: {notice.case}", page,
                   notice.asked_at)  # fmt: skip
    coming = Attendance.objects.filter(school=person.school_id, person=person, meeting__at__gte=at)
    for one in coming.select_related("meeting__entry"):
        yield Need("Come to a meeting at school", page, one.meeting.entry.written_at,
                   due=timezone.localdate(one.meeting.at))  # fmt: skip


def at_the_gate(person: Person, at: datetime) -> Iterator[Need]:
    """Yield that nobody is down for the gate. HSM-26."""
    on = timezone.localdate(at)
    if not people.may(person, Capability.GATE_KEEP, school=person.school_id, on=on):
        return
    if gaps := registers.gaps(person.school, at):
        times = "once" if len(gaps) == 1 else f"{len(gaps)} times"
        page = reverse("concerns:gate", args=[person.school.slug])
        yield Need(f"Nobody is down for the gate: {times} this week", page, _morning(on),
                   due=gaps[0].on)  # fmt: skip


def in_letterbox(person: Person, at: datetime) -> Iterator[Need]:
    """Yield that letters wait, at once; and what reporters have written back. Only days are
    known of either, so each counts from the beginning of its day."""
    on = timezone.localdate(at)
    waiting = letterbox.letters(viewer=person, on=on)
    if waiting:
        page = reverse("concerns:letterbox", args=[person.school.slug])
        letters = "a letter" if len(waiting) == 1 else f"{len(waiting)} letters"
        yield Need(f"Read {letters} in the letterbox", page, _morning(waiting[0].row.on))
    for message in letterbox.unread(viewer=person, on=on):
        case = letterbox.case_of(message.conversation)
        page = reverse("concerns:talk", args=[person.school.slug, message.conversation_id])
        yield Need(f"A reporter has written again: {case}", page, _morning(message.on))


def of_names(person: Person, at: datetime) -> Iterator[Need]:
    """Yield that a name is asked for, to whoever may agree; and to who asked, that it is open."""
    here = person.school.slug
    for case, row, may in identity.waiting_for(person, at=at, on=timezone.localdate(at)):
        place = [here, case.pk, row.pk]
        if may == "decide":
            title = f"Decide whether a name is opened: {case}"
            yield Need(title, reverse("concerns:decide-name", args=place), row.asked_at)
        else:
            title = f"A name is open to you for an hour: {case}"
            yield Need(title, reverse("concerns:read-name", args=place), row.decided_at or at)


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _of_leaders(person: Person, at: datetime) -> Iterator[Need]:
    yield from _new(person, at)
    on = timezone.localdate(at)
    for case in queries.standing_still(viewer=person, on=on, since=at - STALE)[:_MOST]:
        yield Need(f"Nothing has happened for two weeks: {case}", _page(case, person),
                   case.moved_at + STALE)  # fmt: skip
    for case in queries.without_support(viewer=person, on=on)[:_MOST]:
        yield Need(f"Write a support plan for whoever is abused: {case}", _page(case, person),
                   case.opened_at)  # fmt: skip


def _new(person: Person, at: datetime) -> Iterator[Need]:
    on = timezone.localdate(at)
    new = queries.cases(viewer=person, on=on, state=State.NEW, sort="oldest")[:_MOST]
    mornings = _mornings(list(new))
    for case in new:
        morning = mornings.get(case.pk)
        due = timezone.localdate(morning) if morning else None
        yield Need(f"Read a new concern: {case}", _page(case, person), case.opened_at, due=due)


def _mornings(cases: list[Case]) -> dict[int, datetime | None]:
    """Return by when each new case is to be read that came out of hours."""
    there = Task.objects.filter(case__in=cases, kind=READ, done_at=None).order_by("-pk")
    return dict(there.values_list("case", "due_at")) if cases else {}


def _said(task: Task) -> str:
    """Say what is to be done, without a word of the case."""
    return f"Write down “{KINDS[task.kind].title}”" if task.kind in KINDS else "Do a task"


def _page(case: Case, person: Person) -> str:
    return reverse("concerns:case", args=[person.school.slug, case.pk])
