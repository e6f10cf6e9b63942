"""Write a policy's text: a clause as Markdown, a key of the front matter, a clause taken out.

What is written reads back as what was given: the same title, prose, boxes and tables.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.document import Document, Table, read
from schoolgate.policies.language.effective import PackClause
from schoolgate.policies.language.inheritance import renumber
from schoolgate.policies.language.mistakes import Notebook
from schoolgate.policies.language.tables import kind_of

_NUMBERS: Mapping[str, str] = {}


def clause(given: PackClause, numbers: Mapping[str, str] = _NUMBERS) -> str:
    """Return a clause as Markdown; `numbers` are a school's own for its template's."""
    heading = f"{'#' * max(given.depth, 1)} {renumber(given.ref, numbers)} {given.title}".rstrip()
    return "\n\n".join([heading, *(_part(part, numbers) for part in given.parts)]) + "\n"


def body(given: PackClause) -> str:
    """Return what stands under a clause's heading, as Markdown."""
    return "\n\n".join(_part(part, _NUMBERS) for part in given.parts)


def _part(part: str | Said | Table, numbers: Mapping[str, str]) -> str:
    if isinstance(part, str):
        return part
    return _box(part, numbers) if isinstance(part, Said) else _table(part, numbers)


def _box(box: Said, numbers: Mapping[str, str]) -> str:
    lines = [
        f"{key}: {'; '.join(renumber(one, numbers) if key == 'overrides' else one for one in said)}"
        for key, said in box.phrases.items()
    ]
    return "\n".join([f"```{box.kind}", *lines, "```"])


def _table(table: Table, numbers: Mapping[str, str]) -> str:
    numbered = kind_of(table) == "matrix"
    rows = [
        (renumber(cells[0], numbers), *cells[1:]) if numbered and cells[0] else cells
        for _, cells in table.rows
    ]
    return "\n".join(_row(cells) for cells in (table.header, ["---"] * len(table.header), *rows))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def with_clause(text: str, made: str) -> str:
    """Return a document with a clause behind its last."""
    return text.rstrip() + "\n\n" + made


def without_clause(text: str, ref: str) -> str:
    """Return a document without the clause of this number; as it was where there is none."""
    document = _read(text)
    lines = _lines(text)
    for at, found in enumerate(document.clauses):
        if found.ref == ref:
            behind = document.clauses[at + 1 :]
            end = behind[0].line - 1 if behind else len(lines)
            return "\n".join([*lines[: found.line - 1], *lines[end:]])
    return text


def refs(text: str) -> list[str]:
    """Return the clause numbers of a document, in order."""
    return [one.ref for one in _read(text).clauses if one.ref]


def front(text: str) -> dict[str, Any]:
    """Return the front matter of a document as TOML gives it; empty where it cannot be read."""
    return _read(text).front


def _read(text: str) -> Document:
    return read(text, Notebook(""))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def with_key(text: str, key: str, value: Any) -> str:
    """Return a document whose front matter says `key = value`, all else as it was.

    `value` is what TOML can hold; None takes the key out. Raises ValueError where the front matter
    cannot be read.
    """
    lines = _lines(text)
    marks = [at for at, line in enumerate(lines) if line.strip() == "+++"][:2]
    if len(marks) < 2:
        raise ValueError("The document has no front matter between two +++ lines.")
    start, end = marks
    inside = lines[start + 1 : end]
    wanted = {**tomllib.loads("\n".join(inside)), key: value}
    if value is None:
        del wanted[key]
    made = _changed(inside, key, value)
    if not _says(made, wanted):
        made = [f"{name} = {toml(one)}" for name, one in wanted.items()]
    return "\n".join([*lines[: start + 1], *made, *lines[end:]])


def _changed(inside: list[str], key: str, value: Any) -> list[str]:
    line = [] if value is None else [f"{key} = {toml(value)}"]
    begins = re.compile(rf"\s*{re.escape(key)}\s*=")
    at = next((i for i, one in enumerate(inside) if begins.match(one)), None)
    if at is None:
        return [*inside, *line]
    return [*inside[:at], *line, *inside[_end(inside, at) :]]


def _end(inside: list[str], at: int) -> int:
    """Return where the value that begins on a line is over."""
    for end in range(at + 1, len(inside) + 1):
        try:
            tomllib.loads("\n".join(inside[at:end]))
        except tomllib.TOMLDecodeError:
            continue
        return end
    return at + 1


def _says(inside: list[str], wanted: Mapping[str, Any]) -> bool:
    try:
        return tomllib.loads("\n".join(inside)) == wanted
    except tomllib.TOMLDecodeError:
        return False


def toml(value: Any) -> str:
    """Return a value as TOML writes it on one line; lists of tables with one table a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | date):
        return value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, Mapping):
        said = ", ".join(f"{_key(name)} = {toml(one)}" for name, one in value.items())
        return f"{{ {said} }}" if said else "{}"
    if isinstance(value, list | tuple):
        parts = [toml(one) for one in value]
        if any(isinstance(one, Mapping) for one in value):
            return "[\n" + "".join(f"  {part},\n" for part in parts) + "]"
        return f"[{', '.join(parts)}]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)
