"""A rule box as a plain English sentence. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from schoolgate.policies.english import phrasing
from schoolgate.policies.english.wording import be, british, capital, listed, stop
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.words import Words

_EVERYONE: Final = frozenset({"everyone", "all users", "users"})


def people(phrases: Sequence[str], words: Words, last: str = "and") -> str:
    """Return those whom a box names as one list."""
    return listed([phrasing.person(phrase, words) for phrase in phrases], last)


def who(box: Said, key: str, words: Words) -> str:
    """Return those under a key, as a sentence begins."""
    return capital(people(box.all(key), words))


def rule(box: Said, words: Words) -> str:
    """Return a rule box as one sentence, with what goes with the act behind it."""
    return f"{stop(f'{_may(box, words)} {act(box, words)}')}{_besides(box, words)}{spell(box)}"


def act(box: Said, words: Words) -> str:
    """Return what a rule box is about, when, and under which conditions, without who may or not."""
    text = listed([phrasing.deed(one, words) for one in box.all("what")], "or") + _when(box, words)
    if only := box.all("only if"):
        text += f", only if {listed([phrasing.fact(one, words) for one in only])}"
    if unless := box.all("unless"):
        text += f", unless {listed([phrasing.fact(one, words) for one in unless], 'or')}"
    return text


def _may(box: Said, words: Words) -> str:
    """Return who may or may not, by answer and force."""
    answer = box.one("answer").lower()
    banned = answer not in {"allowed", "acceptable"}
    out = f" (but not {people(box.all('not'), words)})" if box.all("not") else ""
    them = who(box, "who", words)
    if not banned:
        return f"{them}{out} may"
    if answer.startswith("unacceptable"):
        return f"{them}{out} must not (it is {answer})"
    if box.force == "advised":
        return f"{them}{out} {be(box.one('who'))} advised not to"
    if box.one("who").lower() in _EVERYONE:
        out = f" but {people(box.all('not'), words)}" if box.all("not") else ""
        return f"Nobody{out} {'should' if box.force == 'should' else 'may'}"
    return f"{them}{out} {'should not' if box.force == 'should' else 'may not'}"


def _when(box: Said, words: Words) -> str:
    joined = [phrasing.when(phrase, words) for phrase in box.all("when")]
    leading = [one for one in joined if not one.startswith(", when ")]
    others = [one.removeprefix(", when ") for one in joined if one.startswith(", when ")]
    among = ", and when " if any(" or " in one for one in others) else " and "
    return "".join(leading) + (f", when {among.join(others)}" if others else "")


def _besides(box: Said, words: Words) -> str:
    """Return what goes with the act: duties, advice, what follows a breach, what it overrides."""
    text = ""
    if duties := box.all("duty"):
        text += f" They must {listed([phrasing.task(duty, words) for duty in duties])}."
    for advice in box.all("advice"):
        text += f" Advice: {stop(phrasing.task(advice, words))}"
    if broken := box.all("if broken"):
        text += f" If it has happened: {listed(broken)}."
    if over := box.all("overrides"):
        text += f" This goes before clause {listed(over)}."
    return text


def spell(box: Said) -> str:
    """Return from when and until when a box holds, as sentences."""
    text = ""
    if start := box.one("from"):
        text += f" It holds from {british(start)}."
    if end := box.one("until"):
        text += f" It holds until {british(end)}."
    return text
