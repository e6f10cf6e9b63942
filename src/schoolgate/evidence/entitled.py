"""Who may see a folder is said by the room that keeps it. Where no room says so: nobody.

The room above registers, under the beginning of its keepers (`concerns:case` of `concerns:case:7`),
what it says of its folders.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from schoolgate.people.models import Person

Holders = Callable[[str, Person, date], Sequence[str]]
NO_ROOM: Final = "Nobody has said who keeps this folder, so nothing is put into it."


class AlreadySaid(Exception):
    """Two rooms speak for the same folders."""


def _open(*question: object) -> str:
    return ""


def _none(keeper: str) -> Sequence[str]:
    return ()


def _for_ever(keeper: str) -> Until:
    return Until(None, "Nobody has said how long this is kept.")


def _nobody(keeper: str, viewer: Person) -> Sequence[str]:
    return ()


def _untitled(keeper: str, viewer: Person) -> tuple[str, str]:
    return "Evidence", ""


@dataclass(frozen=True, slots=True)
class Until:
    """The last day on which a folder is kept, None where none is known; and a sentence on it."""

    on: date | None
    says: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What a room says of its folders; each function gets the whole keeper.

    `see(keeper, viewer, on)`: the holders of keys in whose name this person may see the folder
    today, such as `elmfield:role:dsl`; empty: may not. `attach(keeper)` and
    `export(keeper, viewer, on)`: "" where it may be done, or the sentence why nobody may.
    `hidden(keeper)`: names that no bundle may tell. `title(keeper, viewer)`: what the page says
    above, and the address of the page that it belongs to. `until(keeper)`: how long it is kept.
    `people(keeper, viewer)`: names that whoever makes a bundle may choose to leave out.
    `beside(keeper)`: keepers of folders that belong with this one.
    """

    see: Holders
    attach: Callable[[str], str] = _open
    export: Callable[[str, Person, date], str] = _open
    hidden: Callable[[str], Sequence[str]] = _none
    title: Callable[[str, Person], tuple[str, str]] = _untitled
    until: Callable[[str], Until] = _for_ever
    people: Callable[[str, Person], Sequence[str]] = _nobody
    beside: Callable[[str], Sequence[str]] = _none


_rules: dict[str, Rules] = {}


def by(prefix: str, rules: Rules) -> None:
    """Say what holds for folders whose keeper begins with `prefix` and a colon."""
    if prefix in _rules:
        raise AlreadySaid(f"“{prefix}” is spoken for.")
    _rules[prefix] = rules


def holders(keeper: str, viewer: Person, on: date) -> tuple[str, ...]:
    """Return in whose name somebody may see a folder today; empty: not at all."""
    rules = _of(keeper)
    return tuple(rules.see(keeper, viewer, on)) if rules else ()


def no_files(keeper: str) -> str:
    """Return why nothing may be attached to a folder; "" where it may."""
    rules = _of(keeper)
    return rules.attach(keeper) if rules else NO_ROOM


def no_export(keeper: str, viewer: Person, on: date) -> str:
    """Return why this person makes no bundle of a folder; "" where they may."""
    rules = _of(keeper)
    return rules.export(keeper, viewer, on) if rules else NO_ROOM


def hidden(keeper: str) -> tuple[str, ...]:
    """Return the names that no bundle of a folder may tell."""
    rules = _of(keeper)
    return tuple(rules.hidden(keeper)) if rules else ()


def until(keeper: str) -> Until:
    """Return how long a folder is kept."""
    rules = _of(keeper)
    return rules.until(keeper) if rules else _for_ever(keeper)


def people(keeper: str, viewer: Person) -> tuple[str, ...]:
    """Return names that whoever makes a bundle may choose to leave out."""
    rules = _of(keeper)
    return tuple(rules.people(keeper, viewer)) if rules else ()


def beside(keeper: str) -> tuple[str, ...]:
    """Return the keepers of folders that belong with this one."""
    rules = _of(keeper)
    return tuple(rules.beside(keeper)) if rules else ()


def title(keeper: str, viewer: Person) -> tuple[str, str]:
    """Return what stands above the page of a folder, and the address that it belongs to."""
    rules = _of(keeper)
    return rules.title(keeper, viewer) if rules else _untitled(keeper, viewer)


def _of(keeper: str) -> Rules | None:
    return _rules.get(keeper.rpartition(":")[0])
