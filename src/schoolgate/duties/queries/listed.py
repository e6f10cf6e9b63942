"""Duties as somebody may see them: their own, the school's, what is late, what is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from schoolgate.duties import permissions
from schoolgate.duties.queries.board import Board, Item, board
from schoolgate.duties.queries.turns import Part, Turn
from schoolgate.duties.rules import GOVERNORS_AFTER, State
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.rules import STAFF_KINDS, Kind

WHICH: Final = {
    "mine": "Mine", "school": "The school’s", "overdue": "Overdue", "questions": "Open questions",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """What to look for: one of `WHICH`, words, and the column to sort by."""

    which: str = ""
    words: str = ""
    sort: str = ""


def listed(*, viewer: Person | None, on: date, filters: Filters) -> list[Item]:
    """Return the duties that the viewer may see and asks for. Raises PackError."""
    found = list(_visible(viewer, on))
    if viewer is None:
        return []
    kept = [item for item in found if _fits(item, filters, viewer)]
    return sorted(kept, key=_SORTS.get(filters.sort, _by_due))


def _visible(viewer: Person | None, on: date) -> Iterator[Item]:
    known = read(viewer, on)
    if known is None or viewer is None:
        return
    every = permissions.sees_all(viewer, on=on)
    yield from (item for item in known.items if every or is_of(item, viewer))


def read(viewer: Person | None, on: date) -> Board | None:
    """Return the duties of the viewer's school; None for whoever can have none. Raises PackError.

    Pupils, parents and other guests are asked for the roles that they hold first: most hold none.
    """
    if viewer is None:
        return None
    held = people.roles_of(viewer, on=on)
    if viewer.kind in STAFF_KINDS | {Kind.GOVERNOR}:
        return board(school=viewer.school, today=on) if held else None
    return board(school=viewer.school, today=on) if held - {viewer.role} else None


def is_of(item: Item, person: Person) -> bool:
    """Tell whether a duty, or a part of one, is somebody's."""
    owners = item.owners
    return person in owners.people or person in owners.each or person in owners.told


def _fits(item: Item, filters: Filters, viewer: Person) -> bool:
    which = {
        "mine": lambda: is_of(item, viewer),
        "overdue": lambda: item.days_late > 0,
        "questions": lambda: bool(item.question) or bool(item.owners.vacant),
    }.get(filters.which)
    said = " ".join((item.duty.what, item.duty.clause, item.duty.title, item.owners.in_words,
                     *item.duty.who)).lower()  # fmt: skip
    wanted = filters.words.lower().split()
    return (which is None or which()) and all(word in said for word in wanted)


def _by_due(item: Item) -> tuple[Any, ...]:
    turn = item.now
    rank = {State.OVERDUE: 0, State.TO_DO: 1, State.MISSED: 1, State.COMING: 2}
    if item.question:
        return 1, date.max, item.duty.what
    if turn is None:
        return 4, date.max, item.duty.what
    return rank.get(turn.state, 3), turn.occurrence.due_on or date.max, item.duty.what


_SORTS: Final[dict[str, Callable[[Item], Any]]] = {
    "clause": lambda item: (natural(item.duty.clause), item.duty.what),
    "what": lambda item: item.duty.what.lower(),
    "who": lambda item: (item.owners.in_words.lower(), item.duty.what),
    "period": lambda item: (item.period.in_words(), item.duty.what),
}


def natural(ref: str) -> list[tuple[int, int, str]]:
    """Return what sorts clause 9.10 after 9.9."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in ref.split(".")]


def one(*, viewer: Person | None, key: str, on: date) -> tuple[Board, Item] | None:
    """Return a duty that the viewer may see, with its times of the last two years."""
    known = read(viewer, on)
    duty = next((duty for duty in known.duties if duty.key == key), None) if known else None
    if known is None or duty is None or viewer is None:
        return None
    item = known.item(duty)
    if not permissions.sees_all(viewer, on=on) and not is_of(item, viewer):
        return None
    return known, item


def mine(items: Iterable[Item], person: Person) -> Iterator[tuple[Item, Turn, Part]]:
    """Yield every part that waits for somebody."""
    for item in items:
        for turn, part in item.parts_of(person.pk):
            yield item, turn, part


def overdue(items: Iterable[Item], days: int) -> list[Item]:
    """Return the duties that have been overdue for at least so many days."""
    return [item for item in items if item.days_late >= max(1, days)]


def for_governors(items: Iterable[Item]) -> list[Item]:
    """Return what governors hear of, the longest overdue first: what has been overdue for four
    weeks, and what the headteacher has not confirmed by its date. Rows OVR-10, HSM-30."""
    late = [item for item in items
            if item.days_late >= (1 if item.duty.is_heads_word else GOVERNORS_AFTER)]  # fmt: skip
    return sorted(late, key=lambda item: -item.days_late)


def confirmations(items: Iterable[Item]) -> list[Item]:
    """Return what the headteacher confirms. Row HSM-30."""
    return [item for item in items if item.duty.is_heads_word]
