"""Scoring against golden decisions: the mapping of outcomes, and who gets a point."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolgate.kernel.facts import Condition
from schoolgate.policies.analysis.golden import (
    Row,
    UnableToScore,
    conditions,
    rows,
    score,
    verdict,
)  # fmt: skip
from schoolgate.policies.rules import Answer, Duty, Level, Question, Rule, RuleBook
from tests.evaluator.test_semantics import ACT, ask, fact, rule

HEADING = "id,school,actor,action,resource,context,expected,conditions,clause,difficulty,note\n"
LEAVE = fact("leave = head", "leave")
LOG = Duty(Condition("log", "duty", "log it"))


@pytest.mark.parametrize(
    ("rules", "wanted", "open_"),
    [
        ([], "not_covered", set()),
        ([rule("1", Level.ALLOWED)], "allowed", set()),
        ([rule("1", Level.ALLOWED, only_if=(LEAVE,))], "allowed_with_conditions", {"leave"}),
        ([rule("1", Level.ALLOWED, duties=(LOG,))], "allowed_with_conditions", {"log"}),
        ([rule("1", Level.NOT_ALLOWED, force="advised")], "allowed_with_conditions",
         {"advised_against"}),
        ([rule("1", Level.NOT_ALLOWED)], "not_allowed", set()),
        ([rule("1", Level.UNACCEPTABLE)], "not_allowed", set()),
        ([rule("1", Level.ILLEGAL)], "not_allowed_and_illegal", set()),
        ([rule("1", Level.NOT_ALLOWED, unless=(fact("a = b"),), duties=(LOG,))],
         "allowed_with_conditions", {"log"}),
        ([rule("1", Level.NOT_ALLOWED, when=(fact("a = b"),))], "not_covered", set()),
    ],
)  # fmt: skip
def test_an_outcome_maps_to_its_verdict(rules: list[Rule], wanted: str, open_: set[str]) -> None:
    answer = ask(*rules)
    assert verdict(answer) == wanted
    assert conditions(answer) == open_


def _row(expected: str, wanted: str = "", alternative: str = "", school: str = "elm") -> Row:
    return Row(
        "1", school, Question("teacher", *ACT), expected, frozenset(wanted.split()), alternative
    )


def _scored(row: Row, answer: Answer) -> tuple[int, int, int, int]:
    total = score([row], lambda *_: answer).total
    return total.verdict_right, total.conditions_right, total.ambiguous, total.ambiguous_right


def test_a_verdict_and_its_conditions_are_scored_apart() -> None:
    logged = ask(rule("1", Level.ALLOWED, duties=(LOG,)))
    assert _scored(_row("allowed_with_conditions", "log"), logged) == (1, 1, 0, 0)
    assert _scored(_row("allowed_with_conditions", "leave"), logged) == (1, 0, 0, 0)
    assert _scored(_row("not_allowed"), logged) == (0, 0, 0, 0)


def test_an_ambiguous_row_takes_either_reading_and_counts_apart() -> None:
    refused, silent = ask(rule("1", Level.NOT_ALLOWED)), ask()
    row = _row("not_allowed", alternative="allowed")
    assert _scored(row, refused) == (0, 0, 1, 1)
    assert _scored(row, ask(rule("1", Level.ALLOWED))) == (0, 0, 1, 1)
    assert _scored(row, silent) == (0, 0, 1, 0)


def test_failures_are_named_and_counts_come_per_school() -> None:
    book = RuleBook([rule("1", Level.ALLOWED)])
    given = [_row("allowed"), _row("not_allowed", school="oak")]
    result = score(given, lambda _, question: book.decide(question))
    assert result.as_json()["oak"] == {
        "rows": 1, "verdict_right": 0, "conditions_right": 0, "ambiguous": 0, "ambiguous_right": 0,
    }  # fmt: skip
    assert result.as_json()["total"]["verdict_right"] == 1
    assert not result.verdicts_right
    [failure] = result.failures
    assert "expected not_allowed {}, got allowed {} from 1" in failure


def test_a_golden_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "golden.csv"
    path.write_text(
        HEADING
        + "A,elm,teacher,use,phone,a=b; c=d=e,allowed,x; y,1,easy,\n"
        + "B,elm,teacher,use,phone,,allowed,,1,easy,AMBIGUOUS[alt=not_allowed]: why\n"
    )
    one, two = rows(path)
    assert one.question.facts == {"a": "b", "c": "d=e"}
    assert (one.conditions, one.alternative) == (frozenset({"x", "y"}), "")
    assert two.alternative == "not_allowed"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,school\nA,elm\n", "lacks the column action"),
        (HEADING + "A,elm,teacher\n", "row A has too few cells"),
        ("\udcff", "cannot be read"),
    ],
)
def test_a_golden_file_that_cannot_be_read_says_why(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "golden.csv"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UnableToScore, match=words):
        list(rows(path))
