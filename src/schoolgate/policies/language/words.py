"""The vocabulary: what the phrases of a pack mean in structured terms.

The shipped words stand in `policies/words/*.toml`; a pack adds its own in a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from typing import Final

from schoolgate.kernel.facts import Condition, Fact, NotAnExpression, Test, expression
from schoolgate.policies.language.lexicon import Activity, Key, Lexicon, Saying, Term, read_lexicon
from schoolgate.policies.language.mistakes import did_you_mean
from schoolgate.policies.rules import Assumptions

_STRUCTURED = re.compile(r"(.+?) is (not |at least |at most |under |over )?(.+)")
_ORDERS: Final = {"at least": ">=", "at most": "<=", "under": "<", "over": ">"}
_NUMBER = re.compile(r"[0-9]+")
_OWN: Final = ("own_", "time_")  # keys that a pack makes up for itself
Tests = tuple[tuple[Test, ...], ...]


@dataclass(frozen=True, slots=True)
class Act:
    """A `what` phrase, resolved: (action, resource) pairs and what it takes as given."""

    phrase: str
    pairs: frozenset[tuple[str, str]]
    given: tuple[Fact, ...] = ()


@dataclass(slots=True)
class Words:
    """Phrases and what they mean; `child()` gives a copy that a pack may add to."""

    lexicon: Lexicon
    who: dict[str, frozenset[str]] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    verbs: dict[str, str] = field(default_factory=dict)
    nouns: dict[str, str] = field(default_factory=dict)
    acts: dict[str, Act] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    terms: dict[str, Condition] = field(default_factory=dict)
    met: dict[str, Fact] = field(default_factory=dict)
    whom: dict[str, str] = field(default_factory=dict)
    patterns: dict[str, Saying] = field(default_factory=dict)

    def child(self) -> Words:
        """Return a copy with own phrase tables over the same lexicon."""
        return replace(
            self,
            who=dict(self.who),
            bodies=dict(self.bodies),
            acts=dict(self.acts),
            facts=dict(self.facts),
            terms=dict(self.terms),
            met=dict(self.met),
        )

    def people(self, phrase: str) -> frozenset[str] | None:
        """Return the actors that a `who` phrase stands for; None when it is unknown."""
        return self.who.get(_plain(phrase))

    def body(self, phrase: str) -> str | None:
        """Return the known name of a role or body (`the governing body`); None when unknown."""
        plain = _plain(phrase)
        if plain in self.bodies:
            return self.bodies[plain]
        return plain if plain in self.who else None

    def act(self, phrase: str) -> Act | None:
        """Return what a `what` phrase stands for; None when it is unknown."""
        plain = _tidy(phrase)
        found = self.acts.get(plain)
        if found is None and (pair := self._verb_and_noun(plain)) is not None:
            found = Act(plain, frozenset({pair}))
        return found

    def _verb_and_noun(self, plain: str) -> tuple[str, str] | None:
        parts = plain.split(" ")
        for size in range(min(4, len(parts) - 1), 0, -1):
            verb = self.verbs.get(" ".join(parts[:size]))
            noun = self.nouns.get(_plain(" ".join(parts[size:])))
            if verb and noun:
                return verb, noun
        return None

    def fact(self, phrase: str) -> Fact | None:
        """Return the fact that a phrase stands for, with its condition when it is a gate."""
        plain = _tidy(phrase)
        return self.facts.get(plain) or self._numbered(plain) or self._structured(plain)

    def _numbered(self, plain: str) -> Fact | None:
        numbers = _NUMBER.findall(plain)
        saying = self.patterns.get(_NUMBER.sub("{n}", plain)) if len(numbers) == 1 else None
        if saying is None:
            return None
        return _read(plain, saying.test.replace("{n}", numbers[0]), saying.source, saying.ask)

    def _structured(self, plain: str) -> Fact | None:
        match = _STRUCTURED.fullmatch(plain)
        key = match[1].replace(" ", "_") if match else ""
        if match is None or key not in self.lexicon.keys:
            return None
        order = (match[2] or "").strip()
        known = self.lexicon.keys[key]
        if order in _ORDERS:
            test = f"{key} {_ORDERS[order]} {match[3].replace(' ', '_')}"
        else:
            values = [value.replace(" ", "_") for value in match[3].split(" or ")]
            if any(value not in known.values for value in values):
                return None
            test = f"{key} {'!=' if order else '='} {' | '.join(values)}"
        return _read(plain, test, known.source, known.ask)

    def condition(self, phrase: str, kind: str) -> Condition | None:
        """Return the duty or advice a phrase stands for; None when unknown or of another kind."""
        found = self.terms.get(_tidy(phrase))
        return found if found is not None and found.kind == kind else None

    def near_people(self) -> Iterator[str]:
        """Yield every phrase for people, for suggestions."""
        yield from self.who

    def near_facts(self) -> Iterator[str]:
        """Yield every fact phrase, for suggestions."""
        yield from self.facts
        yield from self.patterns

    def near_acts(self, phrase: str) -> Iterator[str]:
        """Yield activity phrases, and verbs with things, that may be meant by a phrase."""
        yield from self.acts
        parts = _tidy(phrase).split(" ")[:12]
        for size in range(1, min(4, len(parts) - 1) + 1):
            verbs = get_close_matches(" ".join(parts[:size]), self.verbs, n=2, cutoff=0.7)
            nouns = get_close_matches(" ".join(parts[size:]), self.nouns, n=2) if verbs else []
            yield from (f"{verb} {noun}" for verb in verbs for noun in nouns)

    def assumptions(self) -> Assumptions:
        """Return what the evaluator takes for granted."""
        keys = self.lexicon.keys
        return Assumptions(
            defaults={name: key.default for name, key in keys.items() if key.default},
            implied={name: key.implies for name, key in keys.items() if key.implies},
            copies={name: key.copies for name, key in keys.items() if key.copies},
            actors={name: a.implies for name, a in self.lexicon.actors.items() if a.implies},
            domains={name: tuple(key.values) for name, key in keys.items()},
        )

    def add_fact(self, phrase: str, test: str, ask: str) -> None:
        """Add a pack's own fact; without a test it becomes a yes-or-no fact of its own."""
        plain = _tidy(phrase)
        test = test or f"own:{slug(plain)} = yes"
        self.facts[plain] = Fact(plain, self._means(test), "said", ask or f"{phrase.strip()}?")

    def add_act(self, phrase: str, given: str) -> None:
        """Add a pack's own activity as a thing of its own."""
        plain = _tidy(phrase)
        facts = (Fact(given, self._means(given)),) if given else ()
        self.acts[plain] = Act(plain, frozenset({("do", f"own:{slug(plain)}")}), facts)

    def add_term(self, phrase: str, kind: str, test: str, ask: str) -> None:
        """Add a pack's own gate, duty or advice."""
        plain = _tidy(phrase)
        if test:
            self._means(test)
        self.facts.pop(plain, None)
        self.terms.pop(plain, None)
        self._term(slug(plain).replace("-", "_"), Term(kind, plain, (plain,), test, ask))

    def _means(self, text: str) -> Tests:
        """Read what a word of a pack means. Raises NotAnExpression on keys nobody declared."""
        tests = _expression(text)
        for test in (test for every in tests for test in every):
            if not test.key.startswith(_OWN) and (fault := self._undeclared(test)):
                raise NotAnExpression(fault)
        return tests

    def _undeclared(self, test: Test) -> str:
        key = self.lexicon.keys.get(test.key)
        if key is None:
            known = did_you_mean(test.key, self.lexicon.keys)
            return f"'{test.key}' is not a known fact to test.{known}"
        odd = sorted(test.values - key.values.keys()) if test.op in {"=", "!="} else []
        if odd and key.values:
            known = did_you_mean(odd[0], key.values) or f" Known: {', '.join(key.values)}."
            return f"{test.key} has no value '{odd[0]}'.{known}"
        return ""

    def _term(self, name: str, term: Term) -> None:
        condition = Condition(name, term.kind, term.text)
        if term.whom:
            self.whom[name] = term.whom
        for phrase in {term.text, *term.says, name.replace("_", " ")}:
            plain = _tidy(phrase)
            self.terms.setdefault(plain, condition)
            test = term.test or f"own:{name} = yes"
            fact = Fact(plain, _expression(test), term.source, term.ask, condition)
            if term.kind == "gate":
                self.facts.setdefault(plain, fact)
            elif term.test:
                self.met[name] = fact


