"""Invented sites, one of each category, by which the filter is tested. Pure.

They stand in every table beside the real ones. Nobody can register a name below `.test`
(RFC 6761), so a browser that opens one meets the block page, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schoolgate.filtering.rules.categories import BY_ENDING, CATEGORIES

ZONE: Final = "filter-check.test"
FLOOR: Final = f"floor.{ZONE}"  # stands on the floor where a list of illegal sites was let in


def host(category: str) -> str:
    """Return the invented site of a category."""
    return f"{category.replace('_', '-')}.{ZONE}"


def address(category: str) -> str:
    """Return what is asked for; some categories are known by the ending of a file."""
    return f"http://{host(category)}/{BY_ENDING.get(category, '')}"


def names() -> Iterator[tuple[bytes, str]]:
    """Yield the invented sites with their categories, as a table is built of; what is known by the
    ending of a file lies on a site that nobody closes."""
    for slug in CATEGORIES:
        yield host(slug).encode(), "education" if slug in BY_ENDING else slug
