"""When an administrator password is due, and what must never be typed into a note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Final

from schoolgate.kernel.times import Term

TERM_DAYS: Final = 91  # where the policy states no terms; as in `kernel.facts`
_SHORTEST_SECRET: Final = 8
_TELLING: Final = re.compile(
    r"\b(?:password|passcode|passphrase|pwd|pin|secret|key)\s*(?:is|was|=|:|\u2192)\s*\S", re.I
)
_PLAIN_TOKEN: Final = re.compile(
    r"[A-Za-z]+(?:[-'’][A-Za-z]+)*|[\d./:,-]+|\S+@\S+\.\w+|https?://\S+"
)


class Event(StrEnum):
    """What happens to a credential."""

    CHANGED = "changed"
    DEPOSITED = "deposited"


@dataclass(frozen=True, slots=True)
class State:
    """How a credential stands: why it waits (empty for in order), and from when it is late."""

    waits: tuple[str, ...]
    late_on: date | None


def whole_terms(terms: Iterable[Term]) -> list[tuple[date, date]]:
    """Return first and last day of each term, in order.

    “Autumn, first half” and “Autumn, second half” are one term.
    """
    ordered = sorted(terms, key=lambda term: term.first)
    halves = (list(some) for _, some in groupby(ordered, key=_season))
    return [(some[0].first, max(term.last for term in some)) for some in halves]


def state(
    changed_on: date | None, deposited_on: date | None, on: date, terms: Sequence[Term]
) -> State:
    """Return whether a credential must be changed this term, or put into the safe again.

    Changed in the term: in order. Not yet: due until the term ends; then late.
    """
    waits: list[str] = []
    late_on: date | None = None
    every = [one for one in whole_terms(terms) if one[0] <= on]
    if changed_on is None:
        waits.append("never changed")
        late_on = on
    elif every and changed_on < every[-1][0]:
        waits.append("not changed this term")
        # a whole term that went by without a change is late; else the present one may end first
        missed = next(last for first, last in every if changed_on < first)
        late_on = missed + timedelta(days=1)
    elif not every and on - changed_on >= timedelta(days=TERM_DAYS):
        waits.append("not changed for a term")
        late_on = changed_on + timedelta(days=TERM_DAYS)
    if deposited_on is None or (changed_on is not None and deposited_on < changed_on):
        waits.append("not in the safe since its change" if deposited_on else "not in the safe")
        late_on = min(filter(None, (late_on, changed_on or on)))
    return State(tuple(waits), late_on)


def _season(term: Term) -> str:
    return term.name.partition(",")[0].strip().lower()


def looks_like_a_secret(text: str) -> bool:
    """Tell whether a text seems to hold a password: it says so, or one word mixes characters.

    Plain words, numbers, dates and addresses pass.
    """
    if _TELLING.search(text):
        return True
    return any(_mixed(token.strip(".,;:!?()“”\"'")) for token in text.split())


def _mixed(token: str) -> bool:
    if len(token) < _SHORTEST_SECRET or _PLAIN_TOKEN.fullmatch(token):
        return False
    kinds = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")
    return sum(bool(re.search(kind, token)) for kind in kinds) >= 2
