"""How words are made alike, so that what was typed is found: plain text in, plain words out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

SHORTEST: Final = 2
_WORD: Final = re.compile(r"[^\W_]+(?:['’‐‑\-][^\W_]+)*")
_JOINTS: Final = re.compile(r"['’‐‑\-]")
_LONG: Final = 4


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of texts as they are kept: without case, accents and plural; of a word with
    a hyphen or apostrophe its parts and the whole."""
    return frozenset(
        word for text in texts for found in _WORD.findall(_plain(text)) for word in _forms(found)
    )


def asked(text: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """Return, for each word that somebody looks for, sets of words of which one has to be there
    whole: the word in one piece, or all of its parts."""
    return tuple(one for word in _WORD.findall(_plain(text)) if (one := _ways(word)))


def _ways(word: str) -> tuple[frozenset[str], ...]:
    parts = _JOINTS.split(word)
    ways = (frozenset(_kept(["".join(parts)])), frozenset(_kept(parts)))
    return tuple(dict.fromkeys(one for one in ways if one))


def _forms(word: str) -> list[str]:
    parts = _JOINTS.split(word)
    return _kept([*parts, "".join(parts)])


def _kept(words: Iterable[str]) -> list[str]:
    return [_singular(one) for one in words if len(one) >= SHORTEST]


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in split if not unicodedata.combining(one))


def _singular(word: str) -> str:
    if len(word) < _LONG or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses")) else word[:-1]
