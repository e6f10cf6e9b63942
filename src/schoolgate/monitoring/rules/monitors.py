"""When the headteacher goes through how those who monitor are checked and supported. Pure.

Source: 002 Roles:Headteacher (MON-14). It gives no period: once for each term in which somebody
looked is ours, and labelled so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

BEFORE: Final = timedelta(days=14)
_NO_TERMS: Final = timedelta(days=91)


def due_on(first: date, ends: Iterable[date]) -> date:
    """Return by when it is gone through what somebody looked at from a day on: the end of that
    term, of the next where there was none; a quarter later, where the school states no terms."""
    return min((end for end in ends if end >= first), default=first + _NO_TERMS)


def is_near(due: date, today: date) -> bool:
    """Tell whether it stands on the Do list: from two weeks before it is due."""
    return today >= due - BEFORE
