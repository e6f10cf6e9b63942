"""Decide what a policy says: a rule book and a question in, an answer with its reasons out.

Semantics: DESIGN.md §4. No clock, no Django, no I/O; the instant is passed in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from schoolgate.kernel.times import LONDON, Calendar
from schoolgate.policies.rules.cells import Cell
from schoolgate.policies.rules.decisions import (
    DEPENDS,
    OUTCOMES,
    SILENT,
    WITH_CONDITIONS,
    Answer,
    Assumptions,
    Duty,
    Level,
    Question,
    Rule,
)  # fmt: skip
from schoolgate.policies.rules.verdicts import ADVISED_AGAINST, DATE

__all__ = [
    "ADVISED_AGAINST", "DEPENDS", "MOST_FACTS", "NOT_TEACHING", "OUTCOMES", "SILENT",
    "WITH_CONDITIONS", "Answer", "Assumptions", "Cell", "Duty", "Level", "Question", "Rule",
    "RuleBook",
]  # fmt: skip

NOT_TEACHING: Final = frozenset({"office_staff"})  # their whole working day is working hours
MOST_FACTS: Final = 12  # distinct keys that one rule may look at; more is refused by the checker


class RuleBook:
    """The rules of one effective policy, ready to answer. Cells are compiled when first asked.

    `base` is the template's book: its rules stay shared; those of the clauses in `dropped` are left
    out.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        *,
        base: RuleBook | None = None,
        dropped: frozenset[str] = frozenset(),
        calendar: Calendar | None = None,
        assume: Assumptions | None = None,
    ) -> None:
        self.own = tuple(rules)
        self.base = base
        self.dropped = dropped
        self.calendar: Calendar = calendar or (base.calendar if base else Calendar())
        self.assume: Assumptions = assume or (base.assume if base else Assumptions())
        self._by_act: dict[tuple[str, str], list[Rule]] = {}
        for rule in self.own:
            for act in rule.acts:
                self._by_act.setdefault(act, []).append(rule)
        self._clock_keys = Calendar.KEYS | {band.key for band in self.calendar.bands}
        self._cells: dict[tuple[str, str, str], Cell] = {}

    def rules(self) -> Iterator[Rule]:
        """Yield every rule in force, the template's first."""
        if self.base is not None:
            yield from (rule for rule in self.base.rules() if rule.clause not in self.dropped)
        yield from self.own

    def acts(self) -> set[tuple[str, str]]:
        """Return every (action, resource) that some rule speaks of."""
        return {act for rule in self.rules() for act in rule.acts}

    def about(self, action: str, resource: str) -> list[Rule]:
        """Return the rules that speak of this act, the template's first."""
        mine = self._by_act.get((action, resource), [])
        if self.base is None:
            return mine
        inherited = self.base.about(action, resource)
        return [rule for rule in inherited if rule.clause not in self.dropped] + mine

    def cell(self, actor: str, action: str, resource: str) -> Cell:
        """Return the compiled rules for one actor and act; made once."""
        key = (actor, action, resource)
        found = self._cells.get(key)
        if found is None:
            rules = [rule for rule in self.about(action, resource) if actor in rule.who]
            found = Cell(rules, self.assume.domains, self._clock_keys)
            if rules:  # what no rule speaks of is not worth remembering
                self._cells[key] = found
        return found

    def decide(self, question: Question) -> Answer:
        """Answer the question. An unknown term raises nothing: no rule speaks of it."""
        cell = self._cells.get((question.actor, question.action, question.resource))
        if cell is None:
            cell = self.cell(question.actor, question.action, question.resource)
        if not cell.rules:
            return SILENT
        return cell.answer(cell.state(self.known(question, cell)))

    def known(self, question: Question, cell: Cell) -> Mapping[str, str]:
        """Return the facts that the cell needs: stated, implied, assumed, held, and the time."""
        facts = self.assume.stated(question)
        if cell.timed:
            teaches = question.actor not in NOT_TEACHING
            told = self.calendar.facts(question.at, facts, cell.wanted, teaches=teaches)
            for key, value in told.items():
                facts.setdefault(key, value)
        unsaid = [key for key in cell.keys if key not in facts]
        taken = [(key, self.assume.unsaid(key, facts, question.held)) for key in unsaid]
        facts.update((key, value) for key, value in taken if value is not None)
        if cell.dated and question.at is not None:
            facts[DATE] = str(question.at.astimezone(LONDON).date().toordinal())
        return facts
