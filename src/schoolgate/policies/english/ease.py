"""How hard a text is to read, in numbers. Pure.

Source: Kincaid, Fishburne, Rogers and Chissom, “Derivation of New Readability Formulas for Navy
Enlisted Personnel”, Naval Technical Training Command, Research Branch Report 8-75, 1975: grade =
0.39 × words per sentence + 11.8 × syllables per word − 15.59. A British reading age is about the
American grade and five.
"""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[a-z]+(?:[’'][a-z]+)?")
_END: Final = re.compile(r"[.!?:;](?:\s|$)|\n")
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SILENT_END: Final = re.compile(r"(?:[^laeiouy]e|[^aeiouydt]ed|[^aeiouysxz]es)$")


def reading_age(text: str) -> float:
    """Return the age in years at which a text can be read; 0 for a text without words.

    A new line ends a sentence, as points of a list do. Words are few in short texts, and then one
    long word moves the number by years: measure pages, not points.
    """
    words = _WORD.findall(text.lower())
    if not words:
        return 0.0
    sentences = max(1, sum(bool(_WORD.search(one.lower())) for one in _END.split(text)))
    per_word = sum(syllables(word) for word in words) / len(words)
    return max(0.0, 0.39 * len(words) / sentences + 11.8 * per_word - 15.59) + 5


def syllables(word: str) -> int:
    """Return how many syllables a word has: its groups of vowels, without a silent end."""
    bare = word.lower().replace("’", "'").removesuffix("'s")
    count = len(_VOWELS.findall(bare))
    if count > 1 and _SILENT_END.search(bare):
        count -= 1
    return max(1, count)
