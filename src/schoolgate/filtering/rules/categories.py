"""The categories of sites, and the question that each puts to a policy. One closed table.

Sources: the ten heads of inappropriate content of UKSIC (U7-U16, U17) and the kinds of use that
policies speak of (FIL-03, FIL-04, FIL-22). Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What happens where the policy says nothing."""

    HARMFUL = "harmful"  # blocked for everybody; no clause opens it, only a lesson's opening
    ORDINARY = "ordinary"  # as the policy says; blocked for pupils and guests where it is silent
    EVERYDAY = "everyday"  # as the policy says; open where it is silent


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does who opens such a site, in the policy's words."""

    action: str
    resource: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of site. `acts` are asked in turn: the first of which the policy speaks counts."""

    slug: str
    label: str
    kind: Kind
    acts: tuple[Act, ...] = ()


_PERSONAL: Final = {"purpose": "personal"}
UNLISTED: Final = "unlisted"  # a site that stands on no list
SOFTWARE: Final = "software"  # known by the ending of a file, wherever it lies. Source: FIL-14
DOWNLOADS: Final = "downloads"  # so is this, unless a list names the host. Source: FIL-15
# What is asked for to meet a category that is known by the ending of a file.
BY_ENDING: Final[Mapping[str, str]] = {SOFTWARE: "setup.exe", DOWNLOADS: "song.mp3"}


def _kept(kind: str) -> Act:
    return Act("download", "file", {**_PERSONAL, "file_type": kind})


def _seen(content: str) -> Act:
    return Act("view", "material", {"content": content})


# The gravest first: where a site is in several, the first that is blocked is named.
_EVERY: Final = (
    Category("malware", "Malware and phishing", Kind.HARMFUL, (Act("download", "malware"),)),
    Category("pornography", "Pornography", Kind.HARMFUL, (_seen("pornography"),)),
    Category("terrorism", "Terrorism and extremism", Kind.HARMFUL, (_seen("promotes_crime"),)),
    Category("self_harm", "Self-harm, suicide and eating disorders", Kind.HARMFUL,
             (_seen("unacceptable"),)),
    Category("violence", "Violence", Kind.HARMFUL, (_seen("threatening"),)),
    Category("hate", "Hate speech", Kind.HARMFUL, (_seen("racist_not_criminal"),)),
    Category("discrimination", "Discrimination", Kind.HARMFUL, (_seen("derogatory_religion"),
                                                                _seen("racist_not_criminal"))),
    Category("drugs", "Drugs, alcohol and tobacco", Kind.HARMFUL, (_seen("unacceptable"),)),
    Category("weapons", "Weapons", Kind.HARMFUL, (_seen("unacceptable"),)),
    Category("gambling", "Gambling", Kind.HARMFUL, (Act("use", "online_gambling"),)),
    Category("piracy", "Pirated copies", Kind.HARMFUL, (_seen("illegal"),)),
    Category("hacking", "Hacking", Kind.HARMFUL, (_seen("promotes_crime"),)),
    Category("circumvention", "Ways round the filter", Kind.HARMFUL,
             (Act("bypass", "web_filter", {"via": "vpn"}),)),
    Category("misinformation", "Misinformation", Kind.HARMFUL, (_seen("unacceptable"),)),
    Category("dating", "Dating", Kind.HARMFUL, (_seen("unacceptable"),)),
    Category("social_media", "Social media", Kind.ORDINARY,
             (Act("use", "social_media", {"account": "personal"}),)),
    Category("messaging", "Chat and messages", Kind.ORDINARY,
             (Act("use", "messaging_app", {"account": "personal"}),
              Act("use", "instant_message", {"account": "personal"}))),
    Category("games", "Games", Kind.ORDINARY,
             (Act("use", "online_game", {"purpose": "non_educational"}),)),
    Category("shopping", "Shopping", Kind.ORDINARY, (Act("buy", "goods", _PERSONAL),)),
    Category("video", "Video and broadcasting", Kind.ORDINARY,
             (Act("use", "video_broadcasting"),)),
    Category("file_sharing", "Sharing of files", Kind.ORDINARY, (Act("use", "file_sharing"),)),
    Category("webmail", "E-mail on the web", Kind.ORDINARY,
             (Act("use", "email", {"account": "personal", "purpose": "personal"}),)),
    Category("ai", "Generative AI", Kind.ORDINARY, (Act("use", "generative_ai"),)),
    Category(SOFTWARE, "Programs to install", Kind.ORDINARY,
             (Act("download", "software", _PERSONAL),)),
    Category("advertising", "Advertising", Kind.ORDINARY),
    Category("leisure", "News, sport and leisure", Kind.EVERYDAY,
             (Act("use", "internet", _PERSONAL),)),
    Category("games_educational", "Educational games", Kind.EVERYDAY,
             (Act("use", "online_game", {"purpose": "educational"}),)),
    Category("education", "Education", Kind.EVERYDAY),
    # the last: whoever says what a file is for opens nothing that is closed for another cause
    Category(DOWNLOADS, "Music, video and games to keep", Kind.EVERYDAY,
             (_kept("music"), _kept("video"), _kept("game"))),
)  # fmt: skip
CATEGORIES: Final[Mapping[str, Category]] = {one.slug: one for one in _EVERY}
MOST: Final = 64  # as many bits as a table has for one name


def label(slug: str) -> str:
    """Return a category as people call it; its slug where it is none of ours."""
    found = CATEGORIES.get(slug)
    return found.label if found else slug.replace("_", " ")
