"""Who is told of a report before anybody has sorted it. Plain values."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

FIRST: Final = ("dsl", "headteacher")
# Where the headteacher is in it, governors lead; their cases have a series of numbers of their own,
# so that the headteacher's list shows no gap.
GOVERNORS: Final = "G"

# Roles as sentences name them.
ROLES: Final = {
    "chair": "the chair of governors",
    "data_protection_lead": "the data protection lead",
    "deputy_headteacher": "the deputy headteacher",
    "dsl": "the safeguarding lead",
    "esafety_coordinator": "the e-safety coordinator",
    "headteacher": "the headteacher",
    "it_technician": "the IT technician",
    "network_manager": "the network manager",
}


def first_told(*, shut_out: Collection[str], usual: tuple[str, ...] = FIRST) -> tuple[str, ...]:
    """Return the roles told first; `shut_out` are the roles of those who are in the case, `usual`
    those told of such a matter otherwise.

    Safeguarding lead and headteacher; of the headteacher the chair of governors alone. Where all
    of these are in it, the deputy. Source: 000 §5.8, 002 Misuse, 003 §7.9i, KCSIE part four.
    """
    wanted = ("chair",) if "headteacher" in shut_out else usual
    told = tuple(role for role in wanted if role not in shut_out)
    return told or ("deputy_headteacher",)


def series(*, shut_out: Collection[str]) -> str:
    """Return the series of numbers that the case belongs to."""
    return GOVERNORS if "headteacher" in shut_out else ""
