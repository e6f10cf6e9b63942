"""Phrase packs: what to look for, as data. Reading one names every fault with its line.

A pack is a TOML file. `[words]` are classes of words that phrases name in braces; `[same]` are
other spellings of a word; `[apart]` are words that look like forms of another and are not;
`[excuses]` are contexts that let a phrase pass; `[[rule]]` is a rule with its phrases. In a phrase
words follow each other (small words such as “the” are passed over), `..` leaves a few between, `&`
means near each other in any order, `{name}` is any word of a class, `{one|other}` is a class
written in its place. A class may hold other classes. `points` weigh phrases of which none tells by
itself: the rule tells where those that stand near each other reach `needs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from .findings import Head, Severity
from .items import Band, Kind

PHRASES: Final = Path(__file__).resolve().parent.parent / "phrases"


class Force(StrEnum):
    """What a phrase weighs: weak needs a second signal; plain may be excused; strong may not."""

    WEAK = "weak"
    PLAIN = "plain"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. No `bands` or `kinds` means every one; `younger` is its gravity up to Year 6."""

    id: str
    head: Head
    severity: Severity
    force: Force
    why: str
    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()
    excused_by: tuple[str, ...] | None = None
    bands: frozenset[Band] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    languages: tuple[str, ...] = ("en",)
    topics: tuple[str, ...] = ()
    younger: Severity | None = None
    points: tuple[tuple[str, int], ...] = ()
    needs: int = 0


@dataclass(frozen=True, slots=True)
class PhrasePack:
    """One file of phrases, read."""

    name: str
    rules: tuple[Rule, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excuses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    small: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    help_hosts: tuple[str, ...] = ()


def load_packs(folder: Path = PHRASES) -> tuple[PhrasePack, ...]:
    """Read every pack of a folder. Raises UnableToReadPacks with all faults of all files."""
    from .reading import read_folder

    return read_folder(folder)
