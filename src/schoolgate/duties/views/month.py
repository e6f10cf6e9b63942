"""A month with what falls due on each day, and with the days of the school's own calendar."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.duties import permissions
from schoolgate.duties.queries import Board
from schoolgate.duties.queries.listed import is_of, read
from schoolgate.duties.rules import ONE_DAY, Unit
from schoolgate.people.calendar import SpanKind, bank_holidays
from schoolgate.people.models import Person
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies.language.mistakes import PackError

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@require_safe
@never_cache
def month(request: PersonsVisit, school: str) -> HttpResponse:
    """One month: a table where there is room, a list on a phone."""
    today, here = timezone.localdate(), request.person.school
    first = _first(request.GET.get("month", ""), today)
    last = date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
    every = permissions.sees_all(request.person, on=today) and request.GET.get("which") != "mine"
    try:
        board = read(request.person, today)
    except PackError:
        return render(request, "duties/mistakes.html", {"school": here})
    due = _due(board, request.person, first, last, every=every) if board is not None else {}
    days = [_day(board, first + number * ONE_DAY, due) for number in range(last.day)]
    context = {
        "school": here, "first": first, "today": today, "weekdays": _WEEKDAYS, "every": every,
        "weeks": list(_weeks(days)), "days": [day for day in days if day["due"] or day["notes"]],
        "before": first - ONE_DAY, "after": last + ONE_DAY,
        "may_all": permissions.sees_all(request.person, on=today),
    }  # fmt: skip
    return render(request, "duties/month.html", context)


def _first(text: str, today: date) -> date:
    try:
        year, number = text.split("-")
        return date(min(2099, max(2000, int(year))), int(number), 1)
    except ValueError:
        return today.replace(day=1)


def _due(
    board: Board, person: Person, first: date, last: date, *, every: bool
) -> dict[date, list[dict[str, Any]]]:
    """Return what has to be done by each day; what is due every day is left to the list."""
    found: dict[date, list[dict[str, Any]]] = {}
    for short in board.items:
        if short.period.unit is Unit.DAY or not (every or is_of(short, person)):
            continue
        for turn in board.item(short.duty, last=max(last, board.today)).turns:
            due = turn.occurrence.due_on
            if due is not None and first <= due <= last:
                found.setdefault(due, []).append({"duty": short.duty, "turn": turn})
    return found


def _day(board: Board | None, day: date, due: dict[date, list[dict[str, Any]]]) -> dict[str, Any]:
    notes = [name for name in [bank_holidays(day).get(day)] if name]
    if board is not None:
        notes += list(_notes(board, day))
    return {"day": day, "due": due.get(day, []), "notes": notes}


def _notes(board: Board, day: date) -> Iterator[str]:
    for span in board.dates.spans:
        if span.kind is SpanKind.TERM and day in (span.first, span.last):
            yield f"{span.name} term {'begins' if day == span.first else 'ends'}"
        elif span.kind is SpanKind.HALF_TERM and day == span.first:
            yield f"{span.name or 'Half-term'} begins"
        elif span.kind is SpanKind.INSET and span.covers(day):
            yield "INSET day"
        elif span.kind is SpanKind.CLOSED and span.covers(day):
            yield span.name or "Closed"


def _weeks(days: list[dict[str, Any]]) -> Iterator[list[dict[str, Any] | None]]:
    row: list[dict[str, Any] | None] = [None] * days[0]["day"].weekday()
    for day in days:
        row.append(day)
        if len(row) == len(_WEEKDAYS):
            yield row
            row = []
    if row:
        yield row + [None] * (len(_WEEKDAYS) - len(row))
