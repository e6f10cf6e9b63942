"""What somebody types into the school's own list: each line judged by itself. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from schoolgate.filtering.lists import judging
from schoolgate.filtering.lists.reading import Form, Listed, Trouble, read

MOST_LINES: Final = 2_000


class Sorted(NamedTuple):
    """The lines that can stand in the list, and those that cannot, with the reason."""

    good: tuple[Listed, ...]
    bad: tuple[Trouble, ...]


def sort_out(lines: Iterable[str], *, allow: bool, there: Iterable[str] = ()) -> Sorted:
    """Judge lines such as `games.example` or `https://news.example/sport`.

    `there` are the sites that the list holds already, as `host/path`. A site that helps children is
    never closed.
    """
    known, good, bad = set(there), [], []
    for one in judging.judged(read(Form.URLS, _no_more_than(lines))):
        said = one if isinstance(one, Trouble) else _wrong(one._replace(allow=allow), known)
        if isinstance(said, Trouble):
            bad.append(said)
        else:
            good.append(said)
            known.add(f"{said.host}{said.path}")
    return Sorted(tuple(good), tuple(bad))


def _wrong(one: Listed, known: set[str]) -> Listed | Trouble:
    written = f"{one.host}{one.path}"
    if written in known:
        return Trouble(one.line, f"“{written[:80]}” is in the list already.")
    if site := judging.closes_help(one):
        return Trouble(one.line, f"“{site}” helps children. It is never closed.")
    return one


def _no_more_than(lines: Iterable[str]) -> Iterable[str]:
    for number, line in enumerate(lines):
        yield line if number < MOST_LINES else f"? {line}"
