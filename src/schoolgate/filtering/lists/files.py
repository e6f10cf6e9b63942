"""Opens the file or folder of a list: plain, or the folders of UT1, also as they come in one tar.

Nothing is unpacked to disk, no line is longer than 10,000 characters, and what unpacks to more than
4 GB is refused. Pure but for what it reads.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Final

from schoolgate.filtering.lists.reading import Form, Found, Listed, Trouble, UnableToReadTable, read

UT1: Final = "ut1"
FORMS: Final = {
    Form.DOMAINS: "Names, one on a line", Form.HOSTS: "A hosts file: 0.0.0.0 games.example",
    Form.RULES: "Rules for hosts, as of AdGuard and uBlock: ||games.example^",
    Form.CSV: "A table (CSV) with a column “name”", Form.RPZ: "A zone for DNS (RPZ)",
    Form.URLS: "Addresses, one on a line",
    UT1: "Folders by category (UT1): a .tar.gz, or a folder in the inbox",
}  # fmt: skip
_OF_UT1: Final = {"domains": Form.DOMAINS, "urls": Form.URLS}
_PATTERNS: Final = "expression"  # `expressions`, `very_restrictive_expression`
_LONGEST: Final = 10_000
_MOST: Final = 4 * 1024**3


class UnableToOpenList(Exception):
    """It cannot be read as a list of this form. The message says what to do."""


def found_in(path: Path, form: str) -> Found:
    """Yield what a file or folder lists. Raises UnableToOpenList, also while it is read."""
    try:
        yield from _ut1(path) if form == UT1 else _plain(path, Form(form))
    except (tarfile.TarError, EOFError) as error:
        raise UnableToOpenList("This is no whole .tar.gz. Fetch the file again.") from error
    except UnableToReadTable as error:
        raise UnableToOpenList(str(error)) from error
    except OSError as error:
        raise UnableToOpenList("The file cannot be opened. Send it again.") from error


def _plain(path: Path, form: Form) -> Found:
    if path.is_dir():
        raise UnableToOpenList("This is a folder. Choose the form with folders by category.")
    with path.open("rb") as file:
        yield from read(form, _lines(file))


def _ut1(path: Path) -> Found:
    if path.is_dir():
        for one in sorted(path.glob("*/*")):
            if _PATTERNS in one.name:
                yield _left_out(one.parent.name, one.name)
            if one.name in _OF_UT1 and one.is_file() and not one.is_symlink():
                with one.open("rb") as file:
                    yield from _of_folder(one.parent.name, one.name, file)
        return
    with tarfile.open(path, "r|*") as tar:
        for member in tar:
            name = PurePosixPath(member.name)
            if _PATTERNS in name.name:
                yield _left_out(name.parent.name, name.name)
            if member.isreg() and name.name in _OF_UT1 and (inside := tar.extractfile(member)):
                yield from _of_folder(name.parent.name, name.name, inside)


def _left_out(category: str, name: str) -> Trouble:
    return Trouble(1, f"“{category[:40]}/{name[:40]}” holds patterns, so all of it is left out.")


def _of_folder(category: str, name: str, file: IO[bytes]) -> Found:
    for one in read(_OF_UT1[name], _lines(file)):
        yield one._replace(category=category) if isinstance(one, Listed) else one


def _lines(file: IO[bytes]) -> Iterator[str]:
    read_so_far = 0
    while line := file.readline(_LONGEST):
        read_so_far += len(line)
        if read_so_far > _MOST:
            raise UnableToOpenList("The list is larger than 4 GB. Split it.")
        if len(line) == _LONGEST and not line.endswith(b"\n"):
            line += b"\0"  # what is cut off may not count: with this sign nothing is an entry
            while (rest := file.readline(_LONGEST)) and not rest.endswith(b"\n"):
                read_so_far += len(rest)
        yield line.decode(errors="replace")
