"""One plain spelling for the many that people write: look-alikes, endings, slips.

Words of the phrases are known; what is written is brought to a known word where it is one in
disguise, and left alone otherwise. Each different word is worked out once and then remembered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final

_GLYPHS: Final = str.maketrans(
    "авекмнорстухіјѕԁɡһαβεικνορτυχωıłøđßżść",
    "abekmhopctyxijsdghabeiknoptyxwilodszsc",
)
_LEET: Final = {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g",
                "@": "a", "$": "s", "!": "i", "|": "il", "+": "t", "€": "e", "£": "l"}  # fmt: skip
_SPACED: Final = re.compile(r"(?<![^\W_])[^\W\d_](?:([ .*_-])[^\W\d_])(?:\1[^\W\d_])+(?![^\W_])")
_BREAKS: Final = re.compile(r"[^\w@$!|+€£*]+|_+")
_EDGES: Final = "!|+*@€£"
# “2” and “4” for “to” and “for”, where a word follows that a number does not stand before.
_TEXTED: Final = re.compile(
    r"(?<=[a-z]) [24] (?=(?:u|ur|me|my|him|her|them|us|it|be|get|go|do|hurt|kill|see|play|make|say|"
    r"tell|the|that|this|a|school|skool|send|buy|sell|take|meet|fight|use|watch|poor|fat|late|much|"
    r"many|free|real|bed|now|if|how|some)\b)"
)
_RUN: Final = re.compile(r"(.)\1{2,}")
_ONE: Final = re.compile(r"(.)\1+")
_APOSTROPHES: Final = str.maketrans("", "", "'’‘`´")
_MARKS: Final = "\u200b\u200c\u200d\u2060\ufe0f\u00ad"
_REMEMBERED: Final = 200_000
_SHORTEST_SLIP: Final = 6
_LONGEST: Final = 40
_LONGEST_SPACED: Final = 14


class Spelling:
    """Turns text into known words with single spaces around each; small words are left out."""

    def __init__(
        self,
        known: Iterable[str],
        *,
        same: Mapping[str, Iterable[str]],
        small: Iterable[str],
        apart: Iterable[str] = (),
        pictures: Mapping[str, str],
    ) -> None:
        """Take the words that phrases use, other spellings of words, words to pass over."""
        self._small = frozenset(small)
        self._same = {other: word for word, others in same.items() for other in others}
        known = frozenset(known) | frozenset(same)
        self._known = known - {word for word in known if self._is_form(word, known, set(apart))}
        self._known |= frozenset(apart)
        self._squeezed = {_ONE.sub(r"\1", word): word for word in self._known if len(word) > 3}
        self._slips = dict(_slips(self._known))
        self._pictures = {ord(one): f" {name} " for one, name in pictures.items() if len(one) == 1}
        self._memory: dict[str, str] = {}

    def plain(self, text: str) -> str:
        """The text as " word word ": lower case, look-alikes undone, small words gone."""
        if not text.isascii():
            text = self._latin(text)
        text = text.lower()
        if " 2 " in text or " 4 " in text:
            text = _TEXTED.sub(" ", text)
        if _SPACED.search(text):
            text = _SPACED.sub(self._joined, text)
        memory = self._memory
        words = []
        for raw in text.split():
            word = memory.get(raw)
            if word is None:
                word = self._remember(raw)
            if word:
                words.append(word)
        return f" {' '.join(words)} "

    def _is_form(self, word: str, known: frozenset[str], apart: set[str]) -> bool:
        forms = () if word in apart or word in self._same else _endings(word)
        return any(one in known or one in self._same for one in forms)

    def _remember(self, raw: str) -> str:
        if len(self._memory) >= _REMEMBERED:
            self._memory.clear()
        found = " ".join(filter(None, map(self._word, self._parts(raw))))
        self._memory[raw] = found
        return found

    def _latin(self, text: str) -> str:
        text = unicodedata.normalize("NFKD", text.translate(self._pictures)).casefold()
        kept = "".join(one for one in text if not unicodedata.combining(one) and one not in _MARKS)
        return kept.translate(_GLYPHS)

    def _joined(self, found: re.Match[str]) -> str:
        joined = "".join(one for one in found[0] if one.isalpha())
        return self._split(joined) or joined

    def _split(self, run: str) -> str:
        """Known words that make up a run of letters; "" where they do not."""
        starts: list[int | None] = [0] + [None] * len(run)  # of the last word, by where it ends
        for end in range(1, len(run) + 1):
            for start in range(max(0, end - _LONGEST_SPACED), end):
                if starts[start] is not None and self._is_word(run[start:end]):
                    starts[end] = start
                    break
        return " ".join(reversed(list(_back(run, starts))))

    def _is_word(self, letters: str) -> bool:
        return letters in self._small or self._base(letters) is not None

    def _parts(self, raw: str) -> Iterator[str]:
        for part in _BREAKS.split(raw.translate(_APOSTROPHES)[:2000]):
            stripped = part.strip(_EDGES)
            if stripped:
                yield stripped if not part.endswith("$") else stripped.rstrip("$") + "s"

    def _word(self, raw: str) -> str:
        if raw in self._small:
            return ""
        found = self._base(raw)
        if found is None and len(raw) <= _LONGEST:
            found = self._undisguised(raw) or self._slipped(raw)
        return self._named(raw if found is None else found)

    def _named(self, word: str) -> str:
        word = self._same.get(word, word)
        return "" if word in self._small else word

    def _base(self, word: str) -> str | None:
        if word in self._known or word in self._same:
            return word
        return next(
            (one for one in _endings(word) if one in self._known or one in self._same), None
        )

    def _undisguised(self, raw: str) -> str | None:
        for one in _letters(raw):
            tries = (one, _RUN.sub(r"\1\1", one), _RUN.sub(r"\1", one))
            for each in tries:
                if each != raw and (found := self._base(each)):
                    return found
            if _RUN.search(one) and (found := self._squeezed.get(_ONE.sub(r"\1", one))):
                return found
        return self._starred(raw) if "*" in raw else None

    def _slipped(self, raw: str) -> str | None:
        return next((self._slips[one] for one in (raw, *_endings(raw)) if one in self._slips), None)

    def _starred(self, raw: str) -> str | None:
        if len(raw) < 4 or raw.count("*") > 2:
            return None
        shape = re.compile(re.escape(raw).replace(r"\*", "[a-z]"))
        return next((one for one in sorted(self._known) if shape.fullmatch(one)), None)


def _back(run: str, starts: list[int | None]) -> Iterator[str]:
    """The words of a run, the last first; nothing where no words end with it."""
    end = len(run)
    while end and (start := starts[end]) is not None:
        yield run[start:end]
        end = start


def _letters(raw: str) -> Iterator[str]:
    """A word with signs and digits read as letters, in each way that they can be."""
    if raw.isdigit() or not any(one.isalpha() for one in raw):
        return
    signs = [_LEET.get(one, one) for one in raw]
    if sum(len(one) > 1 for one in signs) > 3:
        return
    for way in product(*signs):
        yield "".join(way)


def _endings(word: str) -> Iterator[str]:
    """What a word may be without its ending; the likeliest first."""
    if len(word) < 4:
        return
    for ending, instead in (("ies", "y"), ("ied", "y"), ("s", ""), ("es", ""), ("d", ""),
                            ("ed", ""), ("ing", ""), ("ing", "e")):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: len(word) - len(ending)]
            yield stem + instead
            if not instead and len(stem) > 3 and stem[-1] == stem[-2] and len(ending) > 1:
                yield stem[:-1]


def _slips(known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """A letter left out, doubled or swapped with its neighbour, in words that are long enough."""
    for word in sorted(known):
        if len(word) < _SHORTEST_SLIP or not word.isalpha():
            continue
        for at in range(1, len(word)):
            yield word[:at] + word[at + 1 :], word
            yield word[:at] + word[at] + word[at:], word
            if at + 1 < len(word):
                yield word[:at] + word[at + 1] + word[at] + word[at + 2 :], word
            if word[at] in "aeiou":
                yield from ((word[:at] + one + word[at + 1 :], word) for one in "aeiou")
