"""Joining and leaving, step by step; and when a place must be looked at again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

AHEAD: Final = timedelta(days=30)


class Joining(StrEnum):
    """The steps after the gates."""

    ACCOUNT = "account"
    DEVICE = "device"


class Leaving(StrEnum):
    """The steps of a leaver, in order."""

    ACCOUNT = "account-closed"
    DEVICES = "devices"
    ROLES = "roles"
    CHANNELS = "channels"
    DATA = "data"


TITLES: Final[dict[str, str]] = {
    Joining.ACCOUNT: "Account opened",
    Joining.DEVICE: "Device handed over, or none needed",
    Leaving.ACCOUNT: "Account closed",
    Leaving.DEVICES: "Everything of the school’s is back",
    Leaving.ROLES: "Roles ended",
    Leaving.CHANNELS: "Passwords of shared accounts and channels changed",
    Leaving.DATA: "Account and personal work deleted",
}  # fmt: skip
# What must be done before a step; the rest may come in any order.
_AFTER: Final[dict[str, tuple[str, ...]]] = {
    Joining.DEVICE: (Joining.ACCOUNT,),
    Leaving.DATA: (Leaving.ACCOUNT, Leaving.DEVICES),
}
SHORTEST_CERTIFICATE: Final = 20


def waits_for(step: str, done: Collection[str]) -> list[str]:
    """Return what must be done before this step, and is not."""
    return [other for other in _AFTER.get(step, ()) if other not in done]


def next_check(last: date | None, every_days: int, added_on: date) -> date:
    """Return the day by which a place must be checked: at once where it never was."""
    return added_on if last is None else last + timedelta(days=every_days)
