"""Read one Markdown file into front matter, clauses, boxes and tables. Knows no meaning."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import Any, Final

from schoolgate.policies.language.mistakes import Notebook, did_you_mean

MOST_BYTES: Final = 1024 * 1024
BOXES: Final = (
    "agreement", "approval", "duty", "keep", "notice", "register", "role", "route", "rule",
    "statement", "summary",
)  # fmt: skip
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_REF = re.compile(
    r"([A-Za-z]{0,12}\d+[a-z]{0,3}(?:\.[A-Za-z0-9_]+)*|[A-Z][A-Za-z]{1,12}(?:\.[A-Za-z0-9_]+)+)"
    r"\.?\s+(.*)"
)
_FENCE = re.compile(r"(`{3,}|~{3,})\s*([\w-]*)\s*(.*)$")
_WORD_QUOTES: Final = str.maketrans("‘’“”", "''\"\"")
_BULLET: Final = re.compile(r"[•·▪◦*–-]\s+")  # as Word writes them
_INVISIBLE: Final = re.compile("[\u200b\u200c\u200d\u2060\u00ad\ufeff]")
_NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")


@dataclass(slots=True)
class Line:
    """One `key: phrase` line of a box."""

    key: str
    value: str
    number: int


@dataclass(slots=True)
class Box:
    """A fenced block: what kind, where it opens, its lines."""

    kind: str
    line: int
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A Markdown table: header cells, then rows of (line, cells)."""

    line: int
    header: tuple[str, ...]
    rows: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)


