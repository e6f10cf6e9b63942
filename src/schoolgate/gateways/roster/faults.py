"""What is wrong with a file, said with its line."""

from __future__ import annotations

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
