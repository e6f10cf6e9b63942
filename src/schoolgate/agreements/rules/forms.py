"""Numbers of printed forms: 80 bits by chance, in letters and digits that nobody mixes up."""

from __future__ import annotations

import re
import secrets
from enum import StrEnum
from typing import Final, NamedTuple

LENGTH: Final = 16
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 and O, no 1 and I
_OURS: Final = re.compile(rf"SG1:([A-Z0-9_-]{{1,60}}):([{_LETTERS}]{{{LENGTH}}})")


class Read(NamedTuple):
    """What a code of ours says: the school by its short name, and the form's number."""

    school: str
    number: str


class Is(StrEnum):
    """What a page that came back is, as its code says and as the rows stand now."""

    READY = "ready"
    NO_CODE = "no code"
    NOT_OURS = "not ours"
    OTHER_SCHOOL = "other school"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    USED = "used"
    TWICE = "twice"
    SIGNED = "signed"
    NOBODY = "nobody"
    LEFT = "left"
    UNTRAINED = "untrained"


WORDS: Final[dict[Is, str]] = {
    Is.READY: "",
    Is.NO_CODE: "No code can be read on this page. If it is the signed page of a form, write the "
    "number that stands below the code; if it is a page of the text, set it aside.",
    Is.NOT_OURS: "The code on this page is not from one of our forms. Set the page aside.",
    Is.OTHER_SCHOOL: "This form belongs to another school. Send the paper there, and set the page "
    "aside.",
    Is.UNKNOWN: "No form with this number was printed here. Compare it with the paper.",
    Is.WITHDRAWN: "This form was withdrawn. Ask for a new one to be signed.",
    Is.USED: "This form was taken in already. Set the page aside.",
    Is.TWICE: "The same form comes before this page. Set one of the two aside.",
    Is.SIGNED: "These words are signed already, in another way. Set the page aside.",
    Is.NOBODY: "Nobody is linked who may sign this. Link a parent or carer, then come back.",
    Is.LEFT: "The policy in force no longer asks this of them. Set the page aside.",
    Is.UNTRAINED: "Training comes first, and none is recorded. Record it, then come back.",
}


def new_number() -> str:
    """Return a number that nobody can guess."""
    return "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))


def spaced(number: str) -> str:
    """Return a number as people read it: ABCD-EFGH-JKLM-NPQR."""
    return "-".join(number[at : at + 4] for at in range(0, len(number), 4))


def code(school: str, number: str) -> str:
    """Return what the code on a form says; capital letters make a small code."""
    return f"SG1:{school}:{number}".upper()


def read(said: str) -> Read | None:
    """Return what a code says; None where it is not one of ours."""
    found = _OURS.fullmatch(said.strip().upper())
    return None if found is None else Read(found[1].lower(), found[2])


def typed(number: str) -> str:
    """Return a number as it was typed, without spaces and strokes; empty where it cannot be one."""
    plain = re.sub(r"[\s–-]", "", number).upper()
    return plain if re.fullmatch(rf"[{_LETTERS}]{{{LENGTH}}}", plain) else ""