@dataclass(slots=True)
class Clause:
    """A heading with what stands under it. `ref` is empty for a heading without a number."""

    ref: str
    title: str
    depth: int
    line: int
    prose: list[tuple[int, str]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    order: list[Box | Table | int] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """A file as read: `front` as TOML gives it, its key lines, and clauses in order."""

    file: str
    front: dict[str, Any]
    front_lines: dict[str, int]
    clauses: list[Clause]


def read(text: str, notes: Notebook) -> Document:
    """Read a document; mistakes go to `notes`, and reading goes on behind each."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        notes.note(1, "this file is larger than 1 MiB; split it into several documents")
        return Document(notes.file, {}, {}, [])
    if match := _NO_TEXT.search(text):
        at = text[: match.start()].count("\n") + 1
        notes.note(at, "this file holds a character that is no text; save it as plain text")
        text = _NO_TEXT.sub("", text)
    lines = _INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    front, front_lines, body = _front(lines, notes)
    return Document(notes.file, front, front_lines, _Body(lines, body, notes).clauses)


def _front(lines: list[str], notes: Notebook) -> tuple[dict[str, Any], dict[str, int], int]:
    start = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if not lines or lines[start].strip() != "+++":
        notes.note(start + 1, "a document starts with its front matter between two +++ lines")
        return {}, {}, start
    end = next((i for i in range(start + 1, len(lines)) if lines[i].strip() == "+++"), None)
    if end is None:
        notes.note(start + 1, "the front matter has no end; add a line +++ behind it")
        return {}, {}, len(lines)
    inside = lines[start + 1 : end]
    numbers = {
        match[1]: start + 2 + i
        for i, line in enumerate(inside)
        if (match := re.match(r"\s*([\w-]+)\s*=", line))
    }
    try:
        return tomllib.loads("\n".join(inside)), numbers, end + 1
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        notes.note(start + 1 + _error_line(error, inside), _front_advice(str(error), inside))
        return {}, numbers, end + 1


def _error_line(error: Exception, inside: list[str]) -> int:
    match = re.search(r"line (\d+)", str(error))
    return min(int(match[1]), len(inside)) if match else 1


def _front_advice(error: str, inside: list[str]) -> str:
    match = re.search(r"line (\d+)", error)
    words = inside[int(match[1]) - 1].strip() if match and int(match[1]) <= len(inside) else ""
    if any(quote in words for quote in "“”‘’"):
        return f"'{words}' has curly quotes; type straight quotes instead"
    if "=" in words and words.count('"') % 2:
        return f"'{words}' lacks a quote; put straight quotes around the value"
    if "overwrite" in error:
        return f"'{words}' is written twice in the front matter; keep one of them"
    if ":" in words and "=" not in words:
        return f"'{words}' needs an equals sign: write key = \"value\""
    return f"'{words or 'the front matter'}' is not front matter I can read; write key = \"value\""


class _Body:
    """Walks the lines behind the front matter."""

    def __init__(self, lines: list[str], start: int, notes: Notebook) -> None:
        self.lines, self.notes = lines, notes
        self.clauses: list[Clause] = []
        self.at = start
        while self.at < len(lines):
            self._step()

    def _step(self) -> None:
        line, number = self.lines[self.at], self.at + 1
        if match := _HEADING.match(line):
            self._heading(match, number)
        elif match := _FENCE.match(line.strip()):
            self._box(match, number)
        elif line.lstrip().startswith("|"):
            self._table(number)
        else:
            if line.strip() or (self.clauses and self.clauses[-1].prose):
                self._here(number).prose.append((number, line))
                self._here(number).order.append(number)
            self.at += 1

    def _here(self, number: int) -> Clause:
        if not self.clauses:
            self.clauses.append(Clause("", "", 0, number))
        return self.clauses[-1]

    def _heading(self, match: re.Match[str], number: int) -> None:
        ref, title = split_ref(match[2])
        self.clauses.append(Clause(ref, title, len(match[1]), number))
        self.at += 1

    def _box(self, match: re.Match[str], number: int) -> None:
        fence, kind = match[1], match[2].lower()
        end = self._end(fence)
        closed = end < len(self.lines) and self.lines[end].strip() == fence
        if not closed:
            self.notes.note(number, f"this {kind or 'block'} box is not closed; add a line {fence}")
        inside, self.at = self.lines[self.at + 1 : end], end + closed
        if kind not in BOXES:
            self.notes.note(number, _unknown_kind(kind, fence))
            return
        box = Box(kind, number)
        self._box_lines(box, inside, number)
        self._here(number).boxes.append(box)
        self._here(number).order.append(box)

    def _end(self, fence: str) -> int:
        """Return the line that closes a box; where none does, the next heading or box."""
        for at in range(self.at + 1, len(self.lines)):
            line = self.lines[at].strip()
            if line == fence or _HEADING.match(self.lines[at]):
                return at
            if (match := _FENCE.match(line)) and match[2].lower() in BOXES:
                return at
        return len(self.lines)

    def _box_lines(self, box: Box, inside: list[str], number: int) -> None:
        for offset, raw in enumerate(inside, 1):
            text = raw.strip().translate(_WORD_QUOTES)
            plain = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
            if not plain:
                continue
            key, colon, value = plain.partition(":")
            key = " ".join(key.split())
            if colon and re.fullmatch(r"[A-Za-z][A-Za-z ]{0,24}", key):
                box.lines.append(Line(key.lower(), value.strip(), number + offset))
            elif box.lines and (raw[:1].isspace() or plain != text):
                joint = "; " if plain != text and box.lines[-1].value else " "
                box.lines[-1].value = f"{box.lines[-1].value}{joint}{plain}".strip()
            else:
                says = (
                    f"'{text[:80]}' has no key and colon before it; write for example: who: staff"
                )
                self.notes.note(number + offset, says)

    def _table(self, number: int) -> None:
        rows: list[tuple[int, tuple[str, ...]]] = []
        while self.at < len(self.lines) and self.lines[self.at].lstrip().startswith("|"):
            rows.append((self.at + 1, _cells(self.lines[self.at])))
            self.at += 1
        self._lost_row()
        here = self._here(number)
        if len(rows) < 2 or not all(re.fullmatch(r":?-+:?", cell) for cell in rows[1][1]):
            self.notes.note(number, "this table needs a line | --- | --- | under its heading row")
            return
        table = Table(number, rows[0][1])
        for line, cells in rows[2:]:
            if len(cells) != len(table.header):
                says = f"this row has {len(cells)} cells but the table has {len(table.header)}"
                self.notes.note(line, f"{says}; check the | marks")
                continue
            table.rows.append((line, cells))
        here.tables.append(table)
        here.order.append(table)

    def _lost_row(self) -> None:
        """Note a line right behind a table that must be a row of it without its first mark."""
        line = self.lines[self.at] if self.at < len(self.lines) else ""
        if line.count("|") > 1:
            self.notes.note(self.at + 1, f"'{line.strip()[:60]}' lacks the | mark before its row")


def _unknown_kind(kind: str, fence: str) -> str:
    if not kind:
        return f"this box does not say what it is; write for example {fence}rule"
    hint = did_you_mean(kind, BOXES) or f" Known boxes: {', '.join(BOXES)}."
    return f"'{kind}' is not a kind of box I know.{hint}"


def split_ref(heading: str) -> tuple[str, str]:
    """Split `5.7a Phones while teaching` into clause number and title; no number gives ''."""
    match = _REF.fullmatch(heading + " ")
    if match is None:
        return "", heading.strip()
    return match[1], match[2].strip()


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().strip("|").replace("\\|", "\x01")
    return tuple(cell.strip().replace("\x01", "|") for cell in inner.split("|"))
