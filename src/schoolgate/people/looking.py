"""What several rooms ask of the same school while one thing is put together is read once.

    with looking.one_look():
        …                       # nothing is written in here

Outside a look everything is read anew. A look lasts for one list, so nothing in it is stale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, TypeVar

_T = TypeVar("_T")
_seen: Final[ContextVar[dict[object, Any] | None]] = ContextVar("seen", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Remember until the end of the block what `once` reads. Inside another look it is that one."""
    if _seen.get() is not None:
        yield
        return
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def once(key: object, read: Callable[[], _T]) -> _T:
    """Return what `read` gives: in a look, what it gave the first time under this key. Whoever gets
    a list or a dictionary leaves it as it is."""
    seen = _seen.get()
    if seen is None:
        return read()
    if key not in seen:
        seen[key] = read()
    found: _T = seen[key]
    return found
