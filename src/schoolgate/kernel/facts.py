"""Facts as three-valued tests over the structured terms of a question. Plain Python."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_A_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_SPAN_DAYS: Final = {"day": 1, "week": 7, "month": 30, "term": 91, "year": 365}
_ORDER: Final[Mapping[str, Callable[[float, float], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
ORDERINGS: Final = frozenset(_ORDER)
OTHER: Final = "other"  # a value that nobody declared


def quantity(value: str) -> float | None:
    """Read `9`, `21:00` (minutes), `2_terms` or `6 months` (days); None when it is no quantity."""
    if match := re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", value):
        return int(match[1]) * 60 + int(match[2])
    if match := re.fullmatch(r"(\w+?)[_ ](day|week|month|term|year)s?", value):
        count = 1 if match[1] in {"one", "a"} else _number(match[1])
        return None if count is None else count * _SPAN_DAYS[match[2]]
    return _number(value)


def _number(text: str) -> float | None:
    return float(text) if _A_NUMBER.fullmatch(text) else None


def between(sizes: Iterable[float]) -> Iterator[str]:
    """Yield a quantity below, between and above the given ones."""
    ordered = sorted(set(sizes))
    if not ordered:
        return
    yield _written(ordered[0] - 1)
    for low, high in pairwise(ordered):
        yield _written((low + high) / 2)
    yield _written(ordered[-1] + 1)


def sample_values(tests: Collection[Test], declared: Iterable[str]) -> Iterator[str]:
    """Yield values of one key, the declared ones first, so that every class of values is met.

    A value that nobody declared is among them, but not for quantities and not for yes and no.
    """
    known, limits = tuple(declared), set[float]()
    yield from known
    for test in tests:
        yield from sorted(test.values)
        sizes = map(quantity, test.values) if test.op in ORDERINGS else ()
        limits.update(size for size in sizes if size is not None)
    yield from between(limits)
    if not limits and not {"yes", "no"} <= set(known):
        yield OTHER


def _written(size: float) -> str:
    return f"{size:.6f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of one key: `device = school | personal`, `length >= 8`, `time != 9:00`."""

    key: str
    op: str
    values: frozenset[str]

    def passes(self, value: str) -> bool:
        """Tell whether a known value passes; a value that is no quantity fails an ordering."""
        if self.op == "=":
            return value in self.values
        if self.op == "!=":
            return value not in self.values
        mine, limit = quantity(value), quantity(next(iter(self.values)))
        return mine is not None and limit is not None and _ORDER[self.op](mine, limit)

    def samples(self) -> Iterator[str]:
        """Yield values on both sides of the test, so that every class of values is met."""
        yield from self.values
        for value in self.values if self.op in _ORDER else ():
            size = quantity(value) or 0.0
            yield from (f"{size - 0.5}", f"{size + 0.5}")

    def __str__(self) -> str:
        return f"{self.key} {self.op} {' | '.join(sorted(self.values))}"


@dataclass(frozen=True, slots=True)
class Condition:
    """What may stand open beside an answer.

    `term` is the structured name; `kind` is gate (true first), duty (to be done) or advice (to be
    shown); `text` completes "if …" for a gate and "you must …" for a duty.
    """

    term: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A phrase of a policy and what makes it true: any of several lists of tests that all pass.

    `source` is said, record, list, grant or time. A fact with a `condition` is a gate: it can still
    be brought about, so while unknown it is reported as open and does not hide the answer.
    """

    phrase: str
    any_of: tuple[tuple[Test, ...], ...]
    source: str = "said"
    ask: str = ""
    condition: Condition | None = None

    def tests(self) -> Iterator[Test]:
        """Yield every test in the order written."""
        for every in self.any_of:
            yield from every


class NotAnExpression(ValueError):
    """The text of a fact does not read as tests; the message says what to write."""


_TEST = re.compile(r"([a-z0-9_]+)\s*(!=|>=|<=|=|>|<)\s*(.+)")


def expression(text: str) -> tuple[tuple[Test, ...], ...]:
    """Read `a = x | y and b != z or c >= 8`; `or` binds weakest. Raises NotAnExpression."""
    return tuple(
        tuple(_test(part) for part in branch.split(" and ")) for branch in text.split(" or ")
    )


def _test(text: str) -> Test:
    match = _TEST.fullmatch(text.strip())
    if match is None:
        raise NotAnExpression(f"'{text.strip()}' is not a test; write for example: device = school")
    values = frozenset(value.strip() for value in match[3].split("|"))
    if "" in values:
        raise NotAnExpression(f"'{text.strip()}' lacks a value; write for example: device = school")
    if match[2] in ORDERINGS and (len(values) > 1 or quantity(min(values)) is None):
        example = f"{match[1]} {match[2]} 8"
        raise NotAnExpression(f"'{text.strip()}' compares with no quantity; write: {example}")
    return Test(match[1], match[2], values)
