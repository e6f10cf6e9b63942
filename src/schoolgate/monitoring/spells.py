"""What went on for a while, read anew from the log around what has just arrived: nothing is
remembered between two readings, so a stopped job loses nothing and what comes late counts too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

from schoolgate.activity import days
from schoolgate.activity.events import WebEvent
from schoolgate.activity.store import Store
from schoolgate.filtering.rules.profiles import profile_of
from schoolgate.monitoring.detection.findings import Spell
from schoolgate.monitoring.detection.sessions import MINUTE, SOCIAL, Open, sessions
from schoolgate.monitoring.detection.volumes import GIGABYTE, HOUR, Moved, volumes
from schoolgate.monitoring.rules import contact
from schoolgate.monitoring.whose import Whose
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.policies.rules import RuleBook

_REMEMBERED: Final = 20_000  # minutes of which the policy's word is known


class Lasted(NamedTuple):
    """A spell, the number of an event that it began with, and the role that the filter used."""

    spell: Spell
    source: str
    role: str


def found(
    events: Iterable[object], store: Store, known: Mapping[str, Whose], *,
    book: RuleBook | None, gigabytes: int,
) -> Iterator[Lasted]:  # fmt: skip
    """Yield the spells that events which have just arrived are part of, as the log has them now.
    While the policy has mistakes (`book` is None) no session is one."""
    web = [one for one in events if isinstance(one, WebEvent) and one.who]
    if book is not None:
        yield from _sessions(store, web, known, book)
    yield from _volumes(store, web, known, book, gigabytes * GIGABYTE)


def _sessions(
    store: Store, web: Iterable[WebEvent], known: Mapping[str, Whose], book: RuleBook
) -> Iterator[Lasted]:
    """Yield the long social sessions of employees, on the days of what arrived."""
    social = [one for one in web if one.category in SOCIAL and _is_staff(known.get(one.who))]
    if not social:
        return
    first, last = _span(social)
    roles = {one.who: one.role for one in social}
    rows: list[Any] = store.ask(
        "open_by_category", since=days.starts(days.day_of(first)),
        until=days.ends(days.day_of(last)), people=sorted(roles), categories=[*SOCIAL],
    )  # fmt: skip
    keeping = _keeping(book)
    for who, role in roles.items():
        theirs = {Open(*row[1:4]): str(row[4]) for row in rows if row[0] == who}
        profile = _profile(known[who].person, last)
        for spell in sessions(who, theirs, partial(keeping, profile)):
            began = next(number for one, number in theirs.items() if one.since == spell.since)
            yield Lasted(spell, began, role)


def _is_staff(one: Whose | None) -> bool:
    return one is not None and one.person.kind in STAFF_KINDS


def _profile(person: Person, at: int) -> str:
    held = people.roles_of(person, on=days.day_of(at))
    return profile_of(person.kind, person.role, held)


def _keeping(book: RuleBook) -> Callable[[str, str, int], str]:
    """Return what tells the clause that keeps a profile from a category at an instant; the policy
    is asked once for each minute."""

    @lru_cache(maxsize=_REMEMBERED)
    def clause(profile: str, category: str, minute: int) -> str:
        then = days.moment(minute * MINUTE)
        return contact.keeping_from(book, profile, category, then)

    return lambda profile, category, at: clause(profile, category, at // MINUTE)


def _volumes(
    store: Store, web: list[WebEvent], known: Mapping[str, Whose], book: RuleBook | None, most: int
) -> Iterator[Lasted]:
    """Yield large transfers in the hours around what arrived."""
    if not web:
        return
    first, last = _span(web)
    span = {"since": first - HOUR, "until": last + HOUR + 1}
    roles = {one.who: one.role for one in web}
    for (name,) in store.ask("moved_most", people=sorted(roles), most=most, **span):
        who, role = str(name), roles[str(name)]
        rows: list[Any] = store.ask("moved_by", who=who, **span)
        post = known[who].person.role if who in known else role
        at = days.moment(last)
        clause = contact.about_transfers(book, post, at) if book else ""
        moved = [Moved(*row[:3]) for row in rows]
        for spell in volumes(who, moved, most=most, clause=clause):
            began = next(number for _, until, _, number in rows if until >= spell.since)
            yield Lasted(spell, str(began), role)


def _span(events: Iterable[WebEvent]) -> tuple[int, int]:
    """Return when the first of some requests began, and when the last ended."""
    every = [*events]
    return min(one.at - one.took for one in every), max(one.at for one in every)
