"""Simple pictures of our own for children's pages: one for each thing that a point speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_INK: Final = 'fill="none" stroke="#12563e" stroke-width="5" stroke-linecap="round" '
_HEAD: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="96" height="96"'
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: its lines as SVG, and what it shows in words."""

    lines: str
    shows: str

    @property
    def svg(self) -> str:
        """The picture for paper."""
        return f'{_HEAD}><g {_INK}stroke-linejoin="round">{self.lines}</g></svg>'

    @property
    def for_page(self) -> str:
        """The picture for a page; its words stand beside it."""
        return f'{_HEAD} aria-hidden="true" focusable="false"><g {_INK}>{self.lines}</g></svg>'


_PERSON: Final = '<circle cx="50" cy="28" r="14"/><path d="M22 84c0-34 56-34 56 0"/>'
_SCREEN: Final = '<rect x="14" y="20" width="72" height="46" rx="4"/><path d="M36 82h28M50 66v16"/>'
_DRAWINGS: Final = {
    "key": Drawing('<circle cx="32" cy="50" r="16"/><path d="M48 50h38v14M72 50v10"/>', "A key"),
    "talk": Drawing('<circle cx="26" cy="38" r="11"/><path d="M8 82c0-30 36-30 36 0"/>'
                    '<path d="M52 18h38v30H68L58 60V48h-6z"/>', "A child who tells somebody"),
    "heart": Drawing('<path d="M50 82C8 54 18 20 36 20c8 0 14 8 14 14 0-6 6-14 14-14 18 0'
                     ' 28 34-14 62z"/>', "A heart"),
    "letter": Drawing('<rect x="12" y="26" width="76" height="50" rx="4"/>'
                      '<path d="M12 30l38 28 38-28"/>', "A letter"),
    "camera": Drawing('<rect x="10" y="30" width="80" height="48" rx="6"/>'
                      '<circle cx="50" cy="54" r="14"/>'
                      '<path d="M34 30l6-10h20l6 10"/>', "A camera"),
    "phone": Drawing('<rect x="30" y="10" width="40" height="80" rx="8"/><path d="M46 78h8"/>',
                     "A phone"),
    "stop": Drawing(f'{_SCREEN}<path d="M40 33l20 20M60 33L40 53"/>', "A screen with a cross"),
    "house": Drawing('<path d="M14 48l36-32 36 32v38H14zM42 86V62h16v24"/>', "A house"),
    "download": Drawing(f'{_SCREEN}<path d="M50 28v24M40 44l10 10 10-10"/>',
                        "A screen with an arrow"),
    "look": Drawing('<path d="M8 50c20-34 64-34 84 0-20 34-64 34-84 0z"/>'
                    '<circle cx="50" cy="50" r="12"/>',
                    "An eye"),
    "person": Drawing(_PERSON, "A person"),
    "screen": Drawing(_SCREEN, "A screen"),
}  # fmt: skip
# The first of these that a point speaks of gives it its picture.
_ABOUT: Final = (
    ("password|log ?on|secret", "key"), ("tell|speak|ask|grown-up|adult", "talk"),
    ("kind|polite|bully|rude|upset", "heart"), ("e-?mail|message|attachment", "letter"),
    ("photo|picture|film", "camera"), ("phone|tablet", "phone"), ("download|virus", "download"),
    ("switch off|turn off|screen off", "stop"), ("address|home|where you live", "house"),
    ("network|watch|notice|see what", "look"), ("stranger|meet|people", "person"),
)  # fmt: skip


def drawing(text: str) -> Drawing:
    """Return the picture for what a sentence speaks of; a screen where nothing else fits."""
    for words, name in _ABOUT:
        if re.search(rf"\b(?:{words})", text, re.IGNORECASE):
            return _DRAWINGS[name]
    return _DRAWINGS["screen"]
