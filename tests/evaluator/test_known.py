"""What is taken as known: stated, implied, by person, assumed, held in a register."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from schoolgate.policies.english.sentences import as_bytes, record, replay
from schoolgate.policies.rules import Assumptions, Level, Question, RuleBook
from tests.evaluator.profile import cases
from tests.evaluator.random_rules import ACT, ASSUME, rule_set, stated
from tests.evaluator.test_semantics import fact, rule

ASSUMED = Assumptions(
    defaults={"intent": "deliberate"},
    implied={"leave_in_writing": {"leave": "=", "form": "written"}},
    actors={"pupil": {"year": "under_3"}},
    domains={"nominated": ("yes", "no"), "leave": ("none", "head")},
)
SEEDS = st.integers(0, 2**48)


def _outcome(test: str, actor: str = "teacher", held: str = "", **facts: str) -> str:
    book = RuleBook([rule("1", Level.NOT_ALLOWED, when=(fact(test),))], assume=ASSUMED)
    return book.decide(Question(actor, *ACT, facts, held=frozenset(held.split()))).outcome


def test_a_default_holds_until_something_else_is_stated() -> None:
    assert _outcome("intent = deliberate") == "not allowed"
    assert _outcome("intent = deliberate", intent="accidental") == "the policy is silent"


def test_one_fact_implies_others_unless_they_are_stated() -> None:
    assert _outcome("leave = head and form = written", leave_in_writing="head") == "not allowed"
    stated_form = {"leave_in_writing": "head", "form": "oral"}
    assert _outcome("form = written", **stated_form) == "the policy is silent"


def test_who_asks_brings_facts_along() -> None:
    assert _outcome("year = under_3", actor="pupil") == "not allowed"
    assert _outcome("year = under_3", actor="teacher") == "it depends"


def test_what_a_kept_register_does_not_hold_is_no() -> None:
    assert _outcome("nominated = no") == "it depends"
    assert _outcome("nominated = no", held="nominated") == "not allowed"
    assert _outcome("nominated != yes", held="nominated") == "not allowed"
    assert _outcome("leave = none", held="leave") == "not allowed"


def test_what_is_stated_beats_an_empty_register() -> None:
    assert _outcome("nominated = no", held="nominated", nominated="yes") == "the policy is silent"


@cases(400)
@given(SEEDS)
def test_a_used_book_answers_as_a_new_one(seed: int) -> None:
    random = Random(seed)
    rules, asked = rule_set(random), [stated(random) for _ in range(12)]
    used = RuleBook(rules, assume=ASSUME)
    for facts in asked + asked:
        question = Question("teacher", *ACT, facts)
        assert used.decide(question) == RuleBook(rules, assume=ASSUME).decide(question)


@cases(400)
@given(SEEDS)
def test_an_old_decision_comes_again_byte_for_byte(seed: int) -> None:
    random = Random(seed)
    rules = rule_set(random)
    question = Question("teacher", *ACT, stated(random), held=frozenset({"signed"}))
    book = RuleBook(rules, assume=ASSUME)
    old = record("brookside@1", "0" * 64, question, book.decide(question))
    again = replay(old, RuleBook(rules, assume=ASSUME))
    assert as_bytes(again) == as_bytes(old)


def test_the_order_in_which_facts_are_stated_changes_nothing() -> None:
    facts = {"leave_in_writing": "head", "intent": "accidental", "year": "5"}
    book = RuleBook([rule("1", Level.ALLOWED, only_if=(fact("form = written"),))], assume=ASSUMED)
    records = [
        as_bytes(record("p@1", "0", question, book.decide(question)))
        for order in (facts, dict(reversed(facts.items())))
        if (question := Question("teacher", *ACT, order))
    ]
    assert records[0] == records[1]


def test_a_template_book_and_a_schools_book_stay_apart() -> None:
    template = RuleBook([rule("1", Level.NOT_ALLOWED), rule("2", Level.ALLOWED)])
    school = RuleBook([rule("3", Level.ALLOWED)], base=template, dropped=frozenset({"1"}))
    question = Question("teacher", *ACT)
    assert school.decide(question).clauses == ("2", "3")
    assert template.decide(question).clauses == ("1",)
