"""Find pairs of rules that pull apart: where one allows and the other refuses the same act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schoolgate.kernel.facts import Fact
from schoolgate.policies.analysis.logic import Wanted, example
from schoolgate.policies.rules import Assumptions, Level, Rule, RuleBook
from schoolgate.policies.rules.verdicts import beats


@dataclass(frozen=True, slots=True)
class Conflict:
    """`allows` and `refuses` both apply where the facts are as in `when`, for `actors` and `acts`.

    `by_cells` marks two matrix cells that answer alike acts in different words.
    """

    allows: Rule
    refuses: Rule
    actors: frozenset[str]
    acts: frozenset[tuple[str, str]]
    when: tuple[tuple[str, str], ...]
    by_cells: bool = False


def conflicts(book: RuleBook) -> list[Conflict]:
    """Return every conflicting pair once, in clause order of the policy."""
    rules = list(book.rules())
    by_act: dict[tuple[str, str], list[int]] = {}
    for index, rule in enumerate(rules):
        for act in rule.acts:
            by_act.setdefault(act, []).append(index)
    pairs = dict.fromkeys((a, b) for mine in by_act.values() for a in mine for b in mine if a != b)
    found = (_conflict(rules[a], rules[b], book.assume) for a, b in pairs)
    return [conflict for conflict in found if conflict is not None]


def _conflict(one: Rule, other: Rule, assume: Assumptions) -> Conflict | None:
    if one.clause in {other.clause, ""} or beats(one, other) is not beats(other, one):
        return None
    actors, acts = one.who & other.who, one.acts & other.acts
    if not actors or not _at_one_time(one, other):
        return None
    if _cells_differ(one, other):
        return Conflict(one, other, actors, acts, (), by_cells=True)
    if (when := clash(one, other, assume)) is None:
        return None
    return Conflict(one, other, actors, acts, tuple(sorted(when.items())))


def _at_one_time(one: Rule, other: Rule) -> bool:
    """Tell whether there is a day on which both rules are in force."""
    starts = [rule.since for rule in (one, other) if rule.since]
    ends = [rule.until for rule in (one, other) if rule.until]
    return not (starts and ends) or max(starts) < min(ends)


def _cells_differ(one: Rule, other: Rule) -> bool:
    """Tell whether two matrices give the same act a gate of a different kind."""
    if not (one.cell and other.cell) or one.line >= other.line:
        return False
    if one.clause.split(".")[0] == other.clause.split(".")[0]:
        return False
    gates = [{fact.phrase for fact in rule.only_if} for rule in (one, other)]
    same_level = one.answer is other.answer is Level.ALLOWED
    return same_level and gates[0] != gates[1]


def clash(one: Rule, other: Rule, assume: Assumptions) -> dict[str, str] | None:
    """Return facts under which `one` allows and `other` refuses outright, or None."""
    if other.answer <= Level.ALLOWED or "advised" in {one.force, other.force}:
        return None
    refused: list[Wanted] = [(fact, True) for fact in other.when]
    refused += [(fact, False) for fact in other.unless]
    for allowed in allowing(one):
        if (found := example([*allowed, *refused], assume)) is not None:
            return found
    return None


def allowing(rule: Rule) -> Iterator[Sequence[Wanted]]:
    """Yield the ways in which a rule allows: a permission met, or a ban lifted by an exception."""
    when: list[Wanted] = [(fact, True) for fact in rule.when]
    if rule.answer is Level.ALLOWED:
        yield [*when, *((fact, True) for fact in rule.only_if)]
        return
    for fact in rule.unless:
        yield [*when, (fact, True)]


def phrases(facts: Sequence[Fact]) -> str:
    """Return fact phrases as one text."""
    return ", ".join(fact.phrase for fact in facts if fact.phrase)
