"""What the filter answers. Plain values; no Django, so that a helper of a proxy starts at once."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class Verdict(StrEnum):
    """Whether a request goes on."""

    ALLOW = "allow"
    BLOCK = "block"


class Why(StrEnum):
    """What decided, in the order in which it is asked."""

    BROKEN = "broken"  # no filter to ask: closed
    UNREADABLE = "unreadable"  # the address names no host
    FLOOR = "floor"  # illegal: nobody opens it
    HELP = "help"  # a site that helps children: never blocked
    WITHDRAWN = "withdrawn"  # somebody has no access to the internet for a time
    SWITCHED_OFF = "switched_off"
    LESSON = "lesson"  # in this lesson only what the teacher has looked at
    GRANT = "grant"  # opened for a lesson, until a time
    LESSON_WORK = "lesson_work"  # a download that somebody said is for a lesson
    OWN_ALLOW = "own_allow"  # the school's own list
    OWN_BLOCK = "own_block"
    CATEGORY = "category"  # what the policy says of a category of sites
    UNLISTED = "unlisted"  # stands on no list


class Decision(NamedTuple):
    """A verdict with its reasons. `entry` is the listed name, never one of the floor; `until` the
    instant (UNIX seconds) to which it holds, 0 where no end is known."""

    verdict: Verdict
    why: Why
    role: str = ""
    category: str = ""
    entry: str = ""
    clause: str = ""
    message: str = ""
    grant: str = ""
    until: float = 0


def refused(why: Why, profile: str = "") -> Decision:
    """Return a refusal that is no matter of categories, with its sentence."""
    return Decision(Verdict.BLOCK, why, profile, message=_SAID[why])


_SAID: Final = {
    Why.BROKEN: "The filter cannot decide at the moment, so everything is closed. Tell the office.",
    Why.FLOOR: "This address is closed by law. Nobody at the school can open it.",
    Why.LESSON: "In this lesson only the sites on the teacher’s list are open.",
    Why.OWN_BLOCK: "The school has closed this site by its own list.",
    Why.WITHDRAWN: "Your access to the internet is withdrawn for now. Sites of help are open.",
    Why.UNREADABLE: "This address names no site. Check how it is written.",
}
