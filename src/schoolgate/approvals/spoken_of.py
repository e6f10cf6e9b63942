"""What other rooms know that belongs beside a request about somebody: registered at start-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from schoolgate.people.models import Person


class Known(NamedTuple):
    """One line beside a request: what it is, and what is known."""

    label: str
    said: str


_tellers: dict[str, Callable[[Person], Known]] = {}


def told_by(name: str, teller: Callable[[Person], Known]) -> None:
    """Ask this from now on; the same name again replaces it."""
    _tellers[name] = teller


def of(person: Person) -> list[Known]:
    """Return what is known of somebody, for who may see a request about them."""
    return [teller(person) for teller in _tellers.values()]
