"""Classes of words: `{name}` stands for any word of a class, `{one|other}` for one of these."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

CLASS: Final = re.compile(r"\{([^}]*)\}")


def is_written_out(name: str) -> bool:
    """Whether a class stands in its place, `{one|other}`, and is not named."""
    return "|" in name


def written_out(text: str) -> str:
    """A phrase with the words of `{one|other}` bare and the names of classes gone."""
    return CLASS.sub(
        lambda found: f" {found[1].replace('|', ' ')} " if is_written_out(found[1]) else " ", text
    )


def expanded(words: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The classes with the words of those that they hold; `unmakeable` says whether it can be."""
    return {name: tuple(dict.fromkeys(_of(name, words))) for name in words}


def unmakeable(words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Classes that hold one which is unknown, or themselves in the end: which, and why."""
    wrong = {}
    for name in words:
        try:
            _of(name, words)
        except KeyError as missing:
            wrong[name] = f"no pack has the class “{missing.args[0]}”."
        except RecursionError:
            wrong[name] = f"the class “{name}” holds itself. Take it out of the ones that it holds."
    return wrong


def _of(name: str, words: Mapping[str, Sequence[str]]) -> list[str]:
    found = []
    for word in words[name]:
        held = CLASS.fullmatch(word)
        found += _of(held[1], words) if held else [word]
    return found
