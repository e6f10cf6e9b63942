"""Messages in files: one (.eml), many one after another (.mbox, RFC 4155), or chats (.jsonl)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from schoolgate.gateways.mail import chats

_START: Final = re.compile(rb"^From \S+ .*\d")
_ESCAPED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)
_LARGEST: Final = 256 * 1024 * 1024  # bytes of one message


class UnableToTake(Exception):
    """A file was not taken. The message says why and what to do."""


def messages(path: Path) -> Iterator[bytes]:
    """Yield the messages of a file, read as it goes. Raises UnableToTake, OSError."""
    if path.suffix.lower() == ".jsonl":
        yield from _chats(path)
        return
    with path.open("rb") as file:
        first = file.readline()
        if not first:
            raise UnableToTake(f"{path} is empty.")
        if not first.startswith(b"From "):
            yield _checked(first + file.read(_LARGEST + 1), path)
            return
        lines: list[bytes] = []
        size, was_empty = 0, True
        for line in file:
            if was_empty and _START.match(line):
                yield _message(lines)
                lines, size = [], 0
            else:
                lines.append(line)
                size += len(line)
                if size > _LARGEST:
                    raise UnableToTake(f"{path} holds a message above 256 MiB. Is it an mbox file?")
            was_empty = not line.strip()
        yield _message(lines)


def _chats(path: Path) -> Iterator[bytes]:
    """Yield what was said in a chat, each line of the file one message."""
    with path.open("rb") as file:
        for line in file:
            if line.strip():
                yield chats.message(line)


def _message(lines: list[bytes]) -> bytes:
    if lines and not lines[-1].strip():
        lines.pop()  # the empty line before the next “From ”
    return _ESCAPED.sub(rb"\1", b"".join(lines))


def _checked(raw: bytes, path: Path) -> bytes:
    if len(raw) > _LARGEST:
        raise UnableToTake(f"{path} is above 256 MiB. Is it a message?")
    return raw
