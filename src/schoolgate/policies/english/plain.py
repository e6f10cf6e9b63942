"""Each box as a plain English sentence, with its mark and its force. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from schoolgate.policies.english import phrasing
from schoolgate.policies.english.plainrule import people, rule, spell, who
from schoolgate.policies.english.wording import (
    PREPOSITIONS,
    be,
    capital,
    joined_on,
    leads,
    led,
    listed,
    period,
    stop,
    word_set,
)  # fmt: skip
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.words import Words

Parts = tuple[str, tuple[str, ...]]
_BEFORE: Final = frozenset({"before", "at", "on", "when", "by", "each", "every"})
_AGAIN: Final = PREPOSITIONS | {"every", "each", "yearly", "annually", "regularly"}
_ABOUT: Final = word_set("that about how what why when where which who whether of")
_SPAN: Final = PREPOSITIONS | {"not", "only", "as", "forever", "at", "securely", "if"}
_ROUTE: Final = (("never", "Never:"), ("outside", "Outside the school:"),
                 ("parents", "Parents:"), ("record", "Written down:"))  # fmt: skip
_ROLE: Final = (("may do", "may"), ("may see", "may see"), ("told", "is told of"))


@dataclass(frozen=True, slots=True)
class Plain:
    """A box in plain words: `mark` is its kind, `force` must, should or advised; `steps` a list."""

    mark: str
    force: str
    text: str
    steps: tuple[str, ...] = ()


def plain(box: Said, words: Words) -> Plain:
    """Return a box as people read it."""
    text, steps = _SAYERS[box.kind](box, words)
    if law := box.one("law"):
        text = f"{text} The law behind it: {law}.".strip()
    return Plain(box.kind, box.force, text, steps)


def _rule(box: Said, words: Words) -> Parts:
    return rule(box, words), ()


def _duty(box: Said, words: Words) -> Parts:
    text = f"{who(box, 'who', words)} {_owes(box, 'who')} {listed(box.all('what'))}"
    text += period(box.one("every"))
    text += "".join(joined_on(phrase) for phrase in box.all("when"))
    text += "".join(led(phrase, "by") for phrase in box.all("by"))
    if told := box.all("told"):
        text += f", and tell {people(told, words)}"
    if proof := box.all("proved by"):
        text += f"; proved by {listed([_proof(one) for one in proof])}"
    return stop(text) + spell(box), ()


def _owes(box: Said, key: str) -> str:
    if box.force == "must":
        return "must"
    return "should" if box.force == "should" else f"{be(box.one(key))} advised to"


def _proof(text: str) -> str:
    """Turn `access:access-review:closed` into `the record “access review closed”`."""
    if ":" not in text:
        return text
    return f"the record “{' '.join(text.split(':')[1:]).replace('-', ' ').replace('_', ' ')}”"


def _agreement(box: Said, words: Words) -> Parts:
    text = f"{who(box, 'for', words)} {_owes(box, 'for')} accept an agreement"
    text += f", signed by {people(box.all('signed by'), words)}"
    if others := box.all("on behalf of"):
        text += f" for {listed(others)}"
    if before := box.one("before"):
        text += led(before, "before", joins=_BEFORE)
    text = stop(text)
    if needs := box.all("needs"):
        text += f" It needs {listed(needs)}."
    if again := box.one("again"):
        text += f" It is signed again{led(again, 'every', joins=_AGAIN)}."
    if named := box.one("text"):
        text += f" The text: {stop(named)}"
    confirms = box.all("confirms")
    return (f"{text} Who signs confirms:" if confirms else text), confirms


def _approval(box: Said, words: Words) -> Parts:
    text = f"{capital(listed(box.all('for')))} needs leave, asked for by "
    text += people(box.all("asked by"), words)
    if given := box.all("given by"):
        text += f" and given by {people(given, words, 'or')}"
    if form := box.one("form"):
        text += f" ({form})"
    text = stop(text)
    if done := box.all("done by"):
        text += f" It is done by {people(done, words)}."
    if then := box.all("then"):
        text += f" Then {listed(then)}."
    if lasts := box.one("lasts"):
        text += f" The leave lasts {lasts}."
    if reason := box.one("reason"):
        text += f" The reason: {stop(reason)}"
    if never := box.all("never"):
        text += f" Never: {listed(never, 'or')}."
    return text, ()


def _notice(box: Said, words: Words) -> Parts:
    what = listed(box.all("what"))
    owed = "must be told" if box.force == "must" else "should be told"
    text = f"{who(box, 'told', words)} {owed}" + (
        f" {what}" if leads(what, _ABOUT) else f": {what}"
    )
    told = [f"by {people(by, words)}"] if (by := box.all("by")) else []
    if every := box.one("every"):
        told.append(period(every).strip(" ,"))
    if means := box.all("means"):
        told.append(f"({listed(means, 'or')})")
    text += f"; told {' '.join(told)}" if told else ""
    return stop(text + "".join(joined_on(phrase) for phrase in box.all("when"))), ()


def _keep(box: Said, words: Words) -> Parts:
    span = box.one("for")
    text = f"{capital(listed(box.all('what')))}: "
    text += (
        "no period is stated" if span.startswith("no ") else f"kept{led(span, 'for', joins=_SPAN)}"
    )
    if then := box.all("then"):
        text += f", then {listed(then)}"
    if them := box.all("who"):
        text += f", by {people(them, words)}"
    return stop(text), ()


def _route(box: Said, words: Words) -> Parts:
    tell = people(box.all("tell"), words)
    teller = people(box.all("told by"), words)
    text = capital(listed(box.all("for")))
    if tell:
        text += f": {teller} {_owes(box, 'told by')} tell {tell}" if teller else f": tell {tell}"
    if fast := box.one("how fast"):
        text += " (no time is stated)" if fast.startswith("no time") else f", {fast}"
    text = stop(text)
    for key, start in _ROUTE:
        if said := box.all(key):
            text += f" {start} {listed(said, 'or' if key == 'never' else 'and')}."
    return text, box.all("steps")


def _role(box: Said, words: Words) -> Parts:
    text = capital(phrasing.person(box.one("role"), words))
    held = [f"held by {people(them, words)}"] if (them := box.all("held by")) else []
    if deputy := box.all("deputy"):
        held.append(f"deputy: {people(deputy, words)}")
    if also := box.all("also"):
        held.append(f"also {listed(also)}")
    steps = [f"{start} {listed(said)}" for key, start in _ROLE if (said := box.all(key))]
    text += f": {'; '.join(held)}." if held else (":" if steps or box.all("does") else ".")
    return text, (*box.all("does"), *steps)


def _register(box: Said, words: Words) -> Parts:
    text = f"{who(box, 'kept by', words)} {_owes(box, 'kept by')} keep a record of "
    text += listed(box.all("of"))
    if reviewed := box.one("reviewed"):
        text += f"; reviewed{led(reviewed, 'every', joins=_AGAIN)}"
    if reviewer := box.all("reviewed by"):
        text += (" by " if reviewed else "; reviewed by ") + people(reviewer, words)
    holds = box.all("holds")
    return stop(text) + (" It holds:" if holds else ""), holds


def _summary(box: Said, words: Words) -> Parts:
    points = (*box.all("point"), *box.all("points"))
    start = f"In short, for {listed(box.all('for'))}:"
    return (start, points) if len(points) > 1 else (stop(f"{start} {listed(points)}"), ())


def _statement(box: Said, words: Words) -> Parts:
    parts = []
    if them := box.all("who"):
        parts.append(f"Concerns {people(them, words)}.")
    if about := box.all("about"):
        parts.append(f"About {listed(about)}.")
    if refers := box.all("refers to"):
        parts.append(f"Refers to {listed(refers)}.")
    if bound := box.all("binds"):
        parts.append(f"Binds {listed(bound)}, on {listed(box.all('on'), 'or')}.")
    if services := box.all("services"):
        parts.append(f"Among them {listed(services)}.")
    if served := box.all("served by"):
        aim = "; ".join(one.rstrip(".") for one in box.all("aim"))
        parts.append(f"Aim: {aim}. Served by clauses {listed(served)}.")
    return " ".join(parts), ()


_SAYERS: Final[Mapping[str, Callable[[Said, Words], Parts]]] = {
    "rule": _rule,
    "duty": _duty,
    "agreement": _agreement,
    "approval": _approval,
    "notice": _notice,
    "keep": _keep,
    "route": _route,
    "role": _role,
    "register": _register,
    "summary": _summary,
    "statement": _statement,
}
