"""What whoever signs confirms: the words of the box as sentences, and what is always confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from schoolgate.agreements.rules.kinds import PUPILS, USES_SYSTEMS, Group, Kind

_BOTH: Final = re.compile(r"(.+?) read and understood", re.I)
_BARE: Final = re.compile(r"(?<!been )(?<!is )\b(received|read|understood)$", re.I)
_SAYS_SO: Final = re.compile(r"\b(am|are|has|have|is|keeps?|may|must|will)\b", re.I)
_TRAINED: Final = re.compile(r"\btrain", re.I)
_READ: Final = re.compile(r"\bread\b", re.I)
_UNDERSTOOD: Final = re.compile(r"\bunderstood\b", re.I)
_MONITORED: Final = re.compile(r"\bmonitor", re.I)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing to confirm. `key` is trained, read, understood, monitored, or `said` and a number.

    A statement with the same key means the same in every version of the agreement.
    """

    key: str
    text: str


# Staff declare three things (000 L602), and everybody knows that use is watched (MON-04, AGR-13).
_ALWAYS: Final = {
    "trained": "I confirm that training has been received.",
    "read": "I confirm that this agreement has been read.",
    "understood": "I confirm that this agreement has been understood.",
    "monitored": "I know that use of the school’s systems is recorded and may be monitored, "
                 "private use too.",
}  # fmt: skip
_YOUNG: Final = {
    "keeps": "I will keep to these rules.",
    "monitored": "I know that the school can see what I do on its computers.",
}
_CHILD: Final = "I have talked about these rules with my child."
_PLAIN: Final = "I will keep to this agreement."


def statements_of(
    kind: Kind, group: Group, confirms: Sequence[str], *, by_parent: bool = False
) -> tuple[Statement, ...]:
    """Return what is confirmed, in order: what the box says, and what it leaves unsaid."""
    if group in PUPILS and not by_parent:
        return tuple(Statement(key, text) for key, text in _YOUNG.items())
    found = {one.key: one for one in _said(confirms)}
    for key in _wanted(kind):
        found.setdefault(key, Statement(key, _ALWAYS[key]))
    if by_parent and group is Group.PUPIL_KS1:
        found.setdefault("talked", Statement("talked", _CHILD))
    if not any(key.startswith("said") or key == "read" for key in found):
        found = {"keeps": Statement("keeps", _PLAIN)} | found
    order = [key for key in ("trained", "read", "understood") if key in found]
    return tuple(found[key] for key in (*order, *(one for one in found if one not in order)))


def _wanted(kind: Kind) -> tuple[str, ...]:
    if kind is Kind.STAFF:
        return ("trained", "read", "understood", "monitored")
    return ("monitored",) if kind in USES_SYSTEMS else ()


def _said(confirms: Sequence[str]) -> Iterator[Statement]:
    parts = [part for phrase in confirms for part in _parted(phrase)]
    for number, phrase in enumerate(parts):
        yield Statement(_key(phrase, number), _sentence(phrase))


def _parted(phrase: str) -> tuple[str, ...]:
    match = _BOTH.fullmatch(phrase)
    return (f"{match[1]} read", f"{match[1]} understood") if match else (phrase,)


def _key(phrase: str, number: int) -> str:
    for key, words in (("trained", _TRAINED), ("read", _READ), ("understood", _UNDERSTOOD),
                       ("monitored", _MONITORED)):  # fmt: skip
        if words.search(phrase):
            return key
    return f"said-{number}"


def _sentence(phrase: str) -> str:
    text = _BARE.sub(r"has been \1", phrase.strip().rstrip("."))
    return f"I confirm that {text}." if _SAYS_SO.search(text) else f"I confirm {text}."
