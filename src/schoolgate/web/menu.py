"""The menu of a school's pages: filled at start-up, shown in the header of every page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    """One link. `route` is a URL name that takes a school's slug; low `order` comes first.

    `count` says how many things wait behind it, for whoever looks. An entry with `about`, a
    sentence on what it is for, stands on the page of further pages instead of in the header.
    """

    label: str
    route: str
    order: int
    count: Callable[[HttpRequest], int] | None = None
    about: str = ""


@dataclass(frozen=True)
class Link:
    """An entry for one school, ready to show; `current` on the page that it leads to."""

    label: str
    url: str
    current: bool
    count: int = 0
    about: str = ""


MayOpen = Callable[[HttpRequest, str, str], bool]
_entries: dict[str, Entry] = {}
_may_open: list[MayOpen] = []


def add(entry: Entry) -> None:
    """Show `entry` in every school's menu. Adding the same route again replaces the entry."""
    _entries[entry.route] = entry


def shown_to(may_open: MayOpen) -> None:
    """Ask this, with the request, the route and the school's slug, before an entry is shown."""
    _may_open[:] = [may_open]


def links(request: HttpRequest, school: str) -> list[Link]:
    """Return the header's links for the school with this slug, as far as they are open."""
    return [link for link in _open(request, school) if not link.about]


def further(request: HttpRequest, school: str) -> list[Link]:
    """Return the links of the page of further pages, as far as they are open."""
    return [link for link in _open(request, school) if link.about]


def _open(request: HttpRequest, school: str) -> list[Link]:
    match = request.resolver_match
    current = match.view_name if match else ""
    entries = sorted(_entries.values(), key=lambda entry: entry.order)
    return [
        Link(
            entry.label, reverse(entry.route, args=[school]), entry.route == current,
            entry.count(request) if entry.count else 0, entry.about,
        )
        for entry in entries
        if all(may(request, entry.route, school) for may in _may_open)
    ]  # fmt: skip
