"""Score a policy engine's answers against a file of golden decisions. Pure but for the file read.

The format and the mapping of outcomes are those of the mission's vocabulary, section 1.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from schoolgate.policies.rules import DEPENDS, OUTCOMES, WITH_CONDITIONS, Answer, Level, Question

VERDICTS = {
    "allowed": "allowed",
    WITH_CONDITIONS: "allowed_with_conditions",
    "not allowed": "not_allowed",
    "unacceptable": "not_allowed",
    "unacceptable and illegal": "not_allowed_and_illegal",
    "the policy is silent": "not_covered",
}
_COLUMNS = {"id", "school", "actor", "action", "resource", "context", "expected", "conditions"}


class UnableToScore(Exception):
    """The golden file cannot be read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One golden decision. `alternative` is the other verdict of an ambiguous row, or empty."""

    id: str
    school: str
    question: Question
    expected: str
    conditions: frozenset[str]
    alternative: str


@dataclass(slots=True)
class Score:
    """Counts for one school or all; ambiguous rows are counted apart."""

    rows: int = 0
    verdict_right: int = 0
    conditions_right: int = 0
    ambiguous: int = 0
    ambiguous_right: int = 0


@dataclass(slots=True)
class Result:
    """Scores by school, their total, and a sentence per failure."""

    schools: dict[str, Score] = field(default_factory=dict)
    total: Score = field(default_factory=Score)
    failures: list[str] = field(default_factory=list)

    @property
    def verdicts_right(self) -> bool:
        """Tell whether every unambiguous verdict is right."""
        return self.total.verdict_right == self.total.rows

    def as_json(self) -> dict[str, dict[str, int]]:
        """Return the counts per school and `total`."""
        return {
            name: asdict(score) for name, score in {**self.schools, "total": self.total}.items()
        }


def rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a golden file. Raises UnableToScore."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if missing := _COLUMNS - set(reader.fieldnames or ()):
                raise UnableToScore(f"{path} lacks the column {sorted(missing)[0]}")
            for line in reader:
                yield _row(line)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnableToScore(f"{path} cannot be read: {error}") from error


def _row(line: dict[str, str]) -> Row:
    if any(line.get(column) is None for column in _COLUMNS):
        raise UnableToScore(f"row {line['id']} has too few cells; check its commas")
    facts = dict(part.split("=", 1) for part in line["context"].split("; ") if "=" in part)
    other = re.match(r"AMBIGUOUS\[alt=(\w+)\]", line.get("note") or "")
    return Row(
        line["id"],
        line["school"],
        Question(line["actor"], line["action"], line["resource"], facts),
        line["expected"],
        frozenset(part for part in line["conditions"].split("; ") if part),
        other[1] if other else "",
    )


def verdict(answer: Answer) -> str:
    """Return the golden verdict of an answer; `it depends` counts as what could still be had."""
    if answer.outcome != DEPENDS:
        return VERDICTS[answer.outcome]
    if OUTCOMES[Level.ALLOWED] in answer.possible:
        return "allowed_with_conditions"
    if OUTCOMES[Level.SILENT] in answer.possible:
        return "not_covered"
    return VERDICTS[answer.possible[0]]


def conditions(answer: Answer) -> frozenset[str]:
    """Return the open gates, duties and advice of an answer as structured names."""
    if verdict(answer) != "allowed_with_conditions":
        return frozenset()
    open_ = (*answer.conditions, *answer.advice, *(duty.condition for duty in answer.duties))
    return frozenset(item.term for item in open_)


def score(decisions: Iterable[Row], decide: Callable[[str, Question], Answer]) -> Result:
    """Compare every row with what `decide(school, question)` answers."""
    result = Result()
    for row in decisions:
        answer = decide(row.school, row.question)
        for counts in (result.schools.setdefault(row.school, Score()), result.total):
            _count(counts, row, answer)
        if (failure := _failure(row, answer)) is not None:
            result.failures.append(failure)
    return result


def _count(counts: Score, row: Row, answer: Answer) -> None:
    got = verdict(answer)
    if row.alternative:
        counts.ambiguous += 1
        counts.ambiguous_right += got in {row.expected, row.alternative}
        return
    counts.rows += 1
    counts.verdict_right += got == row.expected
    counts.conditions_right += got == row.expected and conditions(answer) == row.conditions


def _failure(row: Row, answer: Answer) -> str | None:
    got, open_ = verdict(answer), conditions(answer)
    if got == row.expected and open_ == row.conditions:
        return None
    kind = "verdict" if got not in {row.expected, row.alternative} else "conditions"
    if row.alternative and kind == "conditions":
        return None
    facts = "; ".join(f"{key}={value}" for key, value in row.question.facts.items())
    asked = f"{row.question.actor} {row.question.action} {row.question.resource} [{facts}]"
    wanted = f"{row.expected} {{{', '.join(sorted(row.conditions))}}}"
    says = f"{got} {{{', '.join(sorted(open_))}}} from {', '.join(answer.clauses) or 'no clause'}"
    if answer.outcome == DEPENDS:
        says += f", depends on {', '.join(answer.unknown)}"
    return f"{row.id} ({kind}) {asked}: expected {wanted}, got {says}"
