"""What kinds of sources there are, what may be said of one, and when its silence is too long."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from ipaddress import ip_network
from typing import Final

KINDS: Final = {
    "reports": "Mail journal of Microsoft 365 or Exchange",
    "copies": "Plain copies of mail, as Google Workspace sends them",
    "chat": "Chat log",
    "syslog": "Web events by syslog",
    "lines": "Web events in files",
    "squid": "Squid’s log",
    "proxy": "Our own proxy",
}
LOGS: Final = frozenset({"proxy", "squid"})  # what `./sg activity` takes in
MAIL: Final = frozenset({"reports", "copies", "chat"})  # they have an address and a copy
_ADDRESS: Final = re.compile(r"[a-z0-9._+-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")
_DOMAIN: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_NAME: Final = re.compile(r"[a-z0-9-]{1,40}")
_HOUR: Final = timedelta(hours=1)
_FAR: Final = 100  # days to look back


class BadSource(ValueError):
    """Something said of a source makes no sense. The message says what to write."""


def name(said: str) -> str:
    """Return a source's name. Raises BadSource."""
    found = said.strip().lower()
    if not _NAME.fullmatch(found):
        raise BadSource("Name the source in small letters, digits and hyphens, such as mail-365.")
    return found


def address(said: str, kind: str) -> str:
    """Return a journal address, which mail needs and nothing else has. Raises BadSource."""
    found = said.strip().lower()
    if kind not in MAIL and found:
        raise BadSource("Only mail has an address. Leave it empty.")
    if kind in MAIL and not _ADDRESS.fullmatch(found):
        raise BadSource("Enter the address that mail is journalled to, such as "
                        "elmfield@journal.school.example.")  # fmt: skip
    return found


def networks(said: str) -> list[str]:
    """Return networks, in the form that they are stored. Raises BadSource."""
    found = []
    for word in said.replace(",", " ").split():
        try:
            found.append(str(ip_network(word, strict=False)))
        except ValueError:
            raise BadSource(f"“{word}” is no network. Write one such as 203.0.113.0/24.") from None
    return sorted(set(found))


def domains(said: str) -> list[str]:
    """Return mail domains in small letters. Raises BadSource."""
    found = said.lower().replace(",", " ").replace("@", " ").split()
    for word in found:
        if not _DOMAIN.fullmatch(word):
            raise BadSource(f"“{word}” is no mail domain. Write one such as school.example.")
    return sorted(set(found))


def silent_for(last: datetime, now: datetime, is_open: Callable[[date], bool]) -> timedelta:
    """Return how long nothing came, counting days with lessons only; both in local time."""
    silent, day = timedelta(), max(last.date(), now.date() - timedelta(days=_FAR))
    while day <= now.date():
        if is_open(day):
            begins = datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)
            first, until = max(begins, last), min(begins + timedelta(days=1), now)
            silent += max(until - first, timedelta())
        day += timedelta(days=1)
    return silent


def is_silent(last: datetime, now: datetime, quiet_hours: int,
              is_open: Callable[[date], bool]) -> bool:  # fmt: skip
    """Tell whether a source has been silent for longer than is usual for it."""
    return silent_for(last, now, is_open) > quiet_hours * _HOUR
