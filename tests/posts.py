"""What each page that changes data is sent in a test, and the one act that it must leave.

A room keeps its own in `tests/<room>/posts.py`, as `POSTS` (route to what is sent) and `LOOKS`
(routes whose view shows protected data: each look is an act too). Routes whose forms change nothing
that the journal tells of stand in `tests/test_one_act.py`, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast

Words = Mapping[str, object]


def filled(value: str | list[str], words: Words) -> str | list[str]:
    """Return what a field is sent, with what `ready` returned; a list is several values."""
    if isinstance(value, list):
        return [one.format(**words) for one in value]
    return value.format(**words)


def _nothing(cast: Cast) -> Words:
    return {}


@dataclass(frozen=True)
class Sent:
    """Somebody sends a form: `path` and `data`, names too, are filled with what `ready` returns;
    `files` are sent beside them."""

    who: str
    path: str
    verb: str
    data: Mapping[str, str | list[str]] = field(default_factory=dict)
    ready: Callable[[Cast], Words] = _nothing
    files: Mapping[str, bytes] = field(default_factory=dict)

    def filled(self, words: Words) -> dict[str, Any]:
        """Return what the form is sent."""
        data = {name.format(**words): filled(value, words) for name, value in self.data.items()}
        return data | {name: SimpleUploadedFile("sent", data) for name, data in self.files.items()}


def of_every_room(name: str) -> dict[str, tuple[Sent, ...]]:
    """Return `POSTS` or `LOOKS` of every room that has some."""
    found: dict[str, tuple[Sent, ...]] = {}
    for file in sorted(Path(__file__).parent.glob("*/posts.py")):
        room: Any = import_module(f"tests.{file.parent.name}.posts")
        found |= getattr(room, name, {})
    return found
