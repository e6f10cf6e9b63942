"""What bars somebody's account from being opened. Higher rooms, which know why, fill this."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from schoolgate.people.models import Person

Check = Callable[[Person, datetime], str]
_checks: dict[str, Check] = {}


def add(name: str, check: Check) -> None:
    """Ask `check` from now on: it returns what is missing, in sentences, or an empty text."""
    _checks[name] = check


def against(person: Person, at: datetime) -> str:
    """Return why no account may be opened for somebody, in sentences; empty when it may."""
    return " ".join(filter(None, (check(person, at) for check in _checks.values())))
