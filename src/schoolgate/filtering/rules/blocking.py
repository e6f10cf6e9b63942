"""What a blocked page says. The query of its address is anybody's: all that is kept of it is one
host, one category, one reason and one role of ours, and a short mark. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import parse_qs

from schoolgate.filtering.decisions import Why
from schoolgate.filtering.names import LONGEST_ADDRESS, UnableToRead
from schoolgate.filtering.rules.categories import CATEGORIES, DOWNLOADS
from schoolgate.filtering.rules.places import Place, place_of
from schoolgate.filtering.rules.verdicts import NOMINATED, PUPILS, ROLES

_MARK: Final = re.compile(r"[A-Za-z0-9_-]{4,32}")
REASONS: Final[Mapping[Why, str]] = {
    Why.FLOOR: "It is closed to everybody, at every school. Nobody here can open it, "
    "and nobody can ask for that.",
    Why.CATEGORY: "The school’s policy closes this kind of site.",
    Why.OWN_BLOCK: "The school has put this site on its own list of closed sites.",
    Why.UNLISTED: "This site stands on no list that the school knows, so it is closed to you.",
    Why.LESSON: "In this lesson only the sites on the teacher’s list are open.",
    Why.WITHDRAWN: "The internet is closed to you for a time, by a decision of the school. "
    "Sites of help stay open.",
    Why.UNREADABLE: "What was asked for names no site.",
    Why.BROKEN: "The school’s filter is not working just now. "
    "Until it is mended, everything is closed.",
}
_UNKNOWN: Final = "The school’s filter did not let this through."
# Reasons for which opening the site for a lesson would be an answer.
_TO_OPEN: Final = frozenset({Why.CATEGORY, Why.OWN_BLOCK, Why.UNLISTED})


class Told(NamedTuple):
    """What is kept of the query of a blocked page. Empty is what was missing or not ours."""

    host: str = ""
    category: str = ""
    why: Why | None = None
    role: str = ""
    mark: str = ""
    path: str = ""  # of a download alone: whoever says what it is for says it of this file

    @property
    def address(self) -> str:
        """What is closed, as a form is told it."""
        return f"{self.host}{self.path}"

    @property
    def is_download(self) -> bool:
        """Whether it is closed as long as nobody says what it is for."""
        return self.category == DOWNLOADS and bool(self.host)

    @property
    def reason(self) -> str:
        """Why it is closed, in one sentence of ours."""
        return REASONS.get(self.why, _UNKNOWN) if self.why else _UNKNOWN

    @property
    def is_floor(self) -> bool:
        """Whether it is on a list of illegal content: nothing of it is repeated."""
        return self.why is Why.FLOOR

    @property
    def may_be_opened(self) -> bool:
        """Whether somebody could ask for it to be opened."""
        return (
            bool(self.host) and not self.is_download and (self.why is None or self.why in _TO_OPEN)
        )

    @property
    def for_a_child(self) -> bool:
        """Whether the page speaks to a child: also where nobody knows who looks."""
        return not self.role or self.role in PUPILS


def read(query: Mapping[str, str]) -> Told:
    """Return what is kept of a query: `site` or `address`, `category`, `why`, `role`, `ref`."""
    query = _told(query)
    why = query.get("why", "")
    category, role = query.get("category", ""), query.get("role", "").removesuffix(NOMINATED)
    mark = query.get("ref", "")
    told = Told(
        _place(query.get("site") or query.get("address", "")).host,
        category if category in CATEGORIES else "",
        Why(why) if why in set(Why) else None,
        role if role in ROLES else "",
        mark if _MARK.fullmatch(mark) else "",
        _place(query.get("site") or query.get("address", "")).path if category == DOWNLOADS else "",
    )
    return told._replace(host="", category="", path="") if told.is_floor else told


def _told(query: Mapping[str, str]) -> Mapping[str, str]:
    """Return the fields, also where Squid sends them in one: it would turn `&` into `&amp;`."""
    said = query.get("said", "")[:LONGEST_ADDRESS]
    if not said:
        return query
    return {name: values[0] for name, values in parse_qs(said, separator=";").items()}


def _place(written: str) -> Place:
    try:
        return place_of(written)
    except UnableToRead:
        return Place("")
