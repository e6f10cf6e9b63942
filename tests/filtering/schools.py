"""A filter of an invented school: snapshot and overlay in a folder, from a pack and a few names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from schoolgate.filtering.assembling import Material, assembled
from schoolgate.filtering.putting import put_overlay
from schoolgate.filtering.rules.categories import CATEGORIES
from schoolgate.filtering.rules.verdicts import verdicts
from schoolgate.filtering.snapshot import Said
from schoolgate.kernel.times import LONDON, Term
from schoolgate.policies.language.pack import load
from schoolgate.policies.rules import RuleBook
from schoolgate.policies.rules.bands import bands
from schoolgate.policies.school_terms import taught_in

WEDNESDAY: Final = date(2026, 11, 18)
LISTED: Final = (
    ("bets.test", "gambling"), ("play.test", "games"), ("chatter.test", "social_media"),
    ("market.test", "shopping"), ("gazette.test", "leisure"), ("tunnel.test", "circumvention"),
    ("sums.test", "games_educational"), ("nasty.test", "pornography"), ("films.test", "video"),
    ("both.test", "games"), ("both.test", "gambling"), ("drop.test", "file_sharing"),
    ("10.9.8.7", "malware"), ("xn--bcher-kva.test", "gambling"),
)  # fmt: skip
EMPTY: Final[Mapping[str, Any]] = {
    "networks": [{"cidr": "10.1.0.0/16", "name": "Classrooms", "profile": "pupil_ks1"},
                 {"cidr": "10.2.0.0/16", "name": "Staff room", "profile": "teacher"},
                 {"cidr": "10.3.0.0/16", "name": "Guests", "profile": "guest"}],
    "devices": {"10.3.0.9": "teacher"},
    "users": {"araman": "teacher", "nominee": "teacher+", "tech": "it_technician"},
    "help": ["kindline.test"], "entries": [], "openings": [], "off": [], "lessons": [],
}  # fmt: skip


def at(hour: int, minute: int = 0, day: date = WEDNESDAY) -> float:
    """Return a moment of a school day, as UNIX seconds."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON).timestamp()


def book(pack: str) -> RuleBook:
    """Return the rules of a pack."""
    return load(pack, settings.PACKS).book


def signed(data: bytes) -> str:
    """Sign as nobody would: the tests of keys are elsewhere."""
    return f"signed {len(data)}"


def is_signed(data: bytes, signature: str) -> bool:
    """Tell whether `signed` signed it."""
    return signature == signed(data)


def make(
    folder: Path, *, pack: str = "brookside", listed: Iterable[tuple[str, str]] | None = LISTED,
    rules: RuleBook | None = None, floor: bytes = b"", unlisted: Mapping[str, bool] | None = None,
    paths: Mapping[str, tuple[tuple[str, str], ...]] | None = None, since: date = WEDNESDAY,
    **more: Iterable[Any],
) -> Path:  # fmt: skip
    """Make a school's filter in a folder; `more` goes into its overlay. Returns the folder."""
    asked = verdicts(rules or book(pack), since=since, unlisted=unlisted)
    states = tuple({slug: tuple(why) for slug, why in one.items()} for one in asked.states)
    said = Said(asked.turns, asked.columns, states, dict(paths or {}))  # type: ignore[arg-type]
    names = None if listed is None else ((name.encode(), slug) for name, slug in listed)
    with assembled(folder, Material(tuple(CATEGORIES), names, said, floor), signed, is_signed):
        pass
    put_overlay(folder, {**EMPTY, **more})
    return folder


HOURS: Final[Mapping[str, str]] = {
    "lesson": "8:50-12:00, 13:00-15:20", "lunch_break": "12:00-13:00",
    "working_hours": "8:00-17:00", "own_time": "17:00-22:00", "permitted_time": "12:00-13:00",
}  # fmt: skip
AUTUMN: Final = Term("Autumn", date(2026, 9, 2), date(2026, 12, 18))


def in_hours(pack: str) -> RuleBook:
    """Return the rules of a pack at a school that has set its hours, where the pack has none."""
    return taught_in(load(pack, settings.PACKS), (AUTUMN,), bands(HOURS)).book
