"""Letters, forms and notices: one PDF with a sheet for each addressee, numbered by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from schoolgate.web import prose
from schoolgate.web.paper import making

TEMPLATE: Final = Path(__file__).parent / "typst" / "sheets.typ"
AT_ONCE: Final = 100  # sheets in one file: a printer that jams loses no more


@dataclass(frozen=True, slots=True)
class Head:
    """Whose paper it is; `commitment` is the school's word on safeguarding (POL-26)."""

    school: str
    address: str = ""
    commitment: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Markdown."""

    text: str

    def value(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {"t": "words", "blocks": prose.blocks(self.text)}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the subject."""

    text: str

    def value(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {"t": "heading", "text": self.text}


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a row of headings."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def value(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {"t": "table", "header": self.header, "rows": self.rows}


@dataclass(frozen=True, slots=True)
class Ticks:
    """Boxes to tick with a pen, each with its statement."""

    statements: tuple[str, ...]

    def value(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {"t": "ticks", "statements": self.statements}


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines to write on, each with its label: name, signature, date."""

    labels: tuple[str, ...] = ("Name in capitals", "Signature", "Date")

    def value(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {"t": "lines", "labels": self.labels}


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of our own, as SVG, with what it shows in words."""

    svg: str
    shows: str
    text: str = ""

    def value(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {"t": "picture", "svg": self.svg, "shows": self.shows, "text": self.text}


@dataclass(frozen=True, slots=True)
class Points:
    """Short sentences, each with the clause that it comes from."""

    points: tuple[tuple[str, str], ...]

    def value(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {"t": "points", "points": self.points}


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own."""

    def value(self) -> dict[str, Any]:
        """Return what the template reads."""
        return {"t": "page"}


Piece = NewPage | Words | Heading | Table | Ticks | Lines | Picture | Points


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one addressee gets. `code` is put into a QR code at the head of its first page;
    `code_says` is what that code is, in words, and `number` what is printed below it."""

    subject: str
    pieces: tuple[Piece, ...]
    to: tuple[str, ...] = ()
    date: str = ""
    code: str = ""
    code_says: str = ""
    number: str = ""


Progress = Callable[[int, int], object]


def pdf(*, title: str, head: Head, sheets: Sequence[Sheet], large: bool = False) -> bytes:
    """Return sheets as one tagged PDF; each begins on a page of its own and counts its own pages.

    `large` sets bigger letters (notices for a wall, pages for children). Raises UnableToPrint.
    """
    data = {
        "title": title, "school": head.school, "address": head.address,
        "commitment": head.commitment, "size": 15 if large else 11,
        "sheets": [_value(sheet) for sheet in sheets],
    }  # fmt: skip
    return making.pdf(TEMPLATE, data)


def in_parts(
    *, title: str, head: Head, sheets: Sequence[Sheet], progress: Progress, at_once: int = AT_ONCE
) -> Iterator[bytes]:
    """Yield the PDFs of many sheets, `at_once` in each; say after each how many of all are set."""
    left, done = iter(sheets), 0
    while some := list(islice(left, at_once)):
        yield pdf(title=title, head=head, sheets=some)
        done += len(some)
        progress(done, len(sheets))


def _value(sheet: Sheet) -> dict[str, Any]:
    return {
        "subject": sheet.subject, "to": sheet.to, "date": sheet.date,
        "code": making.code(sheet.code) if sheet.code else "", "code_says": sheet.code_says,
        "number": sheet.number,
        "pieces": [piece.value() for piece in sheet.pieces],
    }  # fmt: skip
