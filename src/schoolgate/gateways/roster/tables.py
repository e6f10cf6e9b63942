"""Parsing: bytes in, tables of text out. Knows encodings and delimiters, and no meanings."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from schoolgate.gateways.roster.faults import Fault, UnableToRead

MOST_BYTES: Final = 512 * 1024 * 1024
_DELIMITERS: Final = ",;\t|"
_BROKEN: Final = "\0\x1a"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: the line of the file on which it ends, and its cells by header."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file. `faults` are its rows that are no rows of this table, `loose` what they hold."""

    name: str
    headers: tuple[str, ...]
    lines: Sequence[Line]
    faults: Sequence[Fault] = ()
    loose: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of one import, as bytes by name, and one hash over them all."""

    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """SHA-256 in hex over names and bytes; the order in which files were named is no matter."""
        whole = sha256()
        for name, data in sorted(self.files.items()):
            whole.update(f"{name}\n{len(data)}\n".encode() + data)
        return whole.hexdigest()


def gather(paths: Sequence[Path]) -> Bundle:
    """Read files, folders of CSV files and zips of them. Raises UnableToRead."""
    files: dict[str, bytes] = {}
    for path in paths:
        for name, data in _contents(path):
            if name in files:
                raise UnableToRead(f"There are two files called {name}. Name each one once.")
            files[name] = data
    if not files:
        raise UnableToRead("There is no CSV file in what was named. Name a file, folder or zip.")
    if sum(map(len, files.values())) > MOST_BYTES:
        raise UnableToRead("The files are larger than 512 MB. Import one school at a time.")
    return Bundle(files)


def _contents(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        if path.is_dir():
            for inner in sorted(path.iterdir()):
                if inner.suffix.lower() == ".csv":
                    yield inner.name, inner.read_bytes()
        elif zipfile.is_zipfile(path):
            yield from _zipped(path)
        else:
            yield path.name, path.read_bytes()
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnableToRead(f"{path} cannot be read: {why}. Name a file that is there.") from None


def _zipped(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        members = [one for one in archive.infolist() if one.filename.lower().endswith(".csv")]
        if sum(one.file_size for one in members) > MOST_BYTES:
            raise UnableToRead(f"{path.name} holds more than 512 MB. Import one school at a time.")
        for one in members:
            if not one.filename.startswith("__MACOSX"):
                yield Path(one.filename).name, archive.read(one)


def table(name: str, data: bytes) -> Table:
    """Read one CSV file: UTF-8 with or without BOM, UTF-16 with one, or Windows-1252.

    Raises UnableToRead when it is no table at all. Rows that are too long or too short are faults.
    """
    text = _text(name, data)
    rows = _rows(name, text)
    try:
        _, first = next(rows)
    except StopIteration:
        raise UnableToRead(f"{name} is empty. Export it again.") from None
    headers = tuple(cell.strip() for cell in first)
    while headers and not headers[-1]:  # commas after the last column, which the rows may lack
        headers = headers[:-1]
    named = [header for header in headers if header]
    if twice := next((one for one in named if named.count(one) > 1), None):
        raise UnableToRead(f"{name} has two columns called “{twice}”. Leave one out.")
    return _filled(name, headers, rows)


def _filled(name: str, headers: tuple[str, ...], rows: Iterator[tuple[int, list[str]]]) -> Table:
    lines: list[Line] = []
    faults: list[Fault] = []
    loose: set[str] = set()
    for number, cells in rows:
        trimmed = [cell.strip() for cell in cells]
        if any(trimmed[len(headers) :]) or len(trimmed) < len(headers):
            says = f"This row has {len(cells)} cells, and the table has {len(headers)} columns."
            faults.append(Fault(name, number, f"{says} Look for a quotation mark or a comma."))
            loose.update(trimmed)
        else:
            lines.append(Line(number, dict(zip(headers, trimmed, strict=False))))
    return Table(name, headers, lines, faults, frozenset(loose))


def _rows(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of each row that holds anything."""
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        says = f"{name} cannot be read past line {reader.line_num}: {error}."
        raise UnableToRead(f"{says} Export it again as CSV.") from None


def _text(name: str, data: bytes) -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = _windows(name, data)
    if found := next((character for character in _BROKEN if character in text), None):
        raise UnableToRead(f"{name} holds the character {found!r}: it is no text. Export it again.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _windows(name: str, data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise UnableToRead(
            f"{name} is neither UTF-8 nor Windows-1252. Export it as “CSV UTF-8”."
        ) from None
