"""Whether a site stands on a list of illegal content. Nobody opens it, whoever asks."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from schoolgate.filtering.publishing import folder_of
from schoolgate.filtering.rules.places import Place
from schoolgate.filtering.snapshot import CURRENT, Floor, Snapshot, stamp
from schoolgate.filtering.table import UnableToOpen
from schoolgate.people.models import School

_KEPT = 16  # floors of so many schools; each has some thousand digests


def holds(school: School, place: Place) -> bool:
    """Tell whether a site, or what it is part of, is on the floor of the filter in use.

    This only spares a request: the filter asks the floor before every opening in any case.
    """
    folder = folder_of(school)
    try:
        floor = _floor(folder, stamp(folder / CURRENT))
    except UnableToOpen:
        return False  # without a filter everything is closed
    return floor.closes(place.host, place.path)


@lru_cache(maxsize=_KEPT)
def _floor(folder: Path, stamp: object) -> Floor:
    """Return the floor in use, read once for each snapshot: `stamp` is that of the link to it."""
    snapshot = Snapshot(folder)
    snapshot.close()
    return snapshot.floor
