"""One row of the table: to whom a page opens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from schoolgate.people.rights import Capability


class Opening(Enum):
    """To whom a page is open that no capability guards."""

    CLOSED = "nobody"  # a page of a library that we do not offer
    PUBLIC = "anyone"
    SIGNED_IN = "whoever has signed in"
    PERSON = "whoever has signed in as themselves: no class login"


@dataclass(frozen=True, slots=True)
class Route:
    """A row: to whom it is open, and whether they must have proved who they are just now."""

    opening: Opening | Capability
    dangerous: bool = False


PUBLIC = Route(Opening.PUBLIC)
CLOSED = Route(Opening.CLOSED)
SIGNED_IN = Route(Opening.SIGNED_IN)
PERSON = Route(Opening.PERSON)