def _read(phrase: str, test: str, source: str, ask: str) -> Fact | None:
    """Return the fact of a phrase, or None when what it compares with is no quantity."""
    try:
        return Fact(phrase, expression(test), source, ask)
    except NotAnExpression:
        return None


def _expression(text: str) -> Tests:
    return expression(text.replace("own:", "own_").replace("-", "_") if "own:" in text else text)


def slug(phrase: str) -> str:
    """Turn a phrase into a short name of letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", phrase.lower()).strip("-")


def _tidy(phrase: str) -> str:
    return re.sub(r"\s+", " ", phrase.strip().rstrip(".").lower())


def _plain(phrase: str) -> str:
    return re.sub(r"^(?:an?|the|any|all|his or her|their) ", "", _tidy(phrase))


@cache
def shipped() -> Words:
    """Return the shipped vocabulary, read once. Raises ValueError on a fault in a word file."""
    words = Words(read_lexicon())
    _add_people(words)
    _add_things(words)
    for name, term in words.lexicon.conditions.items():
        words._term(name, term)
    for phrase, saying in words.lexicon.facts.items():
        _saying(words, _tidy(phrase), saying)
    for phrase, activity in words.lexicon.activities.items():
        words.acts[_tidy(phrase)] = _activity(words, phrase, activity)
    return words


def _add_people(words: Words) -> None:
    for name, actor in words.lexicon.actors.items():
        _people(words, (actor.one, actor.many, name.replace("_", " "), *actor.also), {name})
    for name, members in words.lexicon.groups.items():
        people = {one for member in members for one in words.who.get(_plain(member), {member})}
        _people(words, (name,), people)
    for name, others in words.lexicon.bodies.items():
        words.bodies.update({_plain(phrase): name for phrase in (name, *others)})


def _add_things(words: Words) -> None:
    for name, action in words.lexicon.actions.items():
        words.verbs.update(dict.fromkeys((action.verb, *action.also), name))
    for name, resource in words.lexicon.resources.items():
        for noun in (resource.noun, *resource.also, name.replace("_", " ")):
            words.nouns[_plain(noun)] = name


def _people(words: Words, phrases: Iterable[str], actors: Iterable[str]) -> None:
    words.who.update({_plain(phrase): frozenset(actors) for phrase in phrases})


def _saying(words: Words, phrase: str, saying: Saying) -> None:
    if "{n}" in phrase:
        words.patterns[phrase] = saying
        return
    try:
        words.facts[phrase] = Fact(phrase, expression(saying.test), saying.source, saying.ask)
    except NotAnExpression as error:
        raise ValueError(f"the fact '{phrase}': {error}") from error


def _activity(words: Words, phrase: str, activity: Activity) -> Act:
    names = words.lexicon
    do = [item.strip() for item in activity.do.split(",")]
    on = [item.strip() for item in activity.on.split(",")]
    unknown = [a for a in do if a not in names.actions] + [
        r for r in on if r not in names.resources
    ]
    if unknown:
        raise ValueError(f"the activity '{phrase}' uses unknown terms: {', '.join(unknown)}")
    given: tuple[Fact, ...] = ()
    if activity.given:
        tests = expression(activity.given)
        given = (Fact(_described(names, tests), tests),)
    return Act(_tidy(phrase), frozenset((a, r) for a in do for r in on), given)


def _described(lexicon: Lexicon, tests: Tests) -> str:
    """Return tests in plain words, with the wording that the vocabulary gives each value.

    Where two keys share a wording (an own device, an own account), each says which it is.
    """
    said = [_values(lexicon, test) for every in tests for test in every]
    named = len(set(said)) < len(said)
    return " or ".join(
        " and ".join(_plainly(lexicon, test, named=named) for test in every) for every in tests
    )


def _values(lexicon: Lexicon, test: Test) -> str:
    key = lexicon.keys.get(test.key)
    said = [key.values.get(value, value) if key else value for value in sorted(test.values)]
    return " or ".join(value.replace("_", " ") for value in said)


def _plainly(lexicon: Lexicon, test: Test, *, named: bool) -> str:
    key, values = lexicon.keys.get(test.key), _values(lexicon, test)
    label = (key.label if key else "") or test.key.removeprefix("said_").replace("_", " ")
    if test.op not in {"=", "!="}:
        return f"{label} {test.op} {values}"
    start = "not " if test.op == "!=" else ""
    if values in {"yes", "no"}:
        return f"{start}{label} {values}"
    return f"{label} {start}{values}" if named else start + values


def check_keys(words: Words) -> list[str]:
    """Return the faults of the shipped words: keys or values that no [keys] entry declares."""
    faults: list[str] = []
    values: Mapping[str, Key] = words.lexicon.keys
    acts = [fact for act in words.acts.values() for fact in act.given]
    for fact in [*words.facts.values(), *words.met.values(), *acts]:
        for test in fact.tests():
            if test.key.startswith(_OWN):
                continue
            if test.key not in values:
                faults.append(f"'{fact.phrase}' tests an unknown key {test.key}")
            elif test.op in {"=", "!="} and values[test.key].values:
                odd = sorted(test.values - values[test.key].values.keys())
                faults.extend(f"'{fact.phrase}': {test.key} has no value {item}" for item in odd)
    return faults
