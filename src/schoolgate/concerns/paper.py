"""“Tell us” on paper: posters, stickers and the strip for the newsletter, each with its code."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Final

from schoolgate.concerns.tell import pages
from schoolgate.people.models import School
from schoolgate.web.paper import making

_TEMPLATE: Final = Path(__file__).parent / "typst" / "posters.typ"


class Piece(StrEnum):
    """What can be printed."""

    POSTER_A4 = "poster-a4"
    POSTER_A5 = "poster-a5"
    CHILDREN = "poster-children"
    STICKERS = "stickers"
    STRIP = "newsletter"

    @property
    def says(self) -> str:
        """What it is, for people."""
        return _TITLES[self]


_TITLES: Final = {
    Piece.POSTER_A4: "Poster for families, A4",
    Piece.POSTER_A5: "Poster for families, A5",
    Piece.CHILDREN: "Poster for children, A4",
    Piece.STICKERS: "Sheet of 24 stickers, A4",
    Piece.STRIP: "Strip for the weekly newsletter",
}


def printed(piece: Piece, school: School) -> bytes:
    """Return a piece as PDF. Raises making.UnableToPrint.

    The code leads to the page of whoever it is for; the words beside it to the start page.
    """
    child = piece is Piece.CHILDREN
    data = {
        "piece": piece, "school": school.name, "title": f"{school.name}: tell us",
        "code": making.code(pages.address(school, "child" if child else "family")),
        "address": pages.address(school).split("://", 1)[1].rstrip("/"), "child": child,
    }  # fmt: skip
    return making.pdf(_TEMPLATE, data)
