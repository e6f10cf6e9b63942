"""What a kind of entry is made of: its questions, and who may write it and when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Shape(Enum):
    """What is typed into a field."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    CHOICE = "choice"
    YES_NO = "yes-no"


YES_NO: Final = (("yes", "Yes"), ("no", "No"))


@dataclass(frozen=True, slots=True)
class Field:
    """One question of an entry. `source` says where a school's own answers are from (`answers`)."""

    name: str
    label: str
    shape: Shape = Shape.TEXT
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry.

    `by` are the roles that may write it, anybody admitted where it is empty. `by_hand` is False for
    what the program itself writes, `after` True for what may still be written once the case is
    closed. `outcome` is the field that says what came of the matter, where the kind is a decision.
    `seen_by` are the roles that read it, everybody admitted where it is empty. `adds_to` is the
    kind of the entry that it goes on from. `page` is the route of the form that writes it, where
    that is a form of its own; `start` the words with which the form begins, by field.
    """

    slug: str
    title: str
    fields: tuple[Field, ...]
    by: frozenset[str] = frozenset()
    by_hand: bool = True
    hint: str = ""
    after: bool = False
    outcome: str = ""
    seen_by: frozenset[str] = frozenset()
    adds_to: str = ""
    page: str = ""
    start: tuple[tuple[str, str], ...] = ()


WORDS: Final = Field("words", "What happened?", hint="Facts, in the words that were said")
LEADERS: Final = frozenset({"chair", "deputy_headteacher", "dsl", "headteacher"})
HEAD: Final = frozenset({"headteacher"})
GOVERNORS: Final = frozenset({"chair", "headteacher"})
TECHNICIANS: Final = frozenset({"esafety_coordinator", "it_technician", "network_manager"})


def line(name: str, label: str, *, required: bool = True, hint: str = "") -> Field:
    """Return a question that a few words answer."""
    return Field(name, label, Shape.LINE, required, hint=hint)


def text(name: str, label: str, *, required: bool = True, hint: str = "") -> Field:
    """Return a question that some sentences answer."""
    return Field(name, label, Shape.TEXT, required, hint=hint)


def day(name: str, label: str, *, required: bool = True) -> Field:
    """Return a question that a day answers."""
    return Field(name, label, Shape.DAY, required)


def moment(name: str, label: str, *, required: bool = True) -> Field:
    """Return a question that a day and a time answer."""
    return Field(name, label, Shape.MOMENT, required)


def one_of(name: str, label: str, *choices: tuple[str, str], hint: str = "") -> Field:
    """Return a question that one of some words answers."""
    return Field(name, label, Shape.CHOICE, choices=choices, hint=hint)


def yes_no(name: str, label: str, *, hint: str = "") -> Field:
    """Return a question that yes or no answers."""
    return Field(name, label, Shape.YES_NO, choices=YES_NO, hint=hint)
