"""Phrases of a policy joined into English, and dates as people write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


PREPOSITIONS: Final = word_set(
    "about after also as at because before between by during except for from if in inside of on "
    "once only outside over through to under until unless using when where whenever which who "
    "while whilst with within without"
)
_PLURAL_IRREGULAR: Final = frozenset({"people", "children", "staff", "everyone else"})
_SINGULAR_IN_S: Final = ("ss", "us", "is")
_ISO: Final = re.compile(r"\b(20\d\d)-(\d\d)(?:-(\d\d))?\b")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def period(every: str) -> str:
    """Return `every` as a sentence goes on: ` every year`, ` for every joiner`, ` regularly`."""
    if not every or every == "regularly":
        return ", regularly" if every else ""
    if every in {"joiner", "leaver", "intake", "incident", "change", "lesson"}:
        return f" for every {every}"
    return f" every {every}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Return items as one list: `a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def capital(text: str) -> str:
    """Return text with a capital at its start."""
    return text[:1].upper() + text[1:]


def british(text: str) -> str:
    """Return text with its ISO dates written out: `14 October 2026`, `September 2027`."""
    return _ISO.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    month = int(match[2])
    if not 1 <= month <= 12:
        return match[0]
    day = f"{int(match[3])} " if match[3] else ""
    return f"{day}{_MONTHS[month - 1]} {match[1]}"


def stop(text: str) -> str:
    """Return text with a full stop, unless it ends in a mark of its own."""
    return text if text.endswith((".", "?", "!", ":")) else f"{text}."


def leads(text: str, words: frozenset[str]) -> bool:
    """Tell whether the first word of text is one of `words`."""
    return text.split(" ", 1)[0].lower() in words


def led(text: str, with_: str, joins: frozenset[str] = PREPOSITIONS) -> str:
    """Return ` text`, with a word before it where text does not lead on by itself."""
    return f" {text}" if leads(text, joins) else f" {with_} {text}"


def joined_on(phrase: str) -> str:
    """Return a `when` phrase as the sentence goes on: ` in lessons`, `, when the device is …`."""
    if leads(phrase, PREPOSITIONS):
        return f" {phrase}"
    return f", when {as_clause(phrase)}"


def as_clause(phrase: str) -> str:
    """Return a fact phrase as it stands behind if or unless."""
    match = re.fullmatch(r"([a-z][a-z ]*?) is (.+)", phrase)
    if match and not leads(phrase, _STARTS) and " " not in match[1].strip():
        return f"the {phrase}"
    return f"it is {phrase}" if leads(phrase, _BARE) else phrase


_STARTS: Final = frozenset(
    [
        "it",
        "the",
        "a",
        "an",
        "this",
        "that",
        "there",
        "no",
        "nobody",
        "someone",
        "somebody",
        "each",
        "he",
        "she",
    ]
)
_BARE: Final = frozenset(
    ["in", "at", "on", "during", "within", "for", "outside", "with", "by", "from", "under", "over"]
)


def be(who: str) -> str:
    """Return is or are, as the people or bodies named ask for."""
    last = who.lower().split(" ")[-1]
    if ";" in who or last in _PLURAL_IRREGULAR:
        return "are"
    return "are" if last.endswith("s") and not last.endswith(_SINGULAR_IN_S) else "is"
