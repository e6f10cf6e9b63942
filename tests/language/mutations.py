"""Damage a pack's text the way people, programs and accidents do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

PACKS = Path(__file__).parents[2] / "packs"
SAMPLES = Path(__file__).parents[1] / "bad_packs"
FRONT = '+++\npack = "p"\ntitle = "t"\nversion = "1"\n+++\n'
_ODD = (
    "“", "’", "\t", "\x00", "\ufeff", "\u200b", "\xa0", "•", "|", "```", "+++", "#", ":", ";", "=",
    "²", "日本", "\ud800", "\r", "\x0b", "\x1b", "9" * 400, "{n}", "{", "[", '"', "'", "\\", "own:",
    "- -", "or", "and", " is at least ", " is not ", "@", "../", "1e999", "-0", "99:99", "0-0",
)  # fmt: skip


def texts() -> list[str]:
    """Return the documents to start from: real packs in parts, and every sample."""
    paths = [*sorted(SAMPLES.glob("*/*.md")), *sorted(SAMPLES.glob("templates/*/*.md"))]
    found = [path.read_text("utf-8") for path in paths]
    for path in sorted(PACKS.glob("**/policy.md")):
        clauses = re.split(r"(?m)^(?=#)", path.read_text("utf-8"))[1:]
        found += [FRONT + "".join(clauses[at : at + 3]) for at in range(0, len(clauses), 9)]
    return found


def mutated(random: Random, text: str) -> str:
    """Return the text with one to four accidents."""
    for _ in range(random.randint(1, 4)):
        text = random.choice(_ACCIDENTS)(random, text)
    return text


def _spot(random: Random, text: str) -> int:
    return random.randint(0, len(text))


def _insert(random: Random, text: str) -> str:
    at = _spot(random, text)
    return text[:at] + random.choice(_ODD) + text[at:]


def _cut(random: Random, text: str) -> str:
    at = _spot(random, text)
    return text[:at] + text[at + random.choice([1, 2, 5, 40]) :]


def _swap_lines(random: Random, text: str) -> str:
    lines = text.split("\n")
    a, b = random.randrange(len(lines)), random.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return "\n".join(lines)


def _repeat(random: Random, text: str) -> str:
    at = _spot(random, text)
    return text[:at] + text[at : at + 200] * random.choice([2, 3]) + text[at:]


def _other_value(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    for mark in (":", "=", "|"):
        if mark in lines[at]:
            key = lines[at].split(mark, 1)[0]
            lines[at] = f"{key}{mark} {random.choice(_ODD)}{random.choice(lines).strip()}"
            break
    return "\n".join(lines)


def _flip(random: Random, text: str) -> str:
    at = _spot(random, text)
    return (
        text[:at]
        + chr(random.choice([random.randrange(128), random.randrange(0x11000)]))
        + text[at + 1 :]
    )


_ACCIDENTS: tuple[Callable[[Random, str], str], ...] = (
    _insert, _cut, _swap_lines, _repeat, _other_value, _flip,
)  # fmt: skip
