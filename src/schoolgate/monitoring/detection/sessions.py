"""A social session left open in contact time (FIL-06): one spell, not only the first request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from .findings import Head, Severity, Spell

MINUTE: Final = 60_000  # ms
SOCIAL: Final = ("dating", "messaging", "social_media")
RULE: Final = "social_in_contact_time"

# By category and instant (ms): the clause that forbids it then, in contact time; "" for none.
Contact = Callable[[str, int], str]


@dataclass(frozen=True, slots=True)
class Long:
    """What counts as long: at least `minutes`, with no gap above `gap` minutes."""

    minutes: int = 15
    gap: int = 10


LONG: Final = Long()


class Open(NamedTuple):
    """A social site was open from `since` to `until`, ms since 1970: a request, or a tunnel."""

    since: int
    until: int
    category: str


def sessions(
    who: str, seen: Iterable[Open], contact: Contact, *, long: Long = LONG
) -> Iterator[Spell]:
    """Yield one person's sessions that took long of contact time; breaks within are not counted."""
    for one in _joined(sorted(seen), long.gap * MINUTE):
        clauses = [clause for clause in _clauses(one, contact) if clause]
        if len(clauses) >= long.minutes:
            yield _spell(who, one, clauses)


def _joined(seen: list[Open], gap: int) -> Iterator[list[Open]]:
    """Yield what was open without a longer gap, together."""
    session: list[Open] = []
    last = 0
    for one in seen:
        if session and one.since - last > gap:
            yield session
            session = []
        last = max(last, one.until) if session else one.until
        session.append(one)
    if session:
        yield session


def _clauses(session: list[Open], contact: Contact) -> Iterator[str]:
    """Yield of each whole minute of a session the clause that forbids it, or ""."""
    kinds = sorted({one.category for one in session})
    since, until = session[0].since, max(one.until for one in session)
    for at in range(since, until - MINUTE + 1, MINUTE):
        yield next(filter(None, (contact(kind, at) for kind in kinds)), "")


def _spell(who: str, session: list[Open], clauses: list[str]) -> Spell:
    reason = f"Social sites were open for {len(clauses)} minutes of contact time."
    return Spell(
        head=Head.PRIVATE_USE,
        severity=Severity.NOTE,
        rule=RULE,
        who=who,
        since=session[0].since,
        until=max(one.until for one in session) + 1,
        amount=len(clauses),
        unit="minutes",
        reasons=(reason,),
        clause=clauses[0],
    )
