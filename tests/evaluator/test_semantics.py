"""The frozen semantics, one by one (DESIGN.md §4)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from schoolgate.kernel.facts import Condition, Fact, expression
from schoolgate.policies.rules import (
    ADVISED_AGAINST,
    DEPENDS,
    WITH_CONDITIONS,
    Answer,
    Duty,
    Level,
    Question,
    Rule,
    RuleBook,
)  # fmt: skip

EVERYONE = frozenset({"teacher", "pupil"})
ACT = ("use", "phone")


def rule(clause: str, answer: Level, **more: object) -> Rule:
    base: dict[str, object] = {"who": EVERYONE, "acts": frozenset({ACT})}
    return Rule(clause=clause, answer=answer, **{**base, **more})  # type: ignore[arg-type]


def fact(test: str, gate: str = "") -> Fact:
    condition = Condition(gate, "gate", gate) if gate else None
    return Fact(gate or test, expression(test), condition=condition)


def ask(*rules: Rule, at: datetime | None = None, **facts: str) -> Answer:
    return RuleBook(rules).decide(Question("teacher", *ACT, facts, at))


def test_no_rule_is_silent_also_for_words_that_nobody_knows() -> None:
    book = RuleBook([rule("1", Level.ALLOWED)])
    assert book.decide(Question("martian", "eat", "moon")).outcome == "the policy is silent"
    assert ask(rule("1", Level.ALLOWED, who=frozenset({"pupil"}))).clauses == ()


def test_the_strictest_rule_wins_whatever_the_order() -> None:
    levels = [Level.ALLOWED, Level.ILLEGAL, Level.NOT_ALLOWED, Level.UNACCEPTABLE]
    rules = [rule(str(level), level) for level in levels]
    assert ask(*rules).outcome == ask(*reversed(rules)).outcome == "unacceptable and illegal"
    assert ask(*rules).clauses[0] == str(Level.ILLEGAL)


def test_an_exception_inside_a_clause_does_not_lift_another_clause() -> None:
    lifted = rule("1", Level.NOT_ALLOWED, unless=(fact("emergency = yes"),))
    assert ask(lifted, emergency="yes").outcome == "allowed"
    assert ask(lifted, rule("2", Level.NOT_ALLOWED), emergency="yes").clauses == ("2",)


def test_a_permission_whose_condition_fails_refuses() -> None:
    answer = ask(rule("1", Level.ALLOWED, only_if=(fact("device = school"),)), device="personal")
    assert answer.outcome == "not allowed"


def test_a_gate_stands_open_until_it_is_stated_met_or_unmet() -> None:
    leave = rule("1", Level.NOT_ALLOWED, unless=(fact("leave = head", "head's leave"),))
    assert ask(leave).outcome == WITH_CONDITIONS
    assert [gate.term for gate in ask(leave).conditions] == ["head's leave"]
    assert ask(leave, leave="head").outcome == "allowed"
    assert ask(leave, leave="teacher").outcome == "not allowed"


def test_a_gate_stays_open_although_a_plain_fact_looks_at_the_same_key() -> None:
    leave = rule("1", Level.NOT_ALLOWED, unless=(fact("leave = head", "head's leave"),))
    duty = (Duty(Condition("log", "duty", "log it")),)
    answer = ask(leave, rule("2", Level.ALLOWED, when=(fact("leave = none"),), duties=duty))
    assert answer.outcome == WITH_CONDITIONS
    assert [gate.term for gate in answer.conditions] == ["head's leave"]


def test_a_second_exception_is_tried_when_the_first_one_fails_in_a_case() -> None:
    """Once answered allowed: the case 'no leave' dropped a ban that was not yet settled."""
    ban = rule("1", Level.NOT_ALLOWED, unless=(fact("leave = head"), fact("emergency = yes")))
    other = rule("2", Level.UNACCEPTABLE, when=(fact("leave = head and emergency = yes"),))
    answer = ask(ban, other)
    assert answer.outcome == DEPENDS
    assert answer.possible == ("allowed", "not allowed", "unacceptable")
    assert set(answer.unknown) == {"leave", "emergency"}


def test_only_keys_that_can_change_the_outcome_are_asked_for() -> None:
    ban = rule("1", Level.NOT_ALLOWED, when=(fact("during = lesson"),))
    same = rule("2", Level.ALLOWED, when=(fact("device = school"),))
    other = rule("3", Level.ALLOWED, when=(fact("device != school"),))
    assert ask(ban, same, other).unknown == ("during",)


def test_a_duty_is_owed_dropped_when_done_and_refuses_when_stated_undone() -> None:
    log = Duty(Condition("log", "duty", "log it"), met=fact("recorded = yes", "log"))
    allowed = rule("1", Level.ALLOWED, duties=(log,))
    assert [duty.condition.term for duty in ask(allowed).duties] == ["log"]
    assert ask(allowed, recorded="yes").outcome == "allowed"
    assert ask(allowed, recorded="no").outcome == "not allowed"


def test_what_to_do_when_broken_comes_with_the_refusal_only() -> None:
    steps = ("tell the headteacher",)
    ban = rule("1", Level.NOT_ALLOWED, unless=(fact("emergency = yes"),), if_broken=steps)
    assert ask(ban, emergency="no").if_broken == steps
    assert ask(ban, emergency="yes").if_broken == ()


def test_advice_forbids_nothing_and_is_shown() -> None:
    advised = rule("1", Level.NOT_ALLOWED, force="advised")
    assert ask(advised).outcome == WITH_CONDITIONS
    assert ask(advised).advice == (ADVISED_AGAINST,)


def test_an_advised_condition_that_fails_is_advice_too() -> None:
    only_if = (fact("device = school"),)
    advised = rule("1", Level.ALLOWED, force="advised", only_if=only_if)
    assert ask(advised, device="personal").advice == (ADVISED_AGAINST,)
    assert ask(advised, device="school").outcome == "allowed"


def test_what_is_illegal_is_never_mere_advice() -> None:
    assert ask(rule("1", Level.ILLEGAL, force="advised")).outcome == "unacceptable and illegal"


def test_a_declared_override_wins_where_it_applies() -> None:
    ban = rule("3.8", Level.NOT_ALLOWED)
    over = rule("3.9", Level.ALLOWED, when=(fact("device = school"),), overrides=frozenset({"3.8"}))
    assert ask(ban, over, device="school").outcome == "allowed"
    assert ask(ban, over, device="personal").outcome == "not allowed"
    assert ask(ban, over).unknown == ("device",)


def test_nothing_overrides_what_is_illegal_or_locked() -> None:
    over = rule("2", Level.ALLOWED, overrides=frozenset({"1"}))
    assert ask(rule("1", Level.ILLEGAL), over).level is Level.ILLEGAL
    assert ask(rule("1", Level.NOT_ALLOWED, locked=True), over).level is Level.NOT_ALLOWED


def test_a_rule_that_is_overridden_overrides_nothing() -> None:
    first = rule("1", Level.NOT_ALLOWED)
    second = rule("2", Level.ALLOWED, overrides=frozenset({"1"}))
    third = rule("3", Level.ALLOWED, overrides=frozenset({"2"}))
    assert ask(first, second).outcome == "allowed"
    assert ask(first, second, third).clauses == ("1",)


def test_rules_that_override_each_other_both_stand_so_the_stricter_wins() -> None:
    one = rule("1", Level.NOT_ALLOWED, overrides=frozenset({"2"}))
    two = rule("2", Level.ALLOWED, overrides=frozenset({"1"}))
    assert ask(one, two).outcome == "not allowed"


def test_a_rule_holds_from_its_first_day_and_until_its_last_is_over_in_london() -> None:
    since = date(2026, 9, 1)
    ban = rule("1", Level.NOT_ALLOWED, since=since, until=date(2026, 9, 2))
    assert ask(ban, at=datetime(2026, 8, 31, 22, 59, tzinfo=UTC)).level is Level.SILENT
    assert ask(ban, at=datetime(2026, 8, 31, 23, 0, tzinfo=UTC)).level is Level.NOT_ALLOWED
    assert ask(ban, at=datetime(2026, 9, 1, 23, 0, tzinfo=UTC)).level is Level.SILENT
    assert ask(ban).possible == ("the policy is silent", "not allowed")


def test_a_quantity_is_met_between_its_limits_too() -> None:
    short = rule("1", Level.NOT_ALLOWED, when=(fact("length < 8"),))
    long = rule("2", Level.NOT_ALLOWED, when=(fact("length > 8.2"),))
    fits = rule("3", Level.ALLOWED)
    assert ask(short, long, fits).possible == ("allowed", "not allowed")
    assert ask(short, long, fits, length="8.1").outcome == "allowed"


def test_a_key_with_a_quantity_is_never_taken_for_something_else() -> None:
    short = rule("1", Level.NOT_ALLOWED, when=(fact("length < 8"),))
    long = rule("2", Level.ALLOWED, when=(fact("length >= 8"),))
    assert ask(short, long).possible == ("allowed", "not allowed")


def test_too_many_cases_leave_the_answer_open_instead_of_taking_for_ever() -> None:
    keys = [f"k{n}" for n in range(40)]
    pairs = zip(keys, keys[1:] + keys[:1], strict=True)
    rules = [
        rule(str(n), Level.NOT_ALLOWED, when=(fact(f"{a} = x and {b} = y or {a} = z and {b} = x"),))
        for n, (a, b) in enumerate(pairs)
    ]
    answer = ask(rule("0", Level.ALLOWED), *rules)
    assert answer.outcome == DEPENDS
    assert set(answer.unknown) == set(keys)
    assert answer.possible == ("allowed", "not allowed")
