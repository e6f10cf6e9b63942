"""What detection says: a head, how grave it is, which rule, and why. Never an act on a person."""

from enum import IntEnum, StrEnum
from typing import NamedTuple

from .items import Item


class Head(StrEnum):
    """What a finding is about.

    The ten heads of inappropriate content of the UK Safer Internet Centre's “Appropriate
    filtering” (2024), six of the policies' own, and the floor: child sexual abuse, which
    no school may switch off.
    """

    DISCRIMINATION = "discrimination"
    DRUGS = "drugs"
    EXTREMISM = "extremism"  # terrorism too
    GAMBLING = "gambling"
    HATE = "hate"
    HACKING = "hacking"  # malware too
    PIRACY = "piracy"  # copyright, copied work that was bought
    PORNOGRAPHY = "pornography"
    SELF_HARM = "self_harm"  # suicide too
    VIOLENCE = "violence"
    BULLYING = "bullying"
    GROOMING = "grooming"
    SEXTING = "sexting"
    AI_MISUSE = "ai_misuse"
    CIRCUMVENTION = "circumvention"
    PRIVATE_USE = "private_use"  # chain letters and large transfers too
    CHILD_ABUSE = "child_abuse"


class Severity(IntEnum):
    """How soon a person must see it; the order counts."""

    NOTE = 1
    CONCERN = 2
    SERIOUS = 3
    URGENT = 4


class Finding(NamedTuple):
    """One item under one head. `excused` says which context lets it pass, "" where none does."""

    head: Head
    severity: Severity
    rule: str
    item: Item
    reasons: tuple[str, ...]
    excused: str = ""


class Spell(NamedTuple):
    """Something that went on for a while. `since` inclusive, `until` exclusive, ms since 1970, UTC.

    `amount` is in `unit`: "minutes", "bytes" or "messages". `clause` forbids it, or "".
    """

    head: Head
    severity: Severity
    rule: str
    who: str
    since: int
    until: int
    amount: int
    unit: str
    reasons: tuple[str, ...]
    clause: str = ""
