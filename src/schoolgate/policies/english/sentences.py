"""Say an answer in plain English, and write it down so that it can be replayed. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from schoolgate.policies.english.wording import capital, listed
from schoolgate.policies.language.words import Words
from schoolgate.policies.rules import (
    DEPENDS,
    OUTCOMES,
    Answer,
    Level,
    Question,
    Rule,
    RuleBook,
)  # fmt: skip

_REFUSALS = {
    Level.NOT_ALLOWED: "may not",
    Level.UNACCEPTABLE: "must never (the policy calls it unacceptable)",
    Level.ILLEGAL: "must never (the policy calls it unacceptable and illegal)",
}


def sentence(question: Question, answer: Answer, words: Words) -> str:
    """Return the answer as one to four sentences with its clauses."""
    who, what = subject(question, words), deed(question, words)
    if answer.outcome == OUTCOMES[Level.SILENT]:
        ask = "the headteacher" if question.actor != "headteacher" else "the chair of governors"
        return f"The policy does not say whether {who} may {what}. If in doubt, ask {ask} first."
    cited = _cited(answer.clauses)
    if answer.outcome == DEPENDS:
        return _depends(who, what, answer, words, cited)
    if answer.level > Level.ALLOWED:
        return _refused(f"{who} {_REFUSALS[answer.level]} {what}{cited}.", answer)
    return _allowed(f"{who} may {what}", answer, cited)


def subject(question: Question, words: Words) -> str:
    """Return who is asking as a sentence names them: `a teacher`."""
    actor = words.lexicon.actors.get(question.actor)
    return actor.one if actor else question.actor.replace("_", " ")


def deed(question: Question, words: Words) -> str:
    """Return what is asked: verb, thing, and the stated facts in brackets."""
    names = words.lexicon
    action = names.actions.get(question.action)
    thing = names.resources.get(question.resource)
    verb = action.verb if action else question.action.replace("_", " ")
    noun = thing.noun if thing else question.resource.replace("_", " ").replace("own:", "")
    stated = [plain_value(words, key, value) for key, value in question.facts.items()]
    return f"{verb} {noun}" + (f" ({', '.join(stated)})" if stated else "")


def plain_value(words: Words, key: str, value: str) -> str:
    """Return a stated fact in plain words: its value's wording, with the key where that helps."""
    known = words.lexicon.keys.get(key)
    text = known.values.get(value, value.replace("_", " ")) if known else value.replace("_", " ")
    label = (known.label if known else "") or key.replace("_", " ")
    bare = known is None or not known.values or text in {"yes", "no", "none", "nobody"}
    return f"{label}: {text}" if bare else text


def _allowed(start: str, answer: Answer, cited: str) -> str:
    gates = [_either(group) for group in answer.alternatives]
    text = start + (f" if {listed(gates)}" if gates else "") + f"{cited}."
    if answer.duties:
        done = [duty.condition.text + (f", {duty.by}" if duty.by else "") for duty in answer.duties]
        text += f" They must {listed(done)}."
    for item in answer.advice:
        text += f" Note: {item.text}."
    if answer.perhaps:
        perhaps = [gate.text for gate in answer.perhaps]
        text += f" It may also be needed that {listed(perhaps, 'or')}."
    return capital(text)


def _refused(start: str, answer: Answer) -> str:
    ways = list(dict.fromkeys(_way_out(rule) for rule in answer.rules))
    text = start
    if ways and all(ways):
        text += f" It would be allowed if {listed(ways)}."
    if answer.if_broken:
        text += f" If it has happened: {listed(list(answer.if_broken))}."
    return capital(text)


def _way_out(rule: Rule) -> str:
    """Return what would make a rule allow: every condition of a permission, or any exception."""
    allows = rule.answer is Level.ALLOWED
    facts = rule.only_if if allows else rule.unless
    said = [fact.condition.text if fact.condition else fact.phrase for fact in facts]
    return listed(said, "and" if allows else "or")


