"""What the machine of `machine.py` knows of cases."""

from __future__ import annotations

from dataclasses import dataclass, field


class Broken(AssertionError):
    """The program did what it must not do, or did not do what it must."""


class Idle(Exception):
    """There was nothing to do."""


@dataclass
class Known:
    """What the model knows of a case."""

    state: str = "new"
    illegal: bool = False
    decided: bool = False
    kinds: list[str] = field(default_factory=list)
    shut_out: set[int] = field(default_factory=set)
    family: bool = False
    into: int | None = None
    words: set[str] = field(default_factory=set)
