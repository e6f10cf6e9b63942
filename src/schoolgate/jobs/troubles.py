"""One sentence for what went wrong in a job: never a secret, never somebody's name.

An error's own message may quote a row, an address or a password. So it is kept only where the error
says that it may be (`kernel.trouble.Trouble`); of others we keep the kind and the place.
"""

from __future__ import annotations

import traceback

from schoolgate.jobs import rules
from schoolgate.kernel.trouble import Trouble

ABANDONED = f"The worker stopped in the middle of it, {rules.ATTEMPTS} times."
_OURS = "schoolgate."


class NoSuchTask(Trouble):
    """A row names a task that the program no longer has."""


def sentence(error: BaseException) -> str:
    """Put an error into one sentence that may be stored and printed."""
    if isinstance(error, Trouble):
        return " ".join(str(error).split())[: rules.LONGEST_TROUBLE]
    return f"{type(error).__name__} in {_place(error)}."[: rules.LONGEST_TROUBLE]


def steps(error: BaseException) -> str:
    """Return where the error came through, for the log: places, no values and no message."""
    return "\n".join(f"  {place}" for place in _places(error))


def _place(error: BaseException) -> str:
    places = _places(error) or ["an unknown place"]
    ours = [place for place in places[1:] if place.startswith(_OURS)]  # the first is the worker
    return (ours or places)[-1]


def _places(error: BaseException) -> list[str]:
    return [
        f"{frame.f_globals.get('__name__')}, line {line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
