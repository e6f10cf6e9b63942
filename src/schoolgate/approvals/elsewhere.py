"""Leave that another room asks for and decides itself: there is one way to it, that room's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from schoolgate.people.models import School
from schoolgate.policies.asking.leave import Leave

Finder = Callable[[School, Leave], str]  # the path of the room's page, empty where it is not its
_FINDERS: Final[dict[str, Finder]] = {}


def add(name: str, finder: Finder) -> None:
    """Let a room take over leave that it knows; called at start-up."""
    _FINDERS[name] = finder


def page_of(school: School, leave: Leave) -> str:
    """Return the path of the page on which this is asked for; empty where it is asked for here."""
    return next(filter(None, (finder(school, leave) for finder in _FINDERS.values())), "")
