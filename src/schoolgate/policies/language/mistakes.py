"""What is wrong with a pack: file, line, the words, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

LONGEST_PHRASE: Final = 120  # longer words get no suggestion


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake; `text` is a whole sentence that says what to do. Lines count from 1."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class PackError(Exception):
    """A pack cannot be used; carries every mistake found, sorted by file and line."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = sorted(set(mistakes))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class Notebook:
    """Collects the mistakes of one file while reading goes on."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.mistakes: list[Mistake] = []

    def note(self, line: int, text: str) -> None:
        """Write down one mistake."""
        self.mistakes.append(Mistake(self.file, line, text))


def did_you_mean(words: str, known: Iterable[str]) -> str:
    """Return ` Did you mean '…'?` for the nearest known phrase, or nothing."""
    near = nearest(words, known)
    return f" Did you mean '{near}'?" if near else ""


def nearest(words: str, known: Iterable[str]) -> str:
    """Return the known phrase that is nearest, in lower case, or nothing."""
    if not 2 <= len(words) <= LONGEST_PHRASE:
        return ""
    near = get_close_matches(words.lower(), {item.lower(): item for item in known}, n=1, cutoff=0.6)
    return near[0] if near else ""
