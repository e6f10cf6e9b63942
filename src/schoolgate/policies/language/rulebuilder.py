"""Make rules out of rule boxes and matrix cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from schoolgate.kernel.facts import Condition, Fact
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.document import Table
from schoolgate.policies.language.mistakes import Notebook, did_you_mean
from schoolgate.policies.language.words import Act, Words
from schoolgate.policies.rules import Duty, Level, Rule

ANSWERS: Final = {
    "allowed": Level.ALLOWED,
    "acceptable": Level.ALLOWED,
    "not allowed": Level.NOT_ALLOWED,
    "unacceptable": Level.UNACCEPTABLE,
    "unacceptable and illegal": Level.ILLEGAL,
}
GATED: Final = {
    "at certain times": "within the permitted times",
    "acceptable at certain times": "within the permitted times",
    "for selected staff": "a nominated user",
    "for nominated users": "a nominated user",
    "acceptable for nominated users": "a nominated user",
    "with staff permission": "a member of staff gives permission",
}
SILENT: Final = frozenset({"", "-", "–", "—", "not stated"})


@dataclass(slots=True)
class RuleBuilder:
    """Builds the rules of one document; unknown phrases go to `notes` with a suggestion."""

    words: Words
    notes: Notebook

    def rules(self, clause: str, box: Said) -> list[Rule]:
        """Build the rules of a rule box, one for all activities that take the same as given.

        The list is empty when something in the box is not understood.
        """
        before = len(self.notes.mistakes)
        who = self._who(box.all("who"), box.lines.get("who", box.line))
        who -= self._who(box.all("not"), box.lines.get("not", box.line))
        acts = [self._act(phrase, box.lines["what"]) for phrase in box.all("what")]
        rule = Rule(
            clause=clause,
            who=who,
            acts=frozenset(),
            answer=self._answer(box),
            when=self._facts(box, "when"),
            only_if=self._facts(box, "only if"),
            unless=self._facts(box, "unless"),
            duties=self._duties(box),
            advice=self._terms(box, "advice"),
            if_broken=box.all("if broken"),
            force=box.force,
            overrides=frozenset(box.all("overrides")),
            locked=box.locked,
            since=self._date(box, "from"),
            until=self._date(box, "until"),
            said_who=box.one("who"),
            said_what=box.one("what"),
            source=box.one("source"),
            line=box.line,
        )
        self._sense(box, rule)
        if len(self.notes.mistakes) > before:
            return []
        return [
            replace(rule, acts=pairs, when=(*given, *rule.when))
            for given, pairs in _by_given(acts).items()
        ]

    def _sense(self, box: Said, rule: Rule) -> None:
        """Note what is understood but makes no sense together."""
        allows = rule.answer is Level.ALLOWED
        late = rule.since and rule.until and rule.until <= rule.since
        advised = rule.force == "advised" and rule.answer is Level.ILLEGAL
        for key, wrong, says in (
            ("unless", allows, "'unless' goes with not allowed; use 'only if'"),
            ("only if", not allows, "'only if' goes with allowed; use 'unless'"),
            ("until", late, "this rule ends before it starts; 'until' must be after 'from'"),
            ("not", not rule.who, "'not' leaves nobody of those in 'who'; take some out of it"),
            ("overrides", rule.clause in rule.overrides, "a clause cannot override itself"),
            ("force", advised, "what is illegal is never only advised; write force: must"),
        ):
            if wrong and box.all(key):
                self.notes.note(box.lines[key], says)

    def _who(self, phrases: Iterable[str], line: int) -> frozenset[str]:
        found: set[str] = set()
        for phrase in phrases:
            people = self.words.people(phrase)
            if people is None:
                hint = (
                    did_you_mean(phrase, self.words.near_people()) or " Write for example: staff."
                )
                self.notes.note(line, f"I know no group of people called '{phrase}'.{hint}")
            found |= people or frozenset()
        return frozenset(found)

    def _act(self, phrase: str, line: int) -> Act:
        act = self.words.act(phrase)
        if act is None:
            hint = did_you_mean(phrase, self.words.near_acts(phrase)) or " Add it to a words table."
            self.notes.note(line, f"I know no activity '{phrase}'.{hint}")
        return act or Act(phrase, frozenset())

    def _answer(self, box: Said) -> Level:
        text = box.one("answer").lower().rstrip(".")
        if text and text not in ANSWERS:
            hint = did_you_mean(text, ANSWERS) or f" Write one of: {', '.join(ANSWERS)}."
            self.notes.note(box.lines["answer"], f"'{text}' is not an answer I know.{hint}")
        return ANSWERS.get(text, Level.NOT_ALLOWED)

    def _facts(self, box: Said, key: str) -> tuple[Fact, ...]:
        made = (self.fact(phrase, box.lines[key]) for phrase in box.all(key))
        return tuple(fact for fact in made if fact is not None)

    def fact(self, phrase: str, line: int) -> Fact | None:
        """Resolve one fact phrase, or note that it is unknown."""
        fact = self.words.fact(phrase)
        if fact is None:
            hint = did_you_mean(phrase, self.words.near_facts()) or " Add it to a words table."
            self.notes.note(line, f"I know no fact '{phrase}'.{hint}")
        return fact

    def _duties(self, box: Said) -> tuple[Duty, ...]:
        return tuple(
            duty
            for phrase in box.all("duty")
            if (duty := self._duty(phrase, box.lines["duty"])) is not None
        )

    def _duty(self, phrase: str, line: int) -> Duty | None:
        by = ""
        found = self.words.condition(phrase, "duty")
        if found is None and "," in phrase:
            phrase, by = (part.strip() for part in phrase.rsplit(",", 1))
            found = self.words.condition(phrase, "duty")
        if found is None:
            known = (text for text, term in self.words.terms.items() if term.kind == "duty")
            hint = did_you_mean(phrase, known) or " Add it to a words table."
            self.notes.note(line, f"I know no duty '{phrase}'.{hint}")
            return None
        return Duty(found, by, self.words.met.get(found.term))

    def _terms(self, box: Said, kind: str) -> tuple[Condition, ...]:
        found: list[Condition] = []
        for phrase in box.all(kind):
            term = self.words.condition(phrase, kind)
            if term is None:
                known = (text for text, one in self.words.terms.items() if one.kind == kind)
                hint = did_you_mean(phrase, known) or " Add it to a words table."
                self.notes.note(box.lines[kind], f"I know no {kind} '{phrase}'.{hint}")
            else:
                found.append(term)
        return tuple(found)

    def _date(self, box: Said, key: str) -> date | None:
        if not (text := box.one(key)):
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            says = f"'{text}' is not a date I can read; write it as 2026-09-01"
            self.notes.note(box.lines[key], says)
            return None

    def matrix(self, table: Table, fallback: str) -> list[Rule]:
        """Build the rules of a matrix: columns `#`, `Activity`, then a column per group."""
        columns = [self._who((name,), table.line) for name in table.header[2:]]
        rules: list[Rule] = []
        for line, cells in table.rows:
            clause = cells[0] or fallback
            phrase, *extra = (part.strip() for part in cells[1].split(","))
            act = self._act(phrase, line)
            when = [self.fact(part, line) for part in extra]
            for who, name, cell in zip(columns, table.header[2:], cells[2:], strict=True):
                rule = self._cell(clause, act, [f for f in when if f], cell, line)
                if rule is not None:
                    rules.append(rule(who, name))
        return rules

    def _cell(
        self, clause: str, act: Act, when: list[Fact], cell: str, line: int
    ) -> Callable[[frozenset[str], str], Rule] | None:
        if cell.lower() in SILENT:
            return None
        answer, _, rest = cell.partition(":")
        answer = answer.strip().lower()
        if answer not in ANSWERS and answer not in GATED:
            hint = did_you_mean(answer, (*ANSWERS, *GATED))
            self.notes.note(line, f"'{answer}' is not an answer I know.{hint}")
            return None
        made = [self.fact(part.strip(), line) for part in rest.split(";") if part.strip()]
        stated = [fact for fact in made if fact is not None]
        if answer in GATED and not (stated and "times" in answer):
            gate = self.words.fact(GATED[answer])
            stated.append(gate) if gate is not None else None
        level = ANSWERS.get(answer, Level.ALLOWED)
        return lambda who, name: Rule(
            clause=clause,
            who=who,
            acts=act.pairs,
            answer=level,
            when=(*act.given, *when),
            only_if=tuple(stated) if level is Level.ALLOWED else (),
            unless=tuple(stated) if level is not Level.ALLOWED else (),
            said_who=name,
            said_what=act.phrase,
            line=line,
            cell=cell,
        )


def _by_given(acts: Iterable[Act]) -> dict[tuple[Fact, ...], frozenset[tuple[str, str]]]:
    """Return the acts of several phrases by what the phrases take as given."""
    found: dict[tuple[Fact, ...], frozenset[tuple[str, str]]] = {}
    for act in acts:
        found[act.given] = found.get(act.given, frozenset()) | act.pairs
    return found
