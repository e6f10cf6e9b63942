"""Who acts and what is acted on, as the journal writes them down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class System:
    """An actor that is no person: `retention` and how people read it, “The nightly retention job”.

    `name` is a slug and stays for ever.
    """

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What an act was about, where it is not a row of the database."""

    kind: str
    id: str
    label: str


class HasSlug(Protocol):
    """A school: its key, and its slug, which names its journal."""

    @property
    def pk(self) -> Any: ...

    @property
    def slug(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class School:
    """A school where only its key and its journal's name are at hand."""

    pk: int
    slug: str


VISITOR = System("visitor", "A visitor who has not signed in")


def actor(by: Model | System) -> tuple[str, str]:
    """Return who acts, `person:12` or `system:retention`, and the label."""
    if isinstance(by, System):
        return f"system:{by.name}", by.label
    return f"person:{by.pk}", str(by)


def thing(of: Model | Thing) -> Thing:
    """Return what is acted on; a row's kind is `room.model`."""
    if isinstance(of, Thing):
        return of
    return Thing(of._meta.label_lower, str(of.pk), str(of))
