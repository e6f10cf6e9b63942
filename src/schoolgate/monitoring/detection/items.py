"""What is looked at: one small thing that a person searched, opened, wrote or sent."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """Where an item's text comes from; nothing else of a page is ever read."""

    SEARCH = "search"
    TITLE = "title"
    TYPED = "typed"
    HOST = "host"
    CATEGORY = "category"
    FILE = "file"
    MAIL_SUBJECT = "mail_subject"
    MAIL_TEXT = "mail_text"
    CHAT = "chat"


class Band(StrEnum):
    """An age band, from the role that the filter used; a school's key stages and its adults."""

    KS1 = "ks1"
    KS2 = "ks2"
    KS3 = "ks3"
    KS4 = "ks4"
    KS5 = "ks5"
    ADULT = "adult"
    UNKNOWN = "unknown"


YOUNGEST = frozenset({Band.KS1, Band.KS2})
PUPILS = frozenset({Band.KS1, Band.KS2, Band.KS3, Band.KS4, Band.KS5})

_STAGES = {
    "eyfs": Band.KS1,
    "infant": Band.KS1,
    "primary": Band.KS2,
    "junior": Band.KS2,
    "secondary": Band.KS3,
    "sixth": Band.KS5,
}
_ADULTS = frozenset(
    {"staff", "teacher", "assistant", "head", "headteacher", "governor", "technician"}
)


def band_of(role: str) -> Band:
    """The age band of a role such as “pupil_ks2” or “teacher”; UNKNOWN where it says none."""
    for part in role.lower().replace("-", "_").split("_"):
        if part in _ADULTS:
            return Band.ADULT
        if part in _STAGES:
            return _STAGES[part]
        if part in PUPILS:
            return Band(part)
    return Band.UNKNOWN


class Item(NamedTuple):
    """One thing to judge. `at`: ms since 1970, UTC; `who`, `group`: pseudonyms, "" unknown."""

    at: int
    who: str
    group: str  # class, as a pseudonym, or ""
    role: str  # the profile that the filter used: "pupil_ks2", "teacher"
    kind: Kind
    text: str
    host: str = ""
    category: str = ""
    topic: str = ""  # the lesson's topic, or ""
    source: str = ""  # id of the event that it comes from
