"""What the two national standards on filtering ask, and what this program does of it.

`standards.toml` beside it holds one answer for each point, in our words. Print it as a page:
`python -m schoolgate.filtering.standards > docs/filtering-standards.md`.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

_DATA: Final = Path(__file__).with_name("standards.toml")


class Answer(StrEnum):
    """How far a point is met."""

    MET = "met"
    PART = "part"
    NONE = "none"


WORDS: Final = {Answer.MET: "Met", Answer.PART: "Part", Answer.NONE: "Not met"}


class Item(NamedTuple):
    """A point: U1 to U25 of UKSIC, F1 to F18 of the DfE. `proof` are files of this program that
    show it, and tests; empty where nothing does."""

    number: str
    asks: str
    answer: Answer
    why: str
    proof: tuple[str, ...]

    @property
    def said(self) -> str:
        """The answer in words."""
        return WORDS[self.answer]


@cache
def items() -> tuple[Item, ...]:
    """Return every point, in order."""
    with _DATA.open("rb") as file:
        said = tomllib.load(file)
    return tuple(
        Item(one["number"], one["asks"], Answer(one["answer"]), one["why"], tuple(one["proof"]))
        for one in said["item"]
    )


def found(*, words: str = "", answer: str = "") -> list[Item]:
    """Return the points with some words or a number, and with an answer."""
    sought = words.casefold()
    return [
        one
        for one in items()
        if answer in ("", one.answer)
        and (sought == one.number.casefold() or sought in f"{one.asks} {one.why}".casefold())
    ]


def counts() -> dict[str, int]:
    """Return how many points have each answer."""
    found = Counter(one.answer for one in items())
    return {str(answer): found[answer] for answer in Answer}


def markdown() -> str:
    """Return all points as a page of Markdown."""
    number = counts()
    return "\n".join(
        [
            "# The filter and the standards",
            "",
            "What “Appropriate filtering” of the UK Safer Internet Centre (U, up to its version of "
            "2026) and the filtering and monitoring standards of the Department for Education (F) "
            "ask, in our words, and what this program does of it. Of "
            f"{len(items())} points, {number['met']} are met, {number['part']} in part, "
            f"{number['none']} not. Written by `python -m schoolgate.filtering.standards`; change "
            "`src/schoolgate/filtering/standards.toml`.",
            "",
            *_part("UK Safer Internet Centre", "U"),
            "",
            *_part("Department for Education", "F"),
            "",
        ]
    )


def _part(title: str, letter: str) -> Iterable[str]:
    yield from (
        f"## {title}",
        "",
        "| | It asks | Answer | Why | Shown by |",
        "|---|---|---|---|---|",
    )
    for one in items():
        if one.number.startswith(letter):
            proof = "<br>".join(f"`{path}`" for path in one.proof)
            yield f"| {one.number} | {one.asks} | {one.said} | {one.why} | {proof} |"


if __name__ == "__main__":
    sys.stdout.write(markdown())
