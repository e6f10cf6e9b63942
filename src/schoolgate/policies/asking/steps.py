"""Where a person stands in Ask: the whole state is in the address. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from urllib.parse import urlencode

from schoolgate.kernel.facts import Condition, Fact, Test, quantity
from schoolgate.kernel.times import Calendar
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.rules import Answer, Cell, Question

SOMETHING_ELSE = ("do", "something_else")
MOST_FACTS = 30
MOST_CHARACTERS = 3000
_PLAIN = re.compile(r"[\w:.+-]{1,80}")


class NotUnderstood(ValueError):
    """The address holds something that no page of ours wrote."""


@dataclass(frozen=True, slots=True)
class State:
    """Who asks, the act (`("", "")` when not chosen), what was stated, and keys passed over."""

    who: str = ""
    act: tuple[str, str] = ("", "")
    facts: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()

    def query(self) -> str:
        """Return the state as a query string."""
        fields = [("who", self.who)] if self.who else []
        if self.act[0]:
            fields.append(("what", ":".join(self.act)))
        fields += [("fact", f"{key}:{value}") for key, value in self.facts.items()]
        fields += [("skip", key) for key in self.skipped]
        return urlencode(fields, safe=":")

    def stating(self, facts: Mapping[str, str]) -> State:
        """Return the state with facts stated in addition."""
        skipped = tuple(key for key in self.skipped if key not in facts)
        return replace(self, facts={**self.facts, **facts}, skipped=skipped)

    def without(self, *keys: str) -> State:
        """Return the state as if these facts had been neither stated nor passed over."""
        facts = {key: value for key, value in self.facts.items() if key not in keys}
        return replace(self, facts=facts, skipped=tuple(k for k in self.skipped if k not in keys))


def read(fields: Mapping[str, Iterable[str]], pack: Pack, others: Iterable[Pack] = ()) -> State:
    """Read a state from the fields of an address or a form. Raises NotUnderstood.

    Facts that this policy has no word for are left out: a link from another school may state them.
    """
    state = State(_who(fields, pack), _act(fields, chain((pack,), others)))
    pairs = [item.partition(":")[::2] for item in _items(fields)]
    if len(pairs) > MOST_FACTS:
        raise NotUnderstood("too many facts")
    cell = pack.book.cell(state.who, *state.act)
    stated = {
        key: value for key, value in pairs if key != "skip" and _can_be(cell, pack, key, value)
    }
    passed = [*fields.get("skip", ()), *(value for key, value in pairs if key == "skip")]
    skipped = tuple(dict.fromkeys(key for key in passed if key in cell.keys and key not in stated))
    return replace(state, facts=stated, skipped=skipped)


def _items(fields: Mapping[str, Iterable[str]]) -> list[str]:
    """Return every `key:value`; an act may bring facts of its own behind a bar."""
    given = next(iter(fields.get("what", ())), "").split("|")[1:]
    return [*given, *fields.get("fact", ()), *fields.get("answer", ())]


def _who(fields: Mapping[str, Iterable[str]], pack: Pack) -> str:
    who = next(iter(fields.get("who", ())), "")
    if who and who not in pack.words.lexicon.actors:
        raise NotUnderstood("nobody is called so")
    return who


def _act(fields: Mapping[str, Iterable[str]], packs: Iterable[Pack]) -> tuple[str, str]:
    what = next(iter(fields.get("what", ())), "").partition("|")[0]
    action, _, resource = what.partition(":")
    if not what or (action, resource) == SOMETHING_ELSE:
        return action, resource
    for pack in packs:
        names = pack.words.lexicon
        if action in names.actions and resource in names.resources:
            return action, resource
        if pack.book.about(action, resource):
            return action, resource
    raise NotUnderstood("no policy speaks of it")


def _can_be(cell: Cell, pack: Pack, key: str, value: str) -> bool:
    known = pack.words.lexicon.keys.get(key)
    if not _PLAIN.fullmatch(value) or (known is None and key not in cell.keys):
        return False
    if value in {"other", "no", "none"} or quantity(value) is not None:
        return True
    return value in (known.values if known else ()) or value in cell.wanted.get(key, {"yes", "no"})


def fitting(state: State, pack: Pack) -> State:
    """Return the state as another policy can read it: without facts that it has no word for."""
    cell = pack.book.cell(state.who, *state.act)
    facts = {key: value for key, value in state.facts.items() if _can_be(cell, pack, key, value)}
    return replace(state, facts=facts, skipped=tuple(k for k in state.skipped if k in cell.keys))


def question(state: State, pack: Pack, now: datetime) -> Question:
    """Return the question to decide.

    Asked in general, not about this minute: the instant goes in only where a clause has a date and
    no clause of the cell has a time that the instant would settle unasked.
    """
    cell = pack.book.cell(state.who, *state.act)
    open_times = {key for key in cell.keys if key in Calendar.KEYS or key.startswith("time_")}
    dated = cell.dated and open_times <= state.facts.keys()
    return Question(state.who, *state.act, dict(state.facts), now if dated else None)


def next_key(state: State, answer: Answer) -> str:
    """Return the fact to ask for next, or an empty text when nothing more would help."""
    return next((key for key in answer.unknown if key not in state.skipped), "")


def wanted_key(fields: Mapping[str, Iterable[str]], state: State, pack: Pack) -> str:
    """Return the fact that somebody asked to be asked for, taken for granted until now."""
    key = next(iter(fields.get("ask", ())), "")
    return (
        key if key in pack.book.cell(state.who, *state.act).keys and key not in state.facts else ""
    )


def gate_facts(
    pack: Pack, answer: Answer, gate: Condition
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what to state when a gate is met, and when it is not; empty where nothing tells."""
    fact = next((f for rule in answer.rules for f in rule.facts() if f.condition == gate), None)
    fact = fact or next((f for f in pack.words.facts.values() if f.condition == gate), None)
    if fact is None or not fact.any_of:
        return {}, {}
    return _met(fact), _unmet(fact, pack)


def _met(fact: Fact) -> dict[str, str]:
    return {test.key: _passing(test) for test in fact.any_of[0]}


def _passing(test: Test) -> str:
    if test.op == "=":
        return min(test.values)
    return next(
        (value for value in ("yes", "other", *test.samples()) if test.passes(value)), "other"
    )


def _unmet(fact: Fact, pack: Pack) -> dict[str, str]:
    stated: dict[str, str] = {}
    for every in fact.any_of:
        test = every[0]
        known = pack.words.lexicon.keys.get(test.key)
        values = ("no", "none", *(known.values if known else ()), "other", *test.samples())
        allowed = [value for value in values if value in (known.values if known else values)] or [
            "other"
        ]
        stated[test.key] = next((value for value in allowed if not test.passes(value)), "other")
    return stated
