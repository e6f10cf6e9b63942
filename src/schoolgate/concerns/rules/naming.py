"""Which names a text says that is to leave the school without any. Plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_SHORTEST: Final = 3


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Return the names that stand in a text: whole ones however they are written, and single words
    of one where they are written as names are, with a capital letter."""
    found: list[str] = []
    for name in dict.fromkeys(" ".join(one.split()) for one in names if one.strip()):
        whole = r"\s+".join(map(re.escape, name.split()))
        parts = [part for part in name.split() if len(part) >= _SHORTEST]
        if _stands(whole, text, re.IGNORECASE):
            found.append(name)
        else:
            capital = [part for part in parts if part[0].isupper()]
            found += [part for part in capital if _stands(re.escape(part), text)]
    return list(dict.fromkeys(found))


def _stands(pattern: str, text: str, flags: int = 0) -> bool:
    return re.search(rf"(?<!\w){pattern}(?!\w)", text, flags) is not None
