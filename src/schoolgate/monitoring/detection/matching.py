"""Finds every phrase of every pack in one pass over a plain text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick

from .classes import CLASS, expanded

NEAR: Final = 26  # characters of plain text that “..” leaves between: about four words
WIDE: Final = 90  # the same for “&”: about a sentence
_JOINS: Final = {"..": NEAR, "&": -WIDE}
_PIECE: Final = re.compile(r"\{[^}]*\}|\.\.|&|[^\s{}]+")


class Span(NamedTuple):
    """Where something stands in the plain text; the spaces around it belong to it."""

    start: int
    end: int


class Pattern(NamedTuple):
    """One phrase: parts (numbers of word classes) and how far each may be from the one before.

    A gap of 0 is the very next word; a negative one is a distance in either direction.
    """

    parts: tuple[int, ...]
    gaps: tuple[int, ...]
    tag: object
    phrase: str


class Matched(NamedTuple):
    """A phrase that was found, whose it is, and where each of its parts stands."""

    tag: object
    phrase: str
    start: int
    end: int
    parts: tuple[Span, ...]


def matched(tag: object, phrase: str, parts: Iterable[Span]) -> Matched:
    """A match from the first to the last word of its parts, in whatever order they stand."""
    parts = tuple(parts)
    start, end = min(one.start for one in parts), max(one.end for one in parts)
    return Matched(tag, phrase, start, end, parts)


def shares(one: Matched, other: Matched) -> bool:
    """Whether two matches have a word in common: not one that only stands between their parts,
    nor the space that neighbours have between them."""
    if one.start >= other.end - 1 or other.start >= one.end - 1:
        return False
    return any(
        mine.start < its.end - 1 and its.start < mine.end - 1
        for mine in one.parts
        for its in other.parts
    )


class Matcher:
    """All phrases in one automaton. `add` them, `build`, then `find`."""

    def __init__(self, words: Mapping[str, Sequence[str]], plain: Callable[[str], str]) -> None:
        self._words, self._plain = expanded(words), plain
        self._parts: dict[str, int] = {}
        self._of_text: dict[str, list[int]] = defaultdict(list)
        self._patterns: list[Pattern] = []
        self.shrunk: list[str] = []

    def add(self, phrase: str, tag: object) -> None:
        """Take one phrase; the tag comes back with each match. A class must be known."""
        parts, gaps, gap = [], [], 0
        if self._shrinks(phrase):
            self.shrunk.append(phrase)
            return
        for kind, piece in _pieces(phrase):
            if kind == "join":
                gap = _JOINS[piece]
            elif number := self._part(kind, piece):
                parts.append(number)
                gaps.append(gap)
                gap = 0
        if parts:
            self._patterns.append(Pattern(tuple(parts), tuple(gaps), tag, phrase))

    def build(self) -> None:
        """Make the automaton, and file each phrase under the rarest of its parts."""
        uses: dict[int, int] = defaultdict(int)
        for pattern in self._patterns:
            for part in set(pattern.parts):
                uses[part] += 1
        for numbers in self._of_text.values():
            for part in numbers:  # a word of many classes is met often, and so is a large class
                uses[part] += len(numbers)
        self._under: dict[int, list[tuple[Pattern, frozenset[int]]]] = {}
        for pattern in self._patterns:
            rarest = min(pattern.parts, key=lambda part: uses[part])
            self._under.setdefault(rarest, []).append((pattern, frozenset(pattern.parts)))
        texts = list(self._of_text)
        self._numbers = [frozenset(self._of_text[text]) for text in texts]
        self._automaton = AhoCorasick(texts)
        self.phrases = len(texts)

    def find(self, plain: str) -> list[Matched]:
        """Every phrase of the text: of one part wherever it stands, others where they do first."""
        hits = self._automaton.find_matches_as_indexes(plain, overlapping=True)
        if not hits:
            return []
        there = set().union(*(self._numbers[text] for text, _, _ in hits))
        possible = [
            (number, pattern)
            for number in there & self._under.keys()
            for pattern, needed in self._under[number]
            if needed <= there
        ]
        where = self._where(hits, {part for _, pattern in possible for part in pattern.parts})
        found = []
        for number, pattern in possible:
            if len(pattern.parts) == 1:
                found += [
                    Matched(pattern.tag, pattern.phrase, *span, (span,)) for span in where[number]
                ]
            elif spans := _fit(pattern, where):
                found.append(matched(pattern.tag, pattern.phrase, spans))
        return found

    def _where(
        self, hits: Iterable[tuple[int, int, int]], wanted: set[int]
    ) -> Mapping[int, list[Span]]:
        where: dict[int, list[Span]] = defaultdict(list)
        for text, start, end in hits:
            for number in self._numbers[text] & wanted:
                where[number].append(Span(start, end))
        return where

    def _shrinks(self, phrase: str) -> bool:
        """Whether one word alone would be left: then small words were what made it telling."""
        classes = len(CLASS.findall(phrase))
        words = CLASS.sub(" ", phrase).replace("..", " ").replace("&", " ").split()
        left = classes + len(self._plain(" ".join(words)).split())
        return left < min(2, classes + len(words))

    def _part(self, kind: str, piece: str) -> int:
        """The number of a class or of a run of words; 0 for small words alone."""
        key = piece if kind == "class" else self._plain(piece)
        if not key.strip():
            return 0
        if key not in self._parts:
            number = self._parts[key] = len(self._parts) + 1
            for word in self._words.get(piece) or piece.split("|") if kind == "class" else (piece,):
                text = self._plain(word)
                if text.strip() and number not in self._of_text[text]:
                    self._of_text[text].append(number)
        return self._parts[key]


def _pieces(phrase: str) -> Iterator[tuple[str, str]]:
    """Classes, joins and runs of words, in order."""
    run: list[str] = []
    for piece in _PIECE.findall(phrase):
        if piece in _JOINS or CLASS.fullmatch(piece):
            if run:
                yield "run", " ".join(run)
                run = []
            yield ("join", piece) if piece in _JOINS else ("class", piece[1:-1])
        else:
            run.append(piece)
    if run:
        yield "run", " ".join(run)


def _fit(pattern: Pattern, where: Mapping[int, list[Span]]) -> tuple[Span, ...]:
    """Where the parts, each of which is there, stand in their distances. Tries a few ways."""
    ways: list[tuple[Span, ...]] = [(span,) for span in where[pattern.parts[0]]]
    for part, gap in zip(pattern.parts[1:], pattern.gaps[1:], strict=True):
        ways = [(*way, span) for way in ways for span in where[part] if _near(way[-1], span, gap)]
        if not ways:
            return ()
        del ways[64:]
    return ways[0]


def _near(before: Span, after: Span, gap: int) -> bool:
    between = after.start - before.end
    if gap < 0:
        return -1 <= between <= -gap or -1 <= before.start - after.end <= -gap
    return -1 <= between <= gap - 1  # neighbours share the space between them