def _depends(who: str, what: str, answer: Answer, words: Words, cited: str) -> str:
    asks = [question_for(words, key) for key in answer.unknown]
    outcomes = listed(list(answer.possible), "or")
    first = f"First answer: {' '.join(asks)}" if asks else "Say for which day you ask."
    return f"It depends whether {who} may {what}{cited}. {first} The answer may be: {outcomes}."


def question_for(words: Words, key: str) -> str:
    """Return the question that asks for a key, ending in a question mark."""
    known = words.lexicon.keys.get(key)
    if known is not None:
        return known.ask
    own = next((fact.ask for fact in words.facts.values() if _tests_only(fact.any_of, key)), "")
    return own or f"{capital(key.removeprefix('own_').replace('_', ' '))}?"


def _tests_only(branches: Iterable[Iterable[Any]], key: str) -> bool:
    return all(test.key == key for every in branches for test in every)


def _either(group: Sequence[Any]) -> str:
    return listed([gate.text for gate in group], "or")


def _cited(clauses: Sequence[str]) -> str:
    if not clauses:
        return ""
    word = "clause" if len(clauses) == 1 else "clauses"
    return f" ({word} {listed(list(clauses))})"


def as_json(
    question: Question, answer: Answer, words: Words, record: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the answer under the keys that other tools read."""
    return {
        "outcome": answer.outcome,
        "conditions": [gate.term for gate in answer.conditions],
        "duties": [duty.condition.term for duty in answer.duties],
        "advice": [item.term for item in answer.advice],
        "if_broken": list(answer.if_broken),
        "clauses": list(answer.clauses),
        "unknown": list(answer.unknown),
        "sentence": sentence(question, answer, words),
        "record": dict(record),
    }


def record(pack: str, pack_hash: str, question: Question, answer: Answer) -> dict[str, Any]:
    """Return what is needed to replay a decision: pack, facts with sources, instant, answer."""
    return {
        "pack": pack,
        "hash": pack_hash,
        "question": {
            "actor": question.actor,
            "action": question.action,
            "resource": question.resource,
            "facts": dict(sorted(question.facts.items())),
            "sources": dict(sorted(question.sources.items())),
            "held": sorted(question.held),
            "at": question.at.isoformat() if question.at else None,
        },
        "answer": {
            "outcome": answer.outcome,
            "conditions": [gate.term for gate in answer.conditions],
            "duties": [[duty.condition.term, duty.by] for duty in answer.duties],
            "advice": [item.term for item in answer.advice],
            "if_broken": list(answer.if_broken),
            "clauses": list(answer.clauses),
            "unknown": list(answer.unknown),
            "possible": list(answer.possible),
        },
    }


def as_bytes(recorded: Mapping[str, Any]) -> bytes:
    """Return a record as canonical JSON: the bytes that are stored and compared."""
    text = json.dumps(recorded, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def replay(recorded: Mapping[str, Any], book: RuleBook) -> dict[str, Any]:
    """Decide a recorded question again and return the new record."""
    asked = recorded["question"]
    question = Question(
        asked["actor"],
        asked["action"],
        asked["resource"],
        asked["facts"],
        datetime.fromisoformat(asked["at"]) if asked["at"] else None,
        asked["sources"],
        frozenset(asked["held"]),
    )
    return record(recorded["pack"], recorded["hash"], question, book.decide(question))


def people(actors: Sequence[str], words: Words) -> str:
    """Return actors as the fewest group names that cover exactly them, else one by one."""
    left, said = set(actors), []
    groups = sorted(words.lexicon.groups, key=lambda name: -len(words.people(name) or ()))
    for name in groups:
        members = words.people(name) or frozenset()
        if len(members) > 1 and members <= left:
            said.append(name)
            left -= members
    names = words.lexicon.actors
    said += [names[one].many if one in names else one for one in actors if one in left]
    return capital(listed(said)) or "Nobody"


def answer_words(answer: Answer, words: Words) -> str:
    """Return an answer without its question: outcome, open conditions, what it depends on."""
    text = answer.outcome
    if answer.alternatives:
        text += f" if {listed([_either(group) for group in answer.alternatives])}"
    if answer.unknown:
        text += f" on: {' '.join(question_for(words, key) for key in answer.unknown)}"
    return text + _cited(answer.clauses)
