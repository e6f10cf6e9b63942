"""Where recorded requests come from: a room that records some offers them here, for a replay.

Ask's own log is one source; activity on the web is another when its room is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from schoolgate.people.models import School
from schoolgate.policies.analysis.replaying import Recorded


class Source(Protocol):
    """A room that keeps requests which a policy decided. `note` says what it leaves out, if
    anything."""

    note: str

    def recorded(self, *, school: School, since: datetime, most: int) -> Iterator[Recorded]:
        """Yield requests since an instant, newest first, at most so many; like ones as one."""


_sources: dict[str, Source] = {}


def offer(name: str, source: Source) -> None:
    """Replay what `source` recorded from now on; the same name again replaces it."""
    _sources[name] = source


def names() -> list[str]:
    """Return what can be replayed, by name."""
    return sorted(_sources)


def notes() -> list[str]:
    """Return what the sources leave out, in sentences."""
    return [source.note for _, source in sorted(_sources.items()) if source.note]


def of(school: School, *, since: datetime, most: int, name: str = "") -> Iterator[Recorded]:
    """Yield what was recorded at a school, from one source or from all."""
    for known, source in sorted(_sources.items()):
        if name in ("", known):
            yield from source.recorded(school=school, since=since, most=most)
