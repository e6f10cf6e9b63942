"""What is wrong with a file, said with its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One row that cannot be taken, or a whole file (line 0), and what to do about it."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


class UnableToRead(Exception):
    """Nothing of a file can be used. The message says why and what to do."""


class NeedsAnswer(UnableToRead):
    """It can be read as soon as somebody answers a question."""


class NeedsColumns(NeedsAnswer):
    """Somebody must say what stands in which column; `found` are the fields that are known."""

    def __init__(
        self, says: str, file: str, headers: Sequence[str], found: Mapping[str, str]
    ) -> None:
        super().__init__(says)
        self.file, self.headers, self.found = file, headers, found


class NeedsKind(NeedsAnswer):
    """Somebody must say whom a file lists."""

    def __init__(self, says: str, file: str) -> None:
        super().__init__(says)
        self.file = file


class NeedsSchool(NeedsAnswer):
    """Somebody must say which of several schools is meant: names by id."""

    def __init__(self, says: str, schools: Mapping[str, str]) -> None:
        super().__init__(says)
        self.schools = schools
