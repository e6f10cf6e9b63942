"""One text for one value: JSON that is the same byte for byte wherever it is written or stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

_DEEPEST: Final = 20
_ENCODER: Final = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
)


class NotCanonical(ValueError):
    """A value has no single text. The message says where it stands and what to write instead."""


def text(value: Any) -> str:
    """Write text, whole numbers, true, false, null, lists and mappings of these as JSON.

    Keys are in code-point order, nothing stands between tokens, and no character is escaped that
    need not be. Raises NotCanonical for everything else. Fractions are refused because databases
    and languages write them differently (-0.0 and 1e22 did not survive PostgreSQL).
    """
    _look(value, "", 0)
    written = _ENCODER.encode(value)
    try:
        written.encode()
    except UnicodeEncodeError:
        raise NotCanonical("It holds half a character (a lone surrogate). Leave it out.") from None
    return written


def _look(value: Any, where: str, depth: int) -> None:
    if depth > _DEEPEST:
        raise NotCanonical(f"It is nested more than {_DEEPEST} deep. Write it flatter.")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise NotCanonical(f"{_at(where)} has the key {key!r}. Keys are text.")
            _look_at_one(key, where)
            _look(inner, f"{where}.{key}" if where else key, depth + 1)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            _look(inner, f"{where}[{number}]", depth + 1)
    else:
        _look_at_one(value, where)


def _look_at_one(value: Any, where: str) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise NotCanonical(f"{_at(where)} holds the character NUL. Leave it out.")
    elif isinstance(value, float):
        raise NotCanonical(f"{_at(where)} is the fraction {value!r}. Write it as text.")
    elif value is not None and not isinstance(value, int):
        raise NotCanonical(f"{_at(where)} is a {type(value).__name__}. Write it as text.")


def _at(where: str) -> str:
    return f"“{where}”" if where else "It"
