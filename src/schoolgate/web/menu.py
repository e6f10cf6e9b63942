"""The menu of a school's pages: filled at start-up, shown in the header of every page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    """One link. `route` is a URL name that takes a school's slug; low `order` comes first."""

    label: str
    route: str
    order: int


@dataclass(frozen=True)
class Link:
    """An entry for one school, ready to show; `current` on the page that it leads to."""

    label: str
    url: str
    current: bool


_entries: dict[str, Entry] = {}


def add(entry: Entry) -> None:
    """Show `entry` in every school's menu. Adding the same route again replaces the entry."""
    _entries[entry.route] = entry


def links(school: str, *, current: str = "") -> list[Link]:
    """The menu of the school with this slug, in order; `current` is the URL name of the page."""
    return [
        Link(entry.label, reverse(entry.route, args=[school]), entry.route == current)
        for entry in sorted(_entries.values(), key=lambda entry: entry.order)
    ]
