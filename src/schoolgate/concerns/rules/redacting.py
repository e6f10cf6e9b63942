"""Takes the names of those who told the school out of what leaves a case. Plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

INSTEAD: Final = "[who told the school]"
WITHHELD: Final = "[name withheld]"
_SHORTEST: Final = 3
_WORD: Final = re.compile(r"\w{2,}")


def without_any(names: Iterable[str], text: str) -> str:
    """Return a text without any word of many names: quick, and coarse, for a gap that tells."""
    words = {word.casefold() for name in names for word in _WORD.findall(name)}
    return _WORD.sub(lambda found: WITHHELD if found[0].casefold() in words else found[0], text)


def without(names: Iterable[str], text: str) -> str:
    """Return a text without names, whole or in part. Source: CON-23 (000 §5.8, 003 App 1 b)."""
    whole = [" ".join(name.split()) for name in names if name.strip()]
    parts = {part for name in whole for part in name.split() if len(part) >= _SHORTEST}
    for name in [*sorted(whole, key=len, reverse=True), *sorted(parts, key=len, reverse=True)]:
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, name.split())) + r"(?!\w)"
        text = re.sub(pattern, INSTEAD, text, flags=re.IGNORECASE)
    return text
