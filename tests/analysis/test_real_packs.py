"""What the checker says of the schools' own policies: their known defects, reported, not mended."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from schoolgate.policies.analysis.findings import findings
from schoolgate.policies.analysis.matrices import matrices
from schoolgate.policies.language.words import check_keys, shipped
from schoolgate.policies.rules import OUTCOMES, Question, Rule
from tests.analysis.test_differences import NAMES, pack

ILLEGAL = {"UA.r1", "UA.r2", "UA.r3", "UA.r4"}


@cache
def said(name: str, kind: str) -> tuple[str, ...]:
    found = findings(pack(name), date(2026, 11, 21))
    return tuple(item.text for item in found if item.kind == kind)


@pytest.mark.row("POL-22")
def test_thatto_heath_gives_two_review_dates() -> None:
    [both] = [text for text in said("thatto-heath", "date") if " and " in text]
    assert "2018-02 and 2019-02" in both


@pytest.mark.row("POL-22")
def test_thatto_heath_cites_a_byod_template_that_is_not_there() -> None:
    assert any("BYOD Policy Template" in text for text in said("thatto-heath", "reference"))


def test_the_two_matrices_of_thatto_heath_disagree_twice() -> None:
    clauses = {
        item.clauses for item in findings(pack("thatto-heath")) if item.kind == "contradiction"
    }
    assert {("CT.r9", "UA.r21"), ("CT.r11", "UA.r20")} <= clauses


def test_seven_rows_of_certain_times_have_no_times_and_four_lists_are_missing() -> None:
    times, lists = said("thatto-heath", "times"), said("thatto-heath", "list")
    assert sorted(text.split(",")[0] for text in times) == [
        "CT.r2", "CT.r5", "CT.r6", "CT.r7", "CT.r8", "CT.r9", "UA.r16",
    ]  # fmt: skip
    assert [text.split(",")[0] for text in lists] == ["UA.r18", "UA.r20", "UA.r21", "UA.r22"]


@pytest.mark.row("POL-22")
@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("cotmanhay", "missing", "Monitoring of internet access and instant messages"),
        ("cotmanhay", "missing", "Acceptable use agreement"),
        ("cotmanhay", "reference", "6.9"),
        ("ashbrook", "reference", "6.9"),
        ("ashbrook", "reference", "page 25"),
        ("ashbrook", "date", "Class Dojo Policy has no approval date"),
    ],
)
def test_known_defects_are_named(name: str, kind: str, words: str) -> None:
    assert any(words in text for text in said(name, kind))


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_stands_at_a_clause_and_a_line_that_are_there(name: str) -> None:
    policy = pack(name)
    for item in findings(policy):
        assert item.text.strip()
        assert set(item.clauses) <= set(policy.by_ref)
        assert bool(item.file) == bool(item.line)


def test_shipped_words_test_only_declared_keys_and_values() -> None:
    assert check_keys(shipped()) == []


# --- The matrices of Thatto Heath -----------------------------------------------------------------


def _cells() -> dict[tuple[str, str], tuple[str, str]]:
    """Return the printed and the regenerated words of each cell, by row and column."""
    both: dict[tuple[str, str], tuple[str, str]] = {}
    for clause, (header, *rows) in matrices(pack("thatto-heath")):
        [table] = clause.tables
        for (_, printed), row in zip(table.rows, rows, strict=True):
            for column, mine, theirs in zip(header[2:], printed[2:], row[2:], strict=True):
                both[row[0], column] = (mine.lower(), theirs.lower())
            assert printed[:2] == tuple(row[:2])
    return both


def test_the_matrices_come_again_from_the_rules_cell_for_cell() -> None:
    both = _cells()
    assert len(both) == 48
    assert [pair for pair in both.values() if pair[0] != pair[1]] == []


def _rule(row: str, column: str) -> Rule:
    rules = pack("thatto-heath").book.rules()
    [found] = [rule for rule in rules if rule.clause == row and rule.said_who == column]
    return found


STAFF = "yes times yes no times times times times times no yes no yes"
PUPILS = "leave no no no leave leave no no no no leave no leave"
OPEN = {"times": {"within_permitted_times"}, "leave": {"staff_permission"}}
CELLS = [
    (f"CT.r{number}", column, wanted)
    for column, row in (("Staff", STAFF), ("Pupils", PUPILS))
    for number, wanted in enumerate(row.split(), 1)
]


@pytest.mark.row("POL-18")
@pytest.mark.parametrize(("row", "column", "wanted"), CELLS)
def test_a_cell_of_the_communications_matrix_decides_as_printed(
    row: str, column: str, wanted: str
) -> None:
    outcome, gates = _decided(_rule(row, column))
    assert outcome == ("not allowed" if wanted == "no" else "allowed")
    assert gates & {"within_permitted_times", "staff_permission"} == OPEN.get(wanted, set())


def _decided(rule: Rule) -> tuple[str, set[str]]:
    """Ask the whole policy with the facts of the row stated, every act of it; all agree."""
    facts = _facts(rule)
    actor = sorted(rule.who)[-1]
    answers = [
        pack("thatto-heath").book.decide(Question(actor, *act, facts)) for act in sorted(rule.acts)
    ]
    mine = [a for a in answers if rule.clause in a.clauses]
    assert mine, rule.clause
    level = max(answer.level for answer in mine)
    return OUTCOMES[level], {gate.term for answer in mine for gate in answer.conditions}


def _facts(rule: Rule) -> dict[str, str]:
    plain = [fact for fact in (*rule.when, *rule.only_if) if fact.condition is None]
    return {
        test.key: min(test.values) if test.op == "=" else "something else"
        for fact in plain
        for test in fact.any_of[0]
    }


@pytest.mark.row("POL-19")
@pytest.mark.parametrize("number", range(1, 23))
def test_a_row_of_the_user_actions_matrix_decides_as_printed(number: int) -> None:
    row = f"UA.r{number}"
    outcome, gates = _decided(_rule(row, "Everyone"))
    assert (outcome == "unacceptable and illegal") == (row in ILLEGAL)
    if number <= 14 or number == 17:
        assert outcome in {"unacceptable", "unacceptable and illegal"}
    else:
        assert outcome == "allowed"
    assert ("nominated_user" in gates) == (number in {18, 20, 21, 22})
    assert ("within_permitted_times" in gates) == (number == 16)
