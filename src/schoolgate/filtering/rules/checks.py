"""What a test of the filter found, and whether it is what the policy says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """How a check came about."""

    DAILY = "daily"  # by itself
    NOW = "now"  # somebody pressed the button
    HAND = "hand"  # somebody tried it on a device


class Outcome(NamedTuple):
    """What was expected of one site, and what the filter said. `why` is its reason."""

    expected: str  # allow, block
    got: str
    why: str = ""

    @property
    def is_right(self) -> bool:
        """Whether the filter said what the policy says."""
        return self.expected == self.got


class Tested(NamedTuple):
    """All that was tried at one place: a network, an address in it, and whose rules counted.

    `outcomes` are by category, by host for sites that help children.
    """

    network: str
    device: str
    profile: str
    outcomes: Mapping[str, Outcome]

    @property
    def wrong(self) -> dict[str, Outcome]:
        """What was not as expected."""
        return {what: one for what, one in self.outcomes.items() if not one.is_right}


class Found(NamedTuple):
    """A whole check. `trouble` is what the filter says is wrong with itself."""

    tested: tuple[Tested, ...]
    trouble: str = ""
    snapshot: str = ""

    @property
    def asked(self) -> int:
        """How many answers were asked for."""
        return sum(len(one.outcomes) for one in self.tested)

    @property
    def wrong(self) -> int:
        """How many of them were not as expected."""
        return sum(len(one.wrong) for one in self.tested)
