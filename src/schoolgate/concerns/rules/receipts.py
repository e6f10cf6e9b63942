"""Receipts: seven everyday nouns, each with its picture, by which somebody comes back.

Seven of 256 are 56 bits. Nothing is stored but a keyed hash (`records.sealing.keyed_hash`), so
nobody can find a receipt that is lost. The nouns differ from one another by more than one slip of
a finger, and none of them frightens; `nouns.txt` holds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

LENGTH: Final = 7
_LETTERS: Final = re.compile(r"[a-z]+")


class Noun(NamedTuple):
    """A word with its picture."""

    word: str
    picture: str


def _listed() -> tuple[Noun, ...]:
    lines = Path(__file__).with_name("nouns.txt").read_text(encoding="utf-8").splitlines()
    return tuple(Noun(*line.split(" ", 1)) for line in lines)


NOUNS: Final = _listed()
_BY_WORD: Final = {noun.word: noun for noun in NOUNS}
Receipt = tuple[Noun, ...]


def made_from(secret: bytes) -> Receipt:
    """Return the receipt that seven random bytes make."""
    return tuple(NOUNS[one] for one in secret[:LENGTH])


def read(typed: str) -> Receipt | None:
    """Return the receipt that somebody typed; None when it cannot be one.

    Capitals, commas, “and” and one slip in a word do not matter; the order does.
    """
    words = [word for word in _LETTERS.findall(typed.casefold()) if word != "and"]
    found = [_meant(word) for word in words] if len(words) == LENGTH else []
    known = tuple(noun for noun in found if noun is not None)
    return known if len(known) == LENGTH else None


def chosen(words: Iterable[str]) -> Receipt:
    """Return the nouns of words that are on the list, at most seven: pictures tapped so far."""
    return tuple(_BY_WORD[word] for word in words if word in _BY_WORD)[:LENGTH]


def spoken(receipt: Iterable[Noun]) -> str:
    """Return a receipt as it is typed and hashed."""
    return " ".join(noun.word for noun in receipt)


def _meant(word: str) -> Noun | None:
    if word in _BY_WORD:
        return _BY_WORD[word]
    near = [noun for noun in NOUNS if _one_slip(word, noun.word)]
    return near[0] if len(near) == 1 else None


def _one_slip(typed: str, word: str) -> bool:
    """Tell whether one letter more, fewer, other, or two changed round, lies between two words."""
    if abs(len(typed) - len(word)) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b),
                min(len(typed), len(word)))  # fmt: skip
    left, right = typed[same:], word[same:]
    turned = right[1::-1] + right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or left == turned
