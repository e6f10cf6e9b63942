"""Invented events for the daily self-test: one for each head, by nobody, that must raise it.

They go the whole way (log, alert, person), marked by `who`, and their time is measured. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from .detection.findings import Finding, Head
from .detection.items import Item, Kind

WHO: Final = "canary0000000000"  # no pseudonym is like it: those are hexadecimal


class Canary(NamedTuple):
    """An invented item and the head that it must raise."""

    head: Head
    item: Item


_TEXTS: Final = {
    Head.DISCRIMINATION: ("pupil_ks3", Kind.CHAT, "no girls allowed in our group"),
    Head.DRUGS: ("pupil_ks4", Kind.SEARCH, "where to buy weed near me"),
    Head.EXTREMISM: ("pupil_ks4", Kind.SEARCH, "how to join a terrorist group"),
    Head.GAMBLING: ("pupil_ks4", Kind.SEARCH, "online casino free spins"),
    Head.HATE: ("pupil_ks3", Kind.CHAT, "i hate all immigrants"),
    Head.HACKING: ("pupil_ks4", Kind.SEARCH, "how to hack a school account"),
    Head.PIRACY: ("pupil_ks3", Kind.SEARCH, "pirate bay torrent download"),
    Head.PORNOGRAPHY: ("pupil_ks3", Kind.SEARCH, "porn videos"),
    Head.SELF_HARM: ("pupil_ks3", Kind.TYPED, "i want to end my life"),
    Head.VIOLENCE: ("pupil_ks3", Kind.CHAT, "i will stab you after school"),
    Head.BULLYING: ("pupil_ks3", Kind.CHAT, "nobody likes you, you loser"),
    Head.GROOMING: ("pupil_ks2", Kind.CHAT, "this is our secret, do not tell your parents"),
    Head.SEXTING: ("pupil_ks3", Kind.CHAT, "send me nudes"),
    Head.AI_MISUSE: ("pupil_ks4", Kind.SEARCH, "deepfake app of my teacher"),
    Head.CIRCUMVENTION: ("pupil_ks3", Kind.SEARCH, "free vpn for school chromebook"),
    Head.PRIVATE_USE: ("teacher", Kind.SEARCH, "cheap holidays all inclusive"),
    Head.CHILD_ABUSE: ("teacher", Kind.SEARCH, "child abuse images"),
}


def canaries(at: int) -> list[Canary]:
    """One invented event for each head, at `at` (ms since 1970, UTC)."""
    return [
        Canary(head, Item(at, WHO, "", role, kind, text, source=f"canary:{head}:{at}"))
        for head, (role, kind, text) in _TEXTS.items()
    ]


def silent(canaries: Sequence[Canary], findings: Sequence[Finding]) -> list[Head]:
    """The heads whose canary raised nothing: monitoring does not work for them."""
    raised = {(one.head, one.item.source) for one in findings if not one.excused}
    return [one.head for one in canaries if (one.head, one.item.source) not in raised]
