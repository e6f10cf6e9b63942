"""How categories and profiles are called. The room of the filter says it at start-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

Namer = Callable[[str], str]
_namers: Final[dict[str, Namer]] = {}
_known: Final[dict[str, str]] = {}


def called_by(*, categories: Mapping[str, str], profile: Namer) -> None:
    """Call categories and profiles so from now on; `categories` are all, each with its label."""
    _known.clear()
    _known.update(categories)
    _namers["profile"] = profile


def categories() -> list[str]:
    """Return every category by its slug."""
    return [*_known]


def category(slug: str) -> str:
    """Return a category as people call it."""
    return _known.get(slug, slug.replace("_", " ").capitalize() or "On no list")


def profile(slug: str) -> str:
    """Return a profile as people call it."""
    said = _namers["profile"](slug) if "profile" in _namers else slug.replace("_", " ")
    return said[:1].upper() + said[1:]
