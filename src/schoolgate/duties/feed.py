"""Somebody's duties as an iCalendar feed (RFC 5545). What the policy says is public; it names
nobody, and says nothing of a joiner, a leaver or a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

from schoolgate.duties.queries import Board, Item, Turn
from schoolgate.duties.queries.listed import is_of
from schoolgate.duties.rules import OPEN_STATES, State
from schoolgate.people.models import Person

_AHEAD: Final = timedelta(days=400)
_SHOWN: Final = OPEN_STATES | {State.COMING}


def calendar(board: Board, person: Person, *, page: str, at: datetime) -> bytes:
    """Return the feed: one event on the day by which each time has to be done, for what is open or
    comes within 400 days. `page` is the address of the list."""
    made = Calendar()
    made.add("prodid", "-//Schoolgate//Duties//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"Duties at {person.school}")
    for item, turn, due in _due(board, person):
        made.add_component(_event(item, turn, due, person, page, at))
    return bytes(made.to_ical())


def _due(board: Board, person: Person) -> Iterable[tuple[Item, Turn, date]]:
    for short in board.items:
        if not is_of(short, person):
            continue
        item = board.item(short.duty, last=board.today + _AHEAD)
        for turn in item.turns:
            due = turn.occurrence.due_on
            if due is not None and item.waits_for(turn, person, _SHOWN):
                yield item, turn, due


def _event(item: Item, turn: Turn, due: date, person: Person, page: str, at: datetime) -> Event:
    event = Event()
    clause = f" (clause {item.duty.clause})" if item.duty.clause else ""
    event.add("uid", f"{item.duty.key}/{turn.occurrence.key}@{person.school.slug}.schoolgate")
    event.add("dtstamp", at)
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("summary", f"{item.duty.what[:1].upper()}{item.duty.what[1:]}{clause}")
    event.add("description", f"Due by the end of this day. Sign in to record it: {page}")
    event.add("url", page)
    event.add("transp", "TRANSPARENT")
    return event
