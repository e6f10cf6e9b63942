"""Reads the file of an overlay, whole or not at all. No Django.

A value of another kind than it should be would mean more than was meant: no path is every path, no
user is everybody. So each is looked at, and one that is wrong makes all of it unreadable.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from math import isnan
from pathlib import Path
from typing import Any, Final

from schoolgate.filtering.overlay import FILE, Askers, Entry, Overlay, Span

_NEVER: Final = float("inf")


class UnableToRead(ValueError):
    """An overlay that is not whole. Nobody is known then, and nothing is open by it."""


def read(folder: Path) -> Overlay:
    """Read the overlay of a folder. Raises UnableToRead; OSError where there is none."""
    text = (folder / FILE).read_bytes()
    try:
        return _overlay(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnableToRead(f"{folder / FILE} is not whole. Make the filter anew.") from error


def _overlay(said: Mapping[str, Any]) -> Overlay:
    nets = ((one["cidr"], one["name"], one["profile"]) for one in said["networks"])
    networks = [(_text(cidr), _text(name), _text(profile)) for cidr, name, profile in nets]
    entries = [_entry(one, one["allow"]) for one in said["entries"]]
    openings = [_entry(one) for one in said["openings"]]
    helped = _texts(said["help"])
    return Overlay(
        Askers(
            _named(said["users"]), _named(said["devices"]), networks, _named(said.get("owners", {}))
        ),
        helped,
        _by_host(entries),
        _by_host(openings),
        tuple(_span(one, one["users"]) for one in said["off"]),
        tuple(_span(one, one.get("users", [])) for one in said["lessons"]),
        _by_host(_entry(one) for one in said.get("downloads", ())),
        tuple(_span(one, one["users"]) for one in said.get("withdrawn", ())),
        helped | {one.host for one in (*entries, *openings)},
    )


def _entry(said: Mapping[str, Any], allow: object = True) -> Entry:
    return Entry(
        _text(said["host"]), _text(said["path"]), _yes_or_no(allow), _texts(said.get("roles", [])),
        _instant(said.get("from", 0)), _instant(said["until"]), _text(said.get("token", "")),
        _users(said.get("users", [])),
    )  # fmt: skip


def _span(said: Mapping[str, Any], users: object) -> Span:
    return Span(
        _instant(said["from"]), _instant(said["until"]) or _NEVER, _users(users),
        _texts(said.get("networks", [])), _texts(said.get("hosts", [])),
        _text(said.get("token", "")),
    )  # fmt: skip


def _users(said: object) -> frozenset[str]:
    return frozenset(name.casefold() for name in _texts(said))


def _text(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError(said)
    return said


def _texts(said: object) -> frozenset[str]:
    if not isinstance(said, list):
        raise TypeError(said)
    return frozenset(map(_text, said))


def _named(said: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(profile) for name, profile in said.items()}


def _yes_or_no(said: object) -> bool:
    if not isinstance(said, bool):
        raise TypeError(said)
    return said


def _instant(said: object) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or isnan(said):
        raise TypeError(said)
    return said


def _by_host(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for one in entries:
        found[one.host] = (*found.get(one.host, ()), one)
    return found
