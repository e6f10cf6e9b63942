"""`python -m tests.monitoring.detection.labelled.make`: writes items.tsv from the sentences.

A sentence belongs whole to the seen two thirds or to the unseen third, so no wording of one stands
on both sides; those of further rounds are a part of their own. One in six also comes disguised.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

HERE: Final = Path(__file__).resolve().parent
FURTHER: Final = ("further.txt", "rounds.txt")
KEPT: Final = "kept.txt"
ITEMS: Final = HERE / "items.tsv"
_BANDS: Final = {"1": "ks1", "2": "ks2", "3": "ks3", "4": "ks4", "5": "ks5", "a": "adult"}
_KINDS: Final = {"s": "search", "T": "title", "t": "typed", "c": "chat", "M": "mail_subject",
                 "m": "mail_text", "f": "file"}  # fmt: skip
_SLOT: Final = re.compile(r"\{([^}]*)\}")
_LEET: Final = str.maketrans("aeio", "43!0")
_TWINS: Final = str.maketrans("aeocp", "аеоср")
_MOST: Final = 4


class Labelled(NamedTuple):
    """One item of the set. `part` is "seen", "unseen" or "further"."""

    part: str
    head: str
    band: str
    kind: str
    text: str


def read(path: Path = ITEMS) -> list[Labelled]:
    """The set as it is committed."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [Labelled(*line.split("\t")) for line in lines]


def made() -> Iterator[Labelled]:
    """Every item, in the order of the sentences."""
    for name in ("worrying.txt", "innocent.txt", *FURTHER):
        yield from written(name)


def written(name: str) -> Iterator[Labelled]:
    """The items of one file of sentences."""
    head = ""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            head = line.strip("[]")
        elif line and not line.startswith("#"):
            yield from _of(head, line, further=name not in ("worrying.txt", "innocent.txt"))


def _of(head: str, line: str, *, further: bool) -> Iterator[Labelled]:
    marks, sentence = line.split(" ", 1)
    draw = random.Random(hashlib.sha256(line.encode()).digest())
    part = "unseen" if draw.random() < 1 / 3 else "seen"
    part = "further" if further else part
    band, kind = _BANDS[marks[0]], _KINDS[marks[1]]
    texts = _filled(sentence)
    draw.shuffle(texts)
    chosen = texts[:_MOST]
    if kind in ("search", "chat", "typed") and draw.random() < 1 / 6:
        chosen.append(_disguised(chosen[0], draw))
    for text in chosen:
        yield Labelled(part, head, band, kind, text)


def _filled(sentence: str) -> list[str]:
    slots = [found.split("/") for found in _SLOT.findall(sentence)]
    frame = _SLOT.sub("{}", sentence)
    return [" ".join(frame.format(*words).split()) for words in product(*slots)]


def _disguised(text: str, draw: random.Random) -> str:
    words = text.split()
    long = [at for at, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if not long:
        return text.upper()
    at = max(long, key=lambda one: (len(words[one]), one))
    words[at] = draw.choice((_leet, _spaced, _drawn, _swapped, _twinned))(words[at])
    return " ".join(words)


def _leet(word: str) -> str:
    return word[0] + word[1:].translate(_LEET)


def _spaced(word: str) -> str:
    return " ".join(word)


def _drawn(word: str) -> str:
    return word[:2] + word[1] * 3 + word[2:]


def _swapped(word: str) -> str:
    return word[0] + word[2] + word[1] + word[3:]


def _twinned(word: str) -> str:
    return word.translate(_TWINS)


def main() -> None:
    """Write the set, each text once."""
    once = {one.text: one for one in made()}
    rows = ["part\thead\tband\tkind\ttext", *("\t".join(one) for one in once.values())]
    ITEMS.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
