"""A bundle for somebody outside: items, a page of contents, a custody sheet, sums, and a verifier.

What must not be told stands nowhere in it: file names are numbers, texts are written without the
names, and an item that says one is refused.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final, cast

from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.evidence import parsing, rules, storing
from schoolgate.evidence.models import Custody, Item
from schoolgate.evidence.opening import Opened
from schoolgate.evidence.rules import Form, Kind
from schoolgate.web.paper import sheets
from schoolgate.web.paper.sheets import Head, Sheet, Table, Words

_VERIFIER: Final = Path(__file__).with_name("verify_evidence.py")
_THEN: Final = (1980, 1, 1, 0, 0, 0)
Progress = Callable[[int], object]


class TellsAName(Exception):
    """An item says a name that must not be told. The message says which item, and what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goes into a bundle, for whom, and the names that it must not tell."""

    items: Sequence[Item]
    custody: Sequence[Custody]
    form: Form
    words: str
    names: Sequence[str]
    by: str
    at: datetime


def write(into: storing.Writer, opened: Opened, wanted: Wanted, progress: Progress) -> str:
    """Write a bundle as a zip; return the checksum of its list. Raises TellsAName."""
    with zipfile.ZipFile(cast("BinaryIO", into), "w", zipfile.ZIP_STORED) as made:
        bundle = _Bundle(made)
        bundle.add("contents.pdf", _contents(opened, wanted))
        bundle.add("custody.pdf", _custody(wanted))
        bundle.add("verify_evidence.py", _VERIFIER.read_bytes())
        for number, item in enumerate(wanted.items, start=1):
            bundle.copy(f"items/{name_of(item, wanted.form)}", _file(opened, item, wanted))
            progress(number)
        listed = "".join(f"{hashed}  {name}\n" for name, hashed in bundle.sums).encode()
        bundle.add("hashes.txt", listed)
    return hashlib.sha256(listed).hexdigest()


class _Bundle:
    def __init__(self, made: zipfile.ZipFile) -> None:
        self.made = made
        self.sums: list[tuple[str, str]] = []

    def add(self, name: str, data: bytes) -> None:
        """Add a file that we made."""
        self.copy(name, iter((data,)))

    def copy(self, name: str, pieces: Iterator[bytes]) -> None:
        """Add a file piece by piece; note its sum."""
        found = hashlib.sha256()
        entry = zipfile.ZipInfo(name, _THEN)
        with self.made.open(entry, "w", force_zip64=True) as file:
            for piece in pieces:
                found.update(piece)
                file.write(piece)
        self.sums.append((name, found.hexdigest()))


def name_of(item: Item, form: Form) -> str:
    """Return what an item is called in a bundle."""
    kind = Kind(item.kind)
    return rules.safe_name(item.number, kind if form is Form.ORIGINALS else rules.COPY_OF[kind])


def _file(opened: Opened, item: Item, wanted: Wanted) -> Iterator[bytes]:
    original = wanted.form is Form.ORIGINALS
    kind = Kind(item.kind) if original else rules.COPY_OF[Kind(item.kind)]
    with _open(opened, item, original=original) as file:
        if parsing.tells(file, kind, wanted.names):
            raise TellsAName(
                f"Item {item.number} says a name that must not be told. Leave it out, or attach a "
                "picture of it in which the name is covered."
            )
    return storing.pieces(_open(opened, item, original=original))


def _open(opened: Opened, item: Item, *, original: bool) -> BinaryIO:
    return opened.file(item if original else item.copy)


def _contents(opened: Opened, wanted: Wanted) -> bytes:
    form = "as they came in" if wanted.form is Form.ORIGINALS else "without hidden details"
    words = rules.without(wanted.words, wanted.names)
    said = (
        f"{len(wanted.items)} items, {form}. Put together by "
        f"{rules.without(wanted.by, wanted.names)} on {_moment(wanted.at)}.",
        f"For: {words}" if words else "",
        "Names may be withheld to protect somebody. Sums are SHA-256: `hashes.txt` has those of "
        "the files in this bundle, the table those of the originals, taken while they came in. "
        "`verify_evidence.py` checks them.",
    )
    table = Table(("No.", "What", "Taken", "Came in", "Size", "SHA-256 of the original"),
                  tuple(_row(opened, item, wanted.names) for item in wanted.items))  # fmt: skip
    return _paper(opened, "Evidence: contents", (Words("\n\n".join(filter(None, said))), table))


def _row(opened: Opened, item: Item, names: Sequence[str]) -> tuple[str, ...]:
    source = opened.source(item)
    what = [opened.name(item), source["words"], source["address"]]
    told = rules.without(". ".join(filter(None, what)), names)
    in_parts = " ".join(item.sha256[at : at + 8] for at in range(0, 64, 8))  # none is cut off
    return (
        str(item.number),
        told,
        item.taken or "not known",
        _moment(item.received_at),
        item.size_in_words,
        in_parts,
    )


def _custody(wanted: Wanted) -> bytes:
    rows = tuple(
        (str(line.item.number), _moment(line.at), rules.without(str(line.by or "The machine"),
         wanted.names), line.says)
        for line in wanted.custody
    )  # fmt: skip
    table = Table(("No.", "When", "Who", "What"), rows)
    return _paper_of(wanted.items[0].folder.school.name, "Evidence: custody sheet", (table,))


def _paper(opened: Opened, title: str, pieces: tuple[Words | Table, ...]) -> bytes:
    return _paper_of(opened.folder.school.name, title, pieces)


def _paper_of(school: str, title: str, pieces: tuple[Words | Table, ...]) -> bytes:
    return sheets.pdf(title=title, head=Head(school), sheets=[Sheet(title, pieces)])


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")
