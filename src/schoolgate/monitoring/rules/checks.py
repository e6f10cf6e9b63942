"""Areas whose use is looked at regularly, and what is found. Pure. Source: 002 L137, L263."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

PROOF: Final = "monitoring:use:checked"
# Each area, its heading, and the words by which a clause names it.
AREAS: Final = {
    "network": ("The network and the internet", r"network|internet"),
    "platform": ("The learning platform (VLE)", r"vle|learning platform|learning environment"),
    "remote": ("Remote access", r"remote access"),
    "email": ("E-mail", r"e-?mail"),
}


class Result(StrEnum):
    """What a look at one area found."""

    NOTHING = "nothing"
    ATTEMPT = "attempt"
    MISUSE = "misuse"

    @property
    def said(self) -> str:
        """The result in words."""
        return _SAID[self]


_SAID: Final = {
    Result.NOTHING: "Nothing out of order",
    Result.ATTEMPT: "Somebody tried to misuse it",
    Result.MISUSE: "Somebody misused it",
}
# An attempt counts as well as what succeeded.
FINDINGS: Final = (Result.ATTEMPT, Result.MISUSE)


def areas(duties: Iterable[str]) -> tuple[str, ...]:
    """Return the areas that these duties name, in order; all where they name none."""
    said = " ".join(duties).lower()
    named = tuple(slug for slug, (_, words) in AREAS.items() if re.search(rf"\b({words})\b", said))
    return named or tuple(AREAS)
