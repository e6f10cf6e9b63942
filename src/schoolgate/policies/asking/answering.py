"""The answer page of Ask: what is shown beside a decision. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schoolgate.kernel.facts import Condition
from schoolgate.policies.asking.choices import act_label, person_label
from schoolgate.policies.asking.steps import SOMETHING_ELSE, State, gate_facts
from schoolgate.policies.english.sentences import answer_words, plain_value, question_for, sentence
from schoolgate.policies.english.wording import capital
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.reading.outline import anchor
from schoolgate.policies.rules import DEPENDS, OUTCOMES, Answer, Level, Question, Rule
from schoolgate.web import prose

MOST_QUOTED = 900
_HEADS = {
    Level.SILENT: ("silent", "The policy does not say"),
    Level.ALLOWED: ("yes", "Yes, this is allowed"),
    Level.NOT_ALLOWED: ("no", "No, this is not allowed"),
    Level.UNACCEPTABLE: ("no", "No, the policy calls this unacceptable"),
    Level.ILLEGAL: ("never", "No, the policy calls this unacceptable and illegal"),
}


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition that can still be met: whom to ask, and where each reply leads (queries)."""

    text: str
    whom: str
    have: str
    have_not: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A clause behind the answer: where it stands and its own words."""

    ref: str
    title: str
    anchor: str
    html: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """Something that was said, and the query that takes it back."""

    label: str
    value: str
    change: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer, ready to show. `tone` is yes, maybe, no, never or silent."""

    tone: str
    head: str
    sentence: str
    gates: list[list[Gate]]
    duties: list[str]
    advice: list[str]
    if_broken: tuple[str, ...]
    quotes: list[Quote]
    missing: list[str]


def shown(pack: Pack, state: State, asked: Question, answer: Answer) -> Shown:
    """Return an answer as its page shows it."""
    tone, head = headline(answer)
    return Shown(
        tone,
        head,
        _sentence(pack, asked, answer),
        [[_gate(pack, state, answer, gate) for gate in group] for group in answer.alternatives],
        [duty.condition.text + (f", {duty.by}" if duty.by else "") for duty in answer.duties],
        [item.text for item in answer.advice],
        answer.if_broken,
        list(_quotes(pack, answer)),
        [question_for(pack.words, key) for key in answer.unknown],
    )


def headline(answer: Answer) -> tuple[str, str]:
    """Return the tone and the first words of an answer."""
    if answer.outcome == DEPENDS:
        return "maybe", "It depends"
    if answer.alternatives or answer.duties:
        return "maybe", "Yes, with conditions"
    if answer.advice:
        return "maybe", "Yes, but read the advice"
    return _HEADS[answer.level]


def _sentence(pack: Pack, asked: Question, answer: Answer) -> str:
    if (asked.action, asked.resource) == SOMETHING_ELSE:
        who = pack.words.lexicon.actors[asked.actor].one
        return f"The policy has no words for what {who} has in mind. If in doubt, ask first."
    return sentence(asked, answer, pack.words)


def _gate(pack: Pack, state: State, answer: Answer, gate: Condition) -> Gate:
    have, have_not = gate_facts(pack, answer, gate)
    return Gate(
        gate.text,
        whom(pack, gate.term),
        state.stating(have).query() if have else "",
        state.stating(have_not).query() if have_not else "",
    )


def whom(pack: Pack, term: str) -> str:
    """Return whom to ask for a gate, in words; empty where the vocabulary names nobody."""
    name = pack.words.whom.get(term, "")
    actor = pack.words.lexicon.actors.get(name)
    return actor.one if actor else name.replace("_", " ")


def head_of(asked: Question) -> str:
    """Return whom to ask where the policy is silent."""
    return "the chair of governors" if asked.actor == "headteacher" else "the headteacher"


def _quotes(pack: Pack, answer: Answer) -> Iterator[Quote]:
    for ref in answer.clauses:
        clause = pack.by_ref.get(ref)
        if clause is not None:
            text = clause.prose if clause.ref == ref or not clause.tables else ""
            short = (
                text if len(text) <= MOST_QUOTED else text[:MOST_QUOTED].rsplit(" ", 1)[0] + " …"
            )
            cells = tuple(_cell(rule) for rule in answer.rules if rule.clause == ref and rule.cell)
            yield Quote(ref, clause.title, anchor(ref), prose.html(short), cells)


def _cell(rule: Rule) -> str:
    return f"{capital(rule.said_what)}. {rule.said_who}: {rule.cell}."


def act_said(pack: Pack, action: str, resource: str) -> str:
    """Return an act in words, as a list shows it."""
    if (action, resource) == SOMETHING_ELSE:
        return "Something that is not in the list"
    return capital(act_label(pack.words, action, resource))


def told(pack: Pack, state: State) -> list[Stated]:
    """Return what was said so far, each with the query that takes it back."""
    said: list[Stated] = []
    if state.who:
        change = State("", state.act, state.facts).query()
        said.append(Stated("Who", person_label(pack.words, state.who), change))
    if state.act[0]:
        label = (
            "Something else" if state.act == SOMETHING_ELSE else act_label(pack.words, *state.act)
        )
        said.append(Stated("What", capital(label), State(state.who).query()))
    for key, value in state.facts.items():
        said.append(Stated(_short(pack, key), _value(pack, key, value), state.without(key).query()))
    for key in state.skipped:
        said.append(Stated(_short(pack, key), "I don’t know", state.without(key).query()))
    return said


def assumed(pack: Pack, state: State) -> list[Stated]:
    """Return what the answer takes for granted, each with the query that asks for it instead."""
    cell = pack.book.cell(state.who, *state.act)
    defaults = pack.book.assume.defaults
    taken = [
        (key, defaults[key]) for key in cell.keys if key in defaults and key not in state.facts
    ]
    return [
        Stated(_short(pack, key), _value(pack, key, value), f"{state.query()}&ask={key}")
        for key, value in taken
    ]


def _short(pack: Pack, key: str) -> str:
    known = pack.words.lexicon.keys.get(key)
    return capital(known.label) if known and known.label else question_for(pack.words, key)


def _value(pack: Pack, key: str, value: str) -> str:
    if value == "other":
        return "None of these"
    return capital(plain_value(pack.words, key, value).rpartition(": ")[2])


def summary(pack: Pack, answer: Answer) -> str:
    """Return an answer in a line, for a table beside other schools' answers."""
    if answer.outcome in OUTCOMES.values():
        return ""
    words = answer_words(answer, pack.words).partition(" (clause")[0]
    return capital(words.removeprefix("allowed with conditions").strip()) or "Read the conditions"
