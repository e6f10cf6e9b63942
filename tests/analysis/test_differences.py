"""Every change of a rule that changes behaviour is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from math import prod
from random import Random

import pytest

from schoolgate.kernel.facts import Fact
from schoolgate.kernel.times import WEEKDAYS, Band, Calendar, Term
from schoolgate.policies.analysis.differences import differences
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.pack import load
from schoolgate.policies.language.words import shipped
from schoolgate.policies.rules import Answer, Cell, Level, Rule, RuleBook
from tests.analysis.mutants import DUTY, mutants
from tests.evaluator.test_semantics import fact, rule
from tests.language.mutations import PACKS

NAMES = ("ashbrook", "cotmanhay", "thatto-heath")
RULES_EACH = 25
ENOUGH = 2_000


@cache
def pack(name: str) -> Pack:
    return load(name, PACKS)


def near(rules: Sequence[Rule], chosen: Rule) -> tuple[list[Rule], int]:
    """Return the rules about a few acts of one rule, for those acts only, and where it stands."""
    acts = frozenset(sorted(chosen.acts)[:2])
    kept = [replace(one, acts=one.acts & acts) for one in rules if one.acts & acts]
    return kept, [one for one in rules if one.acts & acts].index(chosen)


def behaves_alike(old: RuleBook, new: RuleBook) -> bool:
    """Ask both books everything, once with and once without what gates and duties look at.

    Where everything is more than ENOUGH questions, an even sample of them.
    """
    return all(
        _shown(mine, facts) == _shown(theirs, facts)
        for mine, theirs in _cells(old, new)
        for facts in _questions(Cell([*_rules(mine), *_rules(theirs)], old.assume.domains))
    )


def _rules(cell: Cell) -> list[Rule]:
    return [made.rule for made in cell.rules]


def _cells(old: RuleBook, new: RuleBook) -> Iterator[tuple[Cell, Cell]]:
    """Yield the cells that differ, one for each pair of rule lists."""
    seen = set()
    for act in sorted(old.acts() | new.acts()):
        rules = [*old.about(*act), *new.about(*act)]
        for actor in sorted({who for one in rules for who in one.who}):
            pair = old.cell(actor, *act), new.cell(actor, *act)
            names = tuple(tuple(id(one) for one in _rules(cell)) for cell in pair)
            if names[0] != names[1] and names not in seen:
                seen.add(names)
                yield pair


def _questions(cell: Cell) -> Iterator[dict[str, str]]:
    assume = shipped().assumptions()
    domains, copies = assume.domains, assume.copies
    values = [_classes(cell, key, domains.get(key, ())) for key in cell.keys]
    random = Random(1)
    choices = product(*values) if prod(map(len, values)) <= ENOUGH else (
        tuple(random.choice(known) for known in values) for _ in range(ENOUGH)
    )  # fmt: skip
    open_ = {test.key for mine in _rules(cell) for one in _gates(mine) for test in one.tests()}
    for choice in choices:
        facts = dict(zip(cell.keys, choice, strict=True))
        facts |= {copy: facts[key] for copy, key in copies.items() if {copy, key} <= facts.keys()}
        yield facts
        yield {key: value for key, value in facts.items() if key not in open_}


def _gates(rule: Rule) -> Iterator[Fact]:
    yield from (one for one in (*rule.only_if, *rule.unless) if one.condition)
    yield from (duty.met for duty in rule.duties if duty.met)


def _classes(cell: Cell, key: str, declared: tuple[str, ...]) -> list[str]:
    return list({cell.mask(key, v): v for v in cell.values(key, declared)}.values())


def _shown(cell: Cell, facts: dict[str, str]) -> tuple[object, ...]:
    answer: Answer = cell.answer(cell.state(facts))
    return answer.outcome, set(answer.conditions), set(answer.duties), set(answer.advice)


@pytest.mark.parametrize("name", NAMES)
def test_mutants_of_real_rules_are_seen_unless_they_behave_alike(name: str) -> None:
    random, of = Random(name), pack(name)
    rules = list(of.book.rules())
    missed, seen = [], 0
    for chosen in random.sample(rules, RULES_EACH):
        mine, at = near(rules, chosen)
        before = RuleBook(mine, assume=of.book.assume)
        for what, mutant in mutants(random, mine[at]):
            after = RuleBook([*mine[:at], mutant, *mine[at + 1 :]], assume=of.book.assume)
            if differences(before, after):
                seen += 1
            elif not behaves_alike(before, after):
                missed.append(f"{chosen.clause}: {what}")
    assert seen > 5 * RULES_EACH
    assert len(missed) <= seen / 99, missed


# --- What is unstated -----------------------------------------------------------------------------

LESSONS = Band("in lessons", "during", "lesson", WEEKDAYS, ((540, 630),))
TERM = Term("Autumn", date(2026, 9, 2), date(2026, 12, 18))
BAN = rule("1", Level.NOT_ALLOWED, when=(fact("during = lesson"),))


def told(before: Calendar, after: Calendar) -> list[tuple[str, str, str]]:
    books = (RuleBook([BAN], calendar=calendar) for calendar in (before, after))
    return [(c.what, c.before, c.after) for c in differences(*books) if c.kind == "unstated"]


def test_a_table_of_times_that_comes_or_goes_is_a_difference() -> None:
    none, some = Calendar(terms=(TERM,)), Calendar((LESSONS,), (TERM,))
    assert told(none, some) == [("in lessons", "hours not stated", "hours stated")]
    assert told(some, none) == [("in lessons", "hours stated", "hours not stated")]
    assert told(some, some) == []


def test_other_hours_and_other_terms_are_differences() -> None:
    later = Band("in lessons", "during", "lesson", WEEKDAYS, ((555, 630),))
    spring = Term("Autumn", date(2026, 9, 3), date(2026, 12, 18))
    old = Calendar((LESSONS,), (TERM,))
    assert told(old, Calendar((later,), (TERM,)))[0][2] == "other hours stated"
    assert told(old, Calendar((LESSONS,), (spring,)))[0][0] == "the terms"


def test_a_second_row_for_the_same_time_is_a_difference() -> None:
    more = Band("in lessons", "during", "lesson", WEEKDAYS, ((645, 720),))
    assert len(told(Calendar((LESSONS,)), Calendar((LESSONS, more)))) == 1


def test_side_effects_come_first() -> None:
    """The template asks for leave; the school allows for learning and forgets the leave."""
    leave, learning = fact("leave = head", "head's leave"), fact("purpose = educational")
    before = RuleBook([rule("1", Level.NOT_ALLOWED, unless=(leave,))])
    after = RuleBook([rule("1", Level.NOT_ALLOWED, unless=(learning,))])
    changes = differences(before, after)
    assert [change.kind for change in changes][:2] == ["side effect", "side effect"]
    assert any(change.what == "head's leave" for change in changes)
    assert any(change.kind == "looser" for change in changes)


def test_a_later_deadline_of_a_duty_is_a_difference() -> None:
    soon, late = (rule("1", Level.ALLOWED, duties=(type(DUTY)(DUTY.condition, by),))
                  for by in ("at once", "by Friday"))  # fmt: skip
    assert [c.kind for c in differences(RuleBook([soon]), RuleBook([late]))] == ["duty", "duty"]
