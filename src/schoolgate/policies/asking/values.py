"""The values of a fact that a person may choose from, one for each class that matters. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from schoolgate.kernel.facts import Test, quantity
from schoolgate.policies.asking.choices import Choice
from schoolgate.policies.english.wording import capital, listed
from schoolgate.policies.language.words import Words
from schoolgate.policies.rules import Cell

_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_ORDERED = frozenset({">=", "<=", ">", "<"})
MOST_NAMED = 6


def options(cell: Cell, key: str, words: Words) -> list[Choice]:
    """Return one choice for each class of values of a fact that the rules tell apart."""
    if limits := [
        limit for test in _tests(cell, key) if test.op in _ORDERED for limit in test.values
    ]:
        return _ranges(cell, key, limits)
    known = words.lexicon.keys.get(key)
    names = known.values if known else {"yes": "yes", "no": "no"}
    classes: dict[int, list[str]] = {}
    for value in (*(v for v in names if v in cell.wanted[key]), *sorted(cell.wanted[key]), *names):
        group = classes.setdefault(cell.mask(key, value), [])
        group.append(value) if value not in group else None
    rest = classes.pop(cell.mask(key, "other"), [])
    found = [Choice(group[0], _named(group, names)) for group in classes.values()]
    return [*found, _rest(rest, found, names, timed=known is not None and known.source == "time")]


def _rest(rest: list[str], found: list[Choice], names: dict[str, str], *, timed: bool) -> Choice:
    """Return the choice for every value that no rule names."""
    if [choice.value for choice in found] == ["yes"]:
        return Choice("no", "No")
    if len(rest) == 1 and rest[0] in {"no", "none", "nobody"}:
        return Choice(rest[0], _named(rest, names))
    if timed:
        return Choice("other", "At another time")
    return Choice("other", "Something else" if len(found) == 1 else "None of these")


def _tests(cell: Cell, key: str) -> Iterator[Test]:
    for made in cell.rules:
        for fact in made.rule.facts():
            yield from (test for test in fact.tests() if test.key == key)


def _named(group: Sequence[str], names: dict[str, str]) -> str:
    labels = [names.get(value, value.replace("_", " ")) for value in group[:MOST_NAMED]]
    return capital(listed(labels, "or")) + (", or the like" if len(group) > MOST_NAMED else "")


def _ranges(cell: Cell, key: str, limits: Sequence[str]) -> list[Choice]:
    ordered = sorted(set(limits), key=lambda text: quantity(text) or 0.0)
    points = [_shifted(ordered[0], -1)]
    for limit in ordered:
        points += [limit, _shifted(limit, 1)]
    classes: dict[int, list[str]] = {}
    for point in points:
        classes.setdefault(cell.mask(key, point), []).append(point)
    return [Choice(group[0], _range(group, ordered)) for group in classes.values()]


def _range(group: Sequence[str], ordered: Sequence[str]) -> str:
    """Return the points of one class as a range: `8 or more`, `before 21:00`, `8 to 10`."""
    clock = bool(_CLOCK.fullmatch(ordered[0]))
    less, more, least = (
        ("Before", "After", "later") if clock else ("Less than", "More than", "more")
    )
    low, high = _plain(group[0]), _plain(group[-1])
    sizes = [quantity(text) or 0.0 for text in (group[0], group[-1], ordered[0], ordered[-1])]
    if len(group) == 1 and group[0] not in ordered:
        above = [limit for limit in ordered if (quantity(limit) or 0.0) > sizes[0]]
        return f"{less} {_plain(above[0])}" if above else f"{more} {_plain(ordered[-1])}"
    if sizes[1] > sizes[3]:
        return f"{low} or {least}"
    if sizes[0] < sizes[2]:
        return f"{high} or {'earlier' if clock else 'less'}"
    return f"Exactly {low}" if low == high else f"{low} to {high}"


def _plain(text: str) -> str:
    return text.replace("_", " ")


def _shifted(limit: str, by: int) -> str:
    """Return the next value below or above a limit, in its own unit."""
    if _CLOCK.fullmatch(limit):
        minutes = int(quantity(limit) or 0) + by
        return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
    return re.sub(r"\d+", lambda match: str(max(0, int(match[0]) + by)), limit, count=1)
