"""A document's text in pieces that can be edited alone: the front matter, and what a heading heads.

Lines count from 1, as in mistakes. Pure text: nothing is understood here.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from schoolgate.policies.language.document import read
from schoolgate.policies.language.front import Front, front_matter
from schoolgate.policies.language.mistakes import Notebook

_HEADING: Final = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
_FENCE: Final = re.compile(r"\s*(`{3,}|~{3,})")
_EDGE: Final = "+++"


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines `first` to `last`, both included, under one heading."""

    number: int
    title: str
    first: int
    last: int


def pieces(text: str) -> list[Piece]:
    """Return the pieces of a document in order; together they are the whole of it."""
    lines = text.split("\n")
    starts = [(0, "Front matter and header"), *_headings(lines)]
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    return [
        Piece(number, title, start + 1, end)
        for number, ((start, title), end) in enumerate(zip(starts, ends, strict=True))
    ]


def _headings(lines: list[str]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    fence, (_, end) = "", _edges(lines)
    for at, line in enumerate(lines):
        if at <= end:
            continue
        if match := _FENCE.match(line):
            mark = match[1][:3]
            fence = "" if fence == mark else fence or mark
        elif not fence and (match := _HEADING.match(line)):
            found.append((at, match[1]))
    return found


def piece_text(text: str, piece: Piece) -> str:
    """Return the text of a piece."""
    return "\n".join(text.split("\n")[piece.first - 1 : piece.last])


def with_piece(text: str, piece: Piece, new: str) -> str:
    """Return the document with one piece written anew."""
    lines = text.split("\n")
    ends = new.split("\n")
    return "\n".join([*lines[: piece.first - 1], *ends, *lines[piece.last :]])


def plain_lines(text: str) -> str:
    """Return text as browsers and Word leave it, with plain line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def front_of(text: str) -> Front:
    """Return the front matter of a document; what is wrong in it is left out."""
    lines = text.split("\n")
    _, end = _edges(lines)
    lines = lines[: end + 1] if end else lines
    notes = Notebook("")
    return front_matter(read("\n".join(lines), notes), notes)


def _edges(lines: list[str]) -> tuple[int, int]:
    """Return where the front matter opens and closes; zeros where there is none."""
    start = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if not lines or lines[start].strip() != _EDGE:
        return 0, 0
    rest = range(start + 1, len(lines))
    return start, next((at for at in rest if lines[at].strip() == _EDGE), 0)


def with_front(text: str, values: Mapping[str, str]) -> str:
    """Return the document with plain values of its front matter set; an empty one is taken out.

    Values that stand over several lines, or are no plain text, are left as they are.
    """
    lines = text.split("\n")
    start, end = _edges(lines)
    front, rest = (lines[start + 1 : end], lines[end:]) if end else ([], [_EDGE, *lines])
    for key, value in values.items():
        at = next((i for i, one in enumerate(front) if re.match(rf"{key}\s*=", one)), None)
        said = f"{key} = {json.dumps(value, ensure_ascii=False)}"
        if at is None:
            front += [said] if value and not _in_a_table(front) else []
            front = [said, *front] if value and _in_a_table(front) else front
        elif _is_plain(front[at]):
            front[at : at + 1] = [said] if value else []
    return "\n".join([_EDGE, *front, *rest])


def _in_a_table(front: list[str]) -> bool:
    return any(line.startswith("[") for line in front)


def _is_plain(line: str) -> bool:
    try:
        return all(isinstance(value, str) for value in tomllib.loads(line).values())
    except tomllib.TOMLDecodeError:
        return False
