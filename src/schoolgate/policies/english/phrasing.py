"""Phrases of a box in the vocabulary's plain words: people, acts, facts and things to do. Pure."""

from __future__ import annotations

import re
from typing import Final

from schoolgate.policies.english.wording import as_clause, be, joined_on, leads, listed, word_set
from schoolgate.policies.language.words import Words

_FACT: Final = re.compile(r"([a-z][a-z ]*?) is (not )?(.+)", re.IGNORECASE)
_BARE_PEOPLE: Final = word_set(
    "a an the any anyone everyone every each all nobody who whoever whom somebody someone"
)
_SENTENCE: Final = re.compile(
    r"(?:it|nobody|nothing) "
    r"|(?:(?!that\b)\w+ ){1,3}(?:has|have|is|are|cannot|forbids|permits|refused) "
)
_VERB: Final = re.compile(r"[a-z]+[^aius]s (?!of)")


def person(phrase: str, words: Words) -> str:
    """Return one of those whom a box names: `the IT technician`, `staff`, `whoever finds it`."""
    name = re.sub(r"^(?:an?|the) ", "", phrase.lower())
    for actor in words.lexicon.actors.values():
        if re.sub(r"^(?:an?|the) ", "", actor.one).lower() == name:
            return actor.one
    if leads(phrase, _BARE_PEOPLE) or be(phrase) == "are":
        return phrase
    return f"the {phrase}"


def deed(phrase: str, words: Words) -> str:
    """Return a `what` phrase of a rule; two bare terms become verb and thing with its article."""
    act = words.act(phrase)
    if act is None or len(act.pairs) != 1 or phrase.lower() in words.lexicon.activities:
        return phrase
    action, resource = next(iter(act.pairs))
    verb, thing = words.lexicon.actions.get(action), words.lexicon.resources.get(resource)
    return f"{verb.verb} {thing.noun}" if verb and thing else phrase


def fact(phrase: str, words: Words) -> str:
    """Return a fact phrase as it stands behind if, unless or when."""
    found = words.fact(phrase)
    if found is not None and found.condition is not None:
        return found.condition.text
    match = _FACT.fullmatch(phrase)
    known = words.lexicon.keys.get(match[1].replace(" ", "_")) if match else None
    if match is None or known is None or leads(match[3], frozenset({"at", "under", "over"})):
        return as_clause(phrase)
    values = [known.values.get(v.replace(" ", "_"), v) for v in match[3].split(" or ")]
    if set(values) <= {"yes", "no"}:
        answer = values[0] if not match[2] else "not " + values[0]
        return f"the answer to “{known.ask}” is {answer}"
    said = [_it_is(value, bool(match[2])) for value in values]
    start = "it is " if all(one.startswith("it is ") for one in said) else "it "
    return listed([said[0], *(one.removeprefix(start) for one in said[1:])], "or")


def _it_is(text: str, negated: bool) -> str:
    if _SENTENCE.match(text):
        return f"not: {text}" if negated else text
    if _VERB.match(text) and not negated:
        return f"it {text}"
    return f"it is {'not ' if negated else ''}{text}"


def when(phrase: str, words: Words) -> str:
    """Return a `when` phrase of a rule as the sentence goes on."""
    plain = fact(phrase, words)
    return joined_on(phrase) if plain == as_clause(phrase) else f", when {plain}"


def task(phrase: str, words: Words) -> str:
    """Return a duty or advice of a rule in the words that complete “you must”."""
    for part, rest in ((phrase, ""), tuple(phrase.rsplit(",", 1)) if "," in phrase else ("", "")):
        for kind in ("duty", "advice"):
            term = words.condition(part.strip(), kind) if part else None
            if term is not None:
                return term.text + (f", {rest.strip()}" if rest else "")
    return phrase
