"""Can these facts be true and those false at once? Exact over the sample values of each key.

A key that only repeats what was said of another (`said_device` of `device`) counts as the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schoolgate.kernel.facts import Fact, Test, sample_values
from schoolgate.policies.rules.decisions import Assumptions

Wanted = tuple[Fact, bool]
Literal = tuple[Test, bool]


def example(wanted: Sequence[Wanted], assume: Assumptions) -> dict[str, str] | None:
    """Return values of keys that make every fact as wanted, or None when there are none."""
    return next(_solutions(wanted, (), assume), None)


def _solutions(
    wanted: Sequence[Wanted], chosen: tuple[Literal, ...], assume: Assumptions
) -> Iterator[dict[str, str]]:
    found = _values(chosen, assume)
    if found is None:
        return
    if not wanted:
        yield found
        return
    (fact, truth), rest = wanted[0], wanted[1:]
    for literals in _ways(fact, truth):
        yield from _solutions(rest, chosen + literals, assume)


def _ways(fact: Fact, truth: bool) -> Iterator[tuple[Literal, ...]]:
    """Yield the ways to make a fact true (one branch) or false (one failing test a branch)."""
    if truth:
        for every in fact.any_of:
            yield tuple((test, True) for test in every)
        return
    yield from _failing(fact.any_of)


def _failing(branches: tuple[tuple[Test, ...], ...]) -> Iterator[tuple[Literal, ...]]:
    if not branches:
        yield ()
        return
    for test in branches[0]:
        for others in _failing(branches[1:]):
            yield ((test, False), *others)


def _values(literals: Sequence[Literal], assume: Assumptions) -> dict[str, str] | None:
    by_key: dict[str, list[Literal]] = {}
    for literal in literals:
        key = literal[0].key
        by_key.setdefault(assume.copies.get(key, key), []).append(literal)
    found: dict[str, str] = {}
    for key, mine in by_key.items():
        value = next((v for v in _candidates(key, mine, assume) if _fits(v, mine)), None)
        if value is None:
            return None
        found[key] = value
    return found


def _candidates(key: str, literals: Sequence[Literal], assume: Assumptions) -> Iterator[str]:
    return sample_values([test for test, _ in literals], assume.domains.get(key, ()))


def _fits(value: str, literals: Sequence[Literal]) -> bool:
    return all(test.passes(value) is truth for test, truth in literals)
