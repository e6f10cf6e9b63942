"""What was asked for and holds, in the plain values of an overlay; each carries its own end."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from schoolgate.filtering.paths import path_of
from schoolgate.filtering.queries import openings
from schoolgate.filtering.rules.places import Place
from schoolgate.people.models import School

_NOBODY: Final = ("?",)  # no user name: what is for nobody whom the filter knows


def in_plain(school: School, at: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return the openings, switch-offs and lessons of a school: see `overlay`.

    A list without users would be for everybody; where a class has no log-in, it is for nobody.
    """
    found = openings.in_force(school, at)
    return {
        "openings": [
            {"token": one.token, "host": one.host, "path": _as_asked(Place(one.host, one.path)),
             "roles": [*one.roles],
             "users": [*(one.users or _NOBODY)] if one.class_name else [],
             "from": one.from_at, "until": one.until_at}
            for one in found.openings
        ],
        "downloads": [
            {"token": one.token, "host": one.place.host, "path": _as_asked(one.place),
             "users": [*one.users], "from": one.from_at, "until": one.until_at}
            for one in found.downloads
        ],
        "withdrawn": [
            {"users": [*one.users], "from": one.from_at, "until": one.until_at}
            for one in found.withdrawn
        ],
        "off": [
            {"token": one.token, "users": [*one.users], "from": one.from_at, "until": one.until_at}
            for one in found.switch_offs
        ],
        "lessons": [
            {"token": one.token, "users": [*one.users], "from": one.from_at,
             "until": one.until_at, "hosts": sorted({place.host for place in one.places})}
            for one in found.lessons
        ],
    }  # fmt: skip


def _as_asked(place: Place) -> str:
    """Return a path in the one spelling in which the filter compares what is asked for."""
    return (path_of(f"http://{place}") or "") if place.path else ""
