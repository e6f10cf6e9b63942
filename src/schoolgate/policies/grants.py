"""Where granted leave comes from: the room that keeps it offers it here, and Ask uses it.

Nothing registered means that nobody's leave is on record: Ask then goes by what people say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from schoolgate.people.models import Person
from schoolgate.policies.asking.leave import Leave
from schoolgate.policies.asking.steps import State
from schoolgate.policies.rules import Question


@dataclass(frozen=True, slots=True)
class Granted:
    """Leave in force: the facts that it states, who gave it as a sentence, its page, its number."""

    facts: Mapping[str, str]
    sentence: str
    url: str
    ref: str


@dataclass(frozen=True, slots=True)
class Page:
    """Where somebody asks for leave; `is_asked` where it is the page of what they asked already.
    An empty address: it is not theirs to ask for."""

    url: str = ""
    is_asked: bool = False


class Keeper(Protocol):
    """The room that keeps what was granted."""

    def granted(self, *, to: Person, question: Question, at: datetime) -> Iterable[Granted]:
        """Return the leave that somebody has for exactly this, at this instant."""

    def page_to_ask(self, *, leave: Leave, state: State, by: Person, at: datetime) -> Page:
        """Return the page where they can ask for leave, or of their request that waits."""


_keeper: list[Keeper] = []


def keep(keeper: Keeper) -> None:
    """Ask `keeper` from now on, in place of any other."""
    _keeper[:] = [keeper]


def granted(*, to: Person, question: Question, at: datetime) -> list[Granted]:
    """Return the leave that somebody has for exactly this question, at this instant."""
    return [one for keeper in _keeper for one in keeper.granted(to=to, question=question, at=at)]


def page_to_ask(*, leave: Leave, state: State, by: Person, at: datetime) -> Page:
    """Return the page where somebody can ask for leave, or of their request that waits."""
    pages = (keeper.page_to_ask(leave=leave, state=state, by=by, at=at) for keeper in _keeper)
    return next(pages, Page())
