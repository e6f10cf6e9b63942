"""Passwords, time-outs and machines: plain values in, decisions out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

STAFF_IDLE: Final = timedelta(minutes=60)
SHARED_IDLE: Final = timedelta(minutes=15)
LONGEST_SESSION: Final = timedelta(hours=12)
# Ours: between two things done so far apart, somebody else may have sat there.
STILL_THERE: Final = timedelta(minutes=5)
# NCSC, password administration for system owners: length, a deny list, no expiry.
NCSC_LENGTH: Final = 12
MOST_GUESSES: Final = 10
GUESSES_WITHIN: Final = timedelta(minutes=5)
# Where a pack has no table of terms, a term begins on these days: month and day.
_USUAL_TERMS: Final = ((1, 1), (4, 15), (9, 1))


def facts_about(password: str) -> dict[str, str]:
    """Return what a policy may ask of a password, in the words of its vocabulary.

    A capital is any letter in upper case, a number any decimal digit.
    """
    return {
        "length": str(len(password)),
        "capital": _yes(any(letter.isupper() for letter in password)),
        "number": _yes(any(letter.isdecimal() for letter in password)),
    }


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def repeated(text: str) -> str:
    """Return the part that a text repeats throughout, or the text: `abcabc` gives `abc`."""
    again = (text + text).find(text, 1)
    return text[:again]


def age_in_terms(changed: date, today: date, starts: Iterable[date]) -> str:
    """Return how old a password is as the vocabulary says it: `1_term` in the term of its change.

    `starts` are first days of terms; where there are none, usual ones are taken.
    """
    begun = [
        day for day in (list(starts) or usual_starts(changed, today)) if changed < day <= today
    ]
    return f"{len(begun) + 1}_term"


def usual_starts(since: date, until: date) -> list[date]:
    """Return the usual first days of terms from one year to another."""
    years = range(since.year, until.year + 1)
    return [date(year, month, day) for year in years for month, day in _USUAL_TERMS]


def usernames(given: str, family: str) -> Iterable[str]:
    """Yield user names for somebody, the plainest first: `anovak`, `anovak2` …; never ends."""
    plain = re.sub(r"[^a-z0-9]", "", (given[:1] + family).lower()) or "user"
    yield plain
    number = 2
    while True:
        yield f"{plain}{number}"
        number += 1


def is_idle(seen_seconds: float, *, shared: bool) -> bool:
    """Tell whether a session has rested too long: 15 minutes on what is shared, else 60."""
    return seen_seconds >= (SHARED_IDLE if shared else STAFF_IDLE).total_seconds()


# --- The same account in two places ---------------------------------------------------------------

AT_ONCE: Final = timedelta(minutes=5)
USES_KEPT: Final = timedelta(days=30)


def most_machines(kind: str) -> int | None:
    """Return on how many machines one person may be active at once; None for any number.

    A pupil has one pair of hands and no telephone in school. An adult may have a telephone, a
    computer and the classroom's; a fourth is somebody else. A class login (no kind) is shared by
    design.
    """
    if not kind:
        return None
    return 1 if kind == "pupil" else 3


def stopped_at(times: Sequence[datetime]) -> datetime | None:
    """Return when the limit first stopped guesses made at these times, in order; None if never."""
    for first, last in zip(times, times[MOST_GUESSES:], strict=False):
        if last - first < GUESSES_WITHIN:
            return last
    return None


# --- Passwords where none belongs -----------------------------------------------------------------

_SAID: Final = re.compile(
    r"\b(?:pass[\s-]?(?:word|code|phrase)|pwd?|pin)s?\b"
    r"(?:\s+(?:is|was|are|were|to)\b\s*|\s*[:=]\s*|\s+(?=[\"“‘']))[\"“‘']?([^\s\"”’']+)",
    re.IGNORECASE,
)
_ENDS: Final = ".,;:!?…)(]}[{\"'“”‘’"
_SYMBOLS: Final = re.compile(r"[!£$%^&*#?+~_=@]")
# Words that begin like a password and end in a number, and are none.
_ORDINARY: Final = re.compile(
    r"(?:year|class|room|key-?stage|windows|office|i?phone|i?pad|i?os|covid|laptop|chromebook|"
    r"tablet|galaxy|surface|macbook|android|version|unit|set|group|block|bus|route)[a-z-]*\d+[a-z]*",
    re.IGNORECASE,
)
_AFTER_IS: Final = frozenset({
    "a", "all", "also", "an", "and", "as", "at", "being", "blank", "bad", "by", "correct", "due",
    "easy", "empty", "fine", "for", "good", "hard", "in", "it", "just", "known", "long", "lost",
    "mine", "my", "never", "no", "not", "now", "of", "off", "ok", "old", "on", "one", "only",
    "our", "out", "public", "really", "right", "safe", "secret", "short", "simple", "so", "still",
    "strong", "that", "the", "their", "there", "this", "to", "too", "under", "up", "very", "weak",
    "what", "with", "wrong", "your",
})  # fmt: skip


def looks_like_a_password(text: str) -> bool:
    """Tell whether free text seems to hold a password: said to be one, or made like one.

    “My password is tiger” and “pw: tiger”, but not “my password is known”; `Abcdefg1` and
    `tiger!42`, but not an address, a date, a serial number in capitals, or Windows11. It errs to
    both sides; a sentence tells the writer what to leave out. Clause: Ashbrook 12.4, Cotmanhay
    14.4: not on forms, not in messages.
    """
    said = (found.strip(_ENDS) for found in _SAID.findall(text))
    return any(map(_may_be_told, said)) or any(map(_is_made_like_one, text.split()))


def _may_be_told(word: str) -> bool:
    plain = word.casefold()
    return len(plain) > 2 and not (
        plain in _AFTER_IS or (plain.isalpha() and plain.endswith(("ed", "en", "ing", "ly")))
    )


def _is_made_like_one(token: str) -> bool:
    word = token.strip(_ENDS.replace("!", "").replace("?", ""))
    bare = word.rstrip("!?")
    if not 8 <= len(word) <= 64 or "/" in word or re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", word):
        return False
    if _ORDINARY.fullmatch(bare) or not any(letter.isdecimal() for letter in word):
        return False
    lower, upper = (any(map(test, word)) for test in (str.islower, str.isupper))
    return (lower and upper) or ((lower or upper) and bool(_SYMBOLS.search(bare)))
