"""What a concern can be about: a closed list, and what holds where the policy is silent.

Source: MAP.md section 5; CON-09 for the four illegal kinds; CON-35 for the categories.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import msgspec

from schoolgate.policies.language.situations import SITUATIONS, Known

# Few: cells of a report are not made smaller than they need be. CON-35 asks for every risk of the
# policies, FIL-25 for what is carried in on a disc or a stick: whoever sorts a case chooses that.
CATEGORIES: Final = {
    "content": "Unsuitable content",
    "contact": "Contact by strangers, and grooming",
    "bullying": "Bullying and behaviour",
    "images": "Sharing of intimate pictures",
    "illegal": "Possible crime",
    "data": "Personal data and photos",
    "copying": "Copying, plagiarism and downloads",
    "wellbeing": "Games, time on screens, well-being",
    "ai": "AI misuse and false information",
    "staff": "Conduct of an adult",
    "posts": "Posts and complaints about the school",
    "systems": "Filter, accounts and equipment",
    "media": "Material on removable media",
}
# The risks that the policies name, each in one category. Source: 002 Background; 003 Aims, §7.9i;
# 000 §4.4.
RISKS: Final = {
    "harmful or unsuitable content": "content",
    "unauthorised access to, loss of or sharing of personal data": "data",
    "grooming": "contact",
    "sharing of images without consent": "images",
    "contact with strangers": "contact",
    "cyberbullying": "bullying",
    "unsuitable games": "wellbeing",
    "inability to judge what is true": "ai",
    "plagiarism and copyright": "copying",
    "illegal downloads": "copying",
    "excessive use": "wellbeing",
    "AI misuse": "ai",
    "sexting": "images",
    "harmful material on computer media": "media",
}
# The four kinds of illegal misuse. Source: 002 Misuse.
ILLEGAL: Final = {
    "child-abuse-images": "Images of child abuse",
    "obscene-adult": "Obscene adult material",
    "racist": "Criminally racist material",
    "other": "Other criminal conduct, activity or material",
}


class Floor(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What is ours in a situation: `tell` are roles, `outside` kinds of `rules.bodies`; `steps`
    where the policy has none, `also` beside its own; `outcomes` says whether only the behaviour
    policy's or the staff's sanctions are offered."""

    category: str
    tell: tuple[str, ...]
    illegal: str = ""
    critical: bool = False
    steps: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    parents: str = ""
    outcomes: str = ""


class Situation(msgspec.Struct, frozen=True):
    """One kind of matter, with its floor."""

    known: Known
    floor: Floor

    @property
    def slug(self) -> str:
        """The slug that routes of a policy name as their `kind`."""
        return self.known.slug

    @property
    def number(self) -> int:
        """The number of the route in the source map."""
        return self.known.number

    @property
    def title(self) -> str:
        """The title in plain words."""
        return self.known.title

    @property
    def category(self) -> str:
        """The category in which it is counted."""
        return self.floor.category

    @property
    def is_critical(self) -> bool:
        """Tell whether it is acted on at once, and escalated when nobody reads it."""
        return self.floor.critical


def _all() -> dict[str, Situation]:
    """Read the floor beside the closed list. Raises ValueError where they do not agree."""
    read = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    floors = msgspec.convert(read, dict[str, Floor])
    if odd := floors.keys() ^ SITUATIONS.keys():
        raise ValueError(f"situations.toml and the list of situations differ in {sorted(odd)}")
    return {slug: Situation(known, floors[slug]) for slug, known in SITUATIONS.items()}


ALL: Final = _all()


def choices() -> list[tuple[str, str]]:
    """Return the situations as a form offers them, in the order of the source map."""
    return [(one.slug, one.title) for one in ALL.values()]
