"""Gates: what must be passed before somebody's account is opened. Higher rooms fill this registry.

A gate of the same name replaces the one before it, so the room of agreements takes the place of the
gate that is recorded by hand until then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from schoolgate.people.models import Person
from schoolgate.people.rules import STAFF_KINDS, Kind


@dataclass(frozen=True, slots=True)
class Passed:
    """The gate is passed: by what evidence, in words, and since when."""

    words: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """The gate is not passed; the sentence says what is to be done."""

    sentence: str


Applies = Callable[[Person], bool]
Check = Callable[[Person, datetime], Passed | Missing]


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate. `by_hand`: no room knows yet whether it is passed, so evidence may be typed."""

    name: str
    title: str
    applies_to: Applies
    passed: Check
    by_hand: bool


_gates: dict[str, Gate] = {}


def add(
    name: str, applies_to: Applies, passed: Check, *, title: str = "", by_hand: bool = False
) -> None:
    """Ask this gate from now on; gates are passed in the order in which they were added first."""
    old = _gates.get(name)
    words = title or (old.title if old else name.replace("-", " ").capitalize())
    _gates[name] = Gate(name, words, applies_to, passed, by_hand)


def of(person: Person) -> Iterator[Gate]:
    """Yield the gates that somebody has to pass, in order."""
    return (gate for gate in _gates.values() if gate.applies_to(person))


def named(name: str) -> Gate | None:
    """Return the gate of this name."""
    return _gates.get(name)


_FOR: tuple[tuple[str, str, frozenset[Kind]], ...] = (
    ("induction", "Induction training", frozenset(STAFF_KINDS)),
    ("staff-agreement", "Agreement for staff signed", frozenset(STAFF_KINDS)),
    ("pupil-agreement", "Agreement for pupils signed", frozenset({Kind.PUPIL})),
    ("community-agreement", "Agreement for community users signed",
     frozenset({Kind.COMMUNITY_USER})),
    ("guest-agreement", "Agreement for guests signed",
     frozenset({Kind.CONTRACTOR, Kind.GOVERNOR, Kind.VISITOR, Kind.VOLUNTEER})),
)  # fmt: skip


def add_those_kept_by_hand() -> None:
    """Add the gates that no room proves yet: training and the four kinds of agreement."""
    for name, title, kinds in _FOR:
        add(name, _of_kinds(kinds), _nothing_known(title), title=title, by_hand=True)


def _of_kinds(kinds: frozenset[Kind]) -> Applies:
    return lambda person: person.kind in kinds


def _nothing_known(title: str) -> Check:
    missing = Missing(f"{title}: not recorded yet.")
    return lambda *_: missing
