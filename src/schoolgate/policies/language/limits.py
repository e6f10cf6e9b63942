"""Limits of a pack: refuse what could not be answered exactly and quickly, do not degrade."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from schoolgate.policies.rules import MOST_FACTS, Rule, RuleBook

MOST_RULES: Final = 2000


def too_many_rules(book: RuleBook) -> str:
    """Return what is wrong when a policy has more rules than can be checked, else nothing."""
    count = sum(1 for _ in book.rules())
    if count <= MOST_RULES:
        return ""
    return f"this policy has {count} rules; at most {MOST_RULES} can be checked; split it"


def too_many_facts(book: RuleBook, own: Iterable[Rule]) -> Iterator[tuple[Rule, str]]:
    """Yield the school's own rules that look at too many facts, alone or with others of a cell."""
    mine = list(own)
    looked_at: dict[int, frozenset[str]] = {}
    for rule in mine:
        count = len(_keys(rule, looked_at, book.assume.copies))
        if count > MOST_FACTS:
            says = f"this rule looks at {count} different facts; at most {MOST_FACTS}"
            yield rule, f"{says}; make two rules of it"
            return
    for act, last in {act: rule for rule in mine for act in rule.acts}.items():
        if (count := _most(book, act, looked_at)) > MOST_FACTS:
            asked = f"{act[0]} {act[1]}".replace("_", " ")
            says = f"the rules on '{asked}' look at {count} different facts; at most {MOST_FACTS}"
            yield last, f"{says}; leave one out, or part the activity in two"


def _most(book: RuleBook, act: tuple[str, str], looked_at: dict[int, frozenset[str]]) -> int:
    """Return the number of facts in the largest cell of an act."""
    rules = book.about(*act)
    copies = book.assume.copies
    every = frozenset[str]().union(*(_keys(rule, looked_at, copies) for rule in rules))
    if len(every) <= MOST_FACTS:
        return len(every)
    cells = (
        frozenset[str]().union(*(_keys(r, looked_at, copies) for r in rules if actor in r.who))
        for actor in {who for rule in rules for who in rule.who}
    )
    return max(len(keys) for keys in cells)


def _keys(
    rule: Rule, looked_at: dict[int, frozenset[str]], copies: Mapping[str, str]
) -> frozenset[str]:
    """Return the keys of a rule; what repeats another key counts as that key."""
    found = looked_at.get(id(rule))
    if found is None:
        tests = (test for fact in rule.facts() for test in fact.tests())
        found = looked_at[id(rule)] = frozenset(copies.get(test.key, test.key) for test in tests)
    return found
