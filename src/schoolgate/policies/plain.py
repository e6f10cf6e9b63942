"""Each box as a plain English sentence, with its mark and its force. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from schoolgate.policies.language.boxes import Said
from schoolgate.policies.wording import (
    PREPOSITIONS, as_clause, be, british, capital, joined_on, leads, led, listed, period, stop,
)  # fmt: skip

@dataclass(frozen=True, slots=True)
class Plain:
    """A box in plain words: `mark` is its kind, `force` must, should or advised; `steps` a list."""

    mark: str
    force: str
    text: str
    steps: tuple[str, ...] = ()


def plain(box: Said) -> Plain:
    """Return a box as people read it."""
    text, steps = _SAYERS[box.kind](box)
    law = box.one("law")
    if law:
        text = f"{text} The law behind it: {law}.".strip()
    return Plain(box.kind, box.force, text, steps)


Parts = tuple[str, tuple[str, ...]]


def _rule(box: Said) -> Parts:
    text = f"{_people(box)} {_may(box)} {listed(box.all('what'), 'or')}"
    text += "".join(joined_on(phrase) for phrase in box.all("when"))
    if only := box.all("only if"):
        text += f", only if {listed([as_clause(one) for one in only])}"
    if unless := box.all("unless"):
        text += f", unless {listed([as_clause(one) for one in unless], 'or')}"
    text = stop(text)
    if duties := box.all("duty"):
        text += f" They must {listed(duties)}."
    for advice in box.all("advice"):
        text += f" Advice: {stop(advice)}"
    if broken := box.all("if broken"):
        text += f" If it has happened: {listed(broken)}."
    if over := box.all("overrides"):
        text += f" This goes before clause {listed(over)}."
    return text + _while(box), ()


def _people(box: Said) -> str:
    out = box.all("not")
    return capital(listed(box.all("who"))) + (f" (but not {listed(out)})" if out else "")


def _may(box: Said) -> str:
    answer = box.one("answer").lower()
    if answer in {"allowed", "acceptable"}:
        return "may"
    if box.force == "advised":
        return f"{be(box.one('who'))} advised not to"
    if box.force == "should":
        return "should not"
    if answer.startswith("unacceptable"):
        return f"must not (it is {answer})"
    return "may not"


def _while(box: Said) -> str:
    text = ""
    if start := box.one("from"):
        text += f" It holds from {british(start)}."
    if end := box.one("until"):
        text += f" It holds until {british(end)}."
    return text


def _duty(box: Said) -> Parts:
    text = f"{capital(listed(box.all('who')))} {_owes(box, 'who')} {listed(box.all('what'))}"
    text += period(box.one("every"))
    text += "".join(joined_on(phrase) for phrase in box.all("when"))
    text += "".join(led(phrase, "by") for phrase in box.all("by"))
    if told := box.all("told"):
        text += f", and tell {listed(told)}"
    if proof := box.all("proved by"):
        text += f"; proved by {listed([_proof(one) for one in proof])}"
    return stop(text) + _while(box), ()


def _owes(box: Said, key: str) -> str:
    return "must" if box.force == "must" else _softly(box, key)


def _softly(box: Said, key: str) -> str:
    return "should" if box.force == "should" else f"{be(box.one(key))} advised to"


def _proof(text: str) -> str:
    """Turn `people:access-review:closed` into `the record “access review closed”`."""
    if ":" not in text:
        return text
    return f"the record “{' '.join(text.split(':')[1:]).replace('-', ' ').replace('_', ' ')}”"


def _agreement(box: Said) -> Parts:
    text = f"{capital(listed(box.all('for')))} {_owes(box, 'for')} accept an agreement"
    text += f", signed by {listed(box.all('signed by'))}"
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


_BEFORE: Final = frozenset({"before", "at", "on", "when", "by", "each", "every"})
_AGAIN: Final = PREPOSITIONS | {"every", "each", "yearly", "annually", "regularly"}


def _approval(box: Said) -> Parts:
    text = f"{capital(listed(box.all('for')))} needs leave, asked for by {listed(box.all('asked by'))}"
    if given := box.all("given by"):
        text += f" and given by {listed(given, 'or')}"
    if form := box.one("form"):
        text += f" ({form})"
    text = stop(text)
    if done := box.all("done by"):
        text += f" It is done by {listed(done)}."
    if then := box.all("then"):
        text += f" Then {listed(then)}."
    if lasts := box.one("lasts"):
        text += f" The leave lasts {lasts}."
    if reason := box.one("reason"):
        text += f" The reason: {stop(reason)}"
    if never := box.all("never"):
        text += f" Never: {listed(never, 'or')}."
    return text, ()


def _notice(box: Said) -> Parts:
    what = box.one("what")
    told = capital(listed(box.all("told")))
    owed = "must be told" if box.force == "must" else "should be told"
    text = f"{told} {owed}" + (f" {what}" if leads(what, _ABOUT) else f": {what}")
    if by := box.all("by"):
        text += f"; told by {listed(by)}"
    if means := box.all("means"):
        text += f" ({listed(means, 'or')})"
    text += "".join(joined_on(phrase) for phrase in box.all("when"))
    return stop(text + period(box.one("every"))), ()


_ABOUT: Final = frozenset(
    ["that", "about", "how", "what", "why", "when", "where", "which", "who", "whether", "of"]
)


def _keep(box: Said) -> Parts:
    text = f"{capital(listed(box.all('what')))}: kept{led(box.one('for'), 'for', joins=_SPAN)}"
    if then := box.all("then"):
        text += f", then {listed(then)}"
    if who := box.all("who"):
        text += f", by {listed(who)}"
    return stop(text), ()


_SPAN: Final = PREPOSITIONS | {"no", "not", "only", "as", "forever", "at", "securely"}


def _route(box: Said) -> Parts:
    text = f"{capital(listed(box.all('for')))}: "
    teller = listed(box.all("told by"))
    text += f"{teller} must tell {listed(box.all('tell'))}" if teller else (
        f"tell {listed(box.all('tell'))}"
    )  # fmt: skip
    if fast := box.one("how fast"):
        text += f", {fast}"
    text = stop(text)
    for key, start in _ROUTE:
        if said := box.all(key):
            text += f" {start} {listed(said, 'or' if key == 'never' else 'and')}."
    return text, box.all("steps")


_ROUTE: Final = (("never", "Never:"), ("outside", "Outside the school:"),
                 ("parents", "Parents:"), ("record", "Written down:"))  # fmt: skip


def _role(box: Said) -> Parts:
    text = capital(box.one("role"))
    if held := box.all("held by"):
        text += f": held by {listed(held)}"
    if deputy := box.all("deputy"):
        text += f"; deputy: {listed(deputy)}"
    text = stop(text)
    if also := box.all("also"):
        text += f" Also: {listed(also)}."
    steps = [
        f"{start} {listed(said)}" for key, start in _ROLE if (said := box.all(key))
    ]  # fmt: skip
    return text, (*box.all("does"), *steps)


_ROLE: Final = (("may do", "may"), ("may see", "may see"), ("told", "is told of"))


def _register(box: Said) -> Parts:
    keepers = capital(listed(box.all("kept by")))
    text = f"{keepers} {_owes(box, 'kept by')} keep a record of {listed(box.all('of'))}"
    if reviewed := box.one("reviewed"):
        text += f"; reviewed {led(reviewed, 'every', joins=_AGAIN).strip()}"
    if reviewer := box.all("reviewed by"):
        text += (" by " if reviewed else "; reviewed by ") + listed(reviewer)
    holds = box.all("holds")
    return stop(text) + (" It holds:" if holds else ""), holds


def _summary(box: Said) -> Parts:
    points = (*box.all("point"), *box.all("points"))
    return f"In short, for {listed(box.all('for'))}:", points


def _statement(box: Said) -> Parts:
    parts = []
    if who := box.all("who"):
        parts.append(f"Concerns {listed(who)}.")
    if about := box.all("about"):
        parts.append(f"About {listed(about)}.")
    if refers := box.all("refers to"):
        parts.append(f"Refers to {listed(refers)}.")
    return " ".join(parts), ()


_SAYERS: Final[Mapping[str, Callable[[Said], Parts]]] = {
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
