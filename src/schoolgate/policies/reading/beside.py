"""Links beside each clause of the document, to pages of rooms above. A room adds its own at start:

beside.add(Link("What proves this", "duties:clause", may_see))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from schoolgate.people.models import Person


@dataclass(frozen=True, slots=True)
class Link:
    """A page about one clause: `route` takes a school's slug and a clause; `may` says who sees it,
    on which day."""

    label: str
    route: str
    may: Callable[[Person | None, date], bool]


_links: dict[str, Link] = {}


def add(link: Link) -> None:
    """Show a link beside every clause; the same route again replaces it."""
    _links[link.route] = link


def open_to(viewer: Person | None, on: date) -> tuple[Link, ...]:
    """Return the links that somebody sees."""
    return tuple(link for link in _links.values() if link.may(viewer, on))
