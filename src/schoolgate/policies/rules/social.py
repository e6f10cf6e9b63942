"""What counts as social media: the names on a list, and whatever is of that kind. Pure.

Source: POL-14. No list can be complete, so a service that stands on none counts by its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# The kinds of service that count, with the words by which filters call them.
KINDS: Final = {
    "social": "Social network",
    "chat": "Chat or instant messages",
    "forum": "Forum, newsgroup or bulletin board",
    "blog": "Blog or wiki",
    "sharing": "Sharing of pictures or video",
    "gaming": "Games with chat between players",
    "other": "Something else",
}
_WORDS: Final = re.compile(r"social|chat|messag|forum|blog|wiki|shar|gam(?:e|ing)")


@dataclass(frozen=True, slots=True)
class Listed:
    """A service that somebody named: the policy in a clause, or the school (`clause` is empty)."""

    name: str
    domain: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a service is treated as social media, and why."""

    is_social: bool
    why: str
    listed: Listed | None = None


def verdict(service: str, category: str, listed: Iterable[Listed]) -> Verdict:
    """Tell whether a service (name or domain) of a filter's category is treated as social media."""
    found = next((one for one in listed if _same(service, one)), None)
    if found is not None:
        where = f"clause {found.clause} names it" if found.clause else "it is on the school's list"
        return Verdict(True, f"{where}.", found)
    if _WORDS.search(category.lower()):
        return Verdict(True, "it is on no list, but it is of that kind, and no list is complete.")
    return Verdict(False, "it is on no list, and not of that kind.")


def _same(service: str, one: Listed) -> bool:
    plain = host(service)
    if one.domain and (plain == one.domain or plain.endswith(f".{one.domain}")):
        return True
    name = _letters(one.name)
    return name in {_letters(service), *(_letters(part) for part in plain.split(".")[:-1])}


def host(text: str) -> str:
    """Return the host name of an address or a domain, lower case; any other text as it is."""
    plain = re.sub(r"^[a-z]+://", "", text.strip().lower())
    return re.split(r"[/:?#]", plain)[0].removeprefix("www.")


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
