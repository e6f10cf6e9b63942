"""Each box as a plain English sentence, with its mark and its force. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from schoolgate.policies.language.boxes import Said

PREPOSITIONS: Final = frozenset(
    [
        "about",
        "after",
        "as",
        "at",
        "because",
        "before",
        "between",
        "by",
        "during",
        "except",
        "for",
        "from",
        "in",
        "inside",
        "of",
        "on",
        "once",
        "only",
        "outside",
        "over",
        "through",
        "to",
        "under",
        "until",
        "unless",
        "using",
        "when",
        "where",
        "whenever",
        "which",
        "who",
        "while",
        "whilst",
        "with",
        "within",
        "without",
    ]
)
_PLURAL_IRREGULAR: Final = frozenset({"people", "children", "parents", "we", "they"})
_SINGULAR_IN_S: Final = ("ss", "us", "is")
_ISO: Final = re.compile(r"\b(20\d\d)-(\d\d)(?:-(\d\d))?\b")
_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MUST: Final = {"must": "must", "should": "should", "advised": "advised"}


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


Said_ = tuple[str, tuple[str, ...]]


def _rule(box: Said) -> Said_:
    text = f"{_people(box)} {_may(box)} {listed(box.all('what'), 'or')}"
    text += "".join(_joined_on(phrase) for phrase in box.all("when"))
    if only := box.all("only if"):
        text += f", only if {listed([_as_clause(one) for one in only])}"
    if unless := box.all("unless"):
        text += f", unless {listed([_as_clause(one) for one in unless], 'or')}"
    text = _stop(text)
    if duties := box.all("duty"):
        text += f" They must {listed(duties)}."
    for advice in box.all("advice"):
        text += f" Advice: {_stop(advice)}"
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
        return f"{_be(box.one('who'))} advised not to"
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


def _duty(box: Said) -> Said_:
    text = f"{capital(listed(box.all('who')))} {_owes(box, 'who')} {listed(box.all('what'))}"
    text += period(box.one("every"))
    text += "".join(_joined_on(phrase) for phrase in box.all("when"))
    text += "".join(_led(phrase, "by") for phrase in box.all("by"))
    if told := box.all("told"):
        text += f", and tell {listed(told)}"
    if proof := box.all("proved by"):
        text += f"; proved by {listed([_proof(one) for one in proof])}"
    return _stop(text) + _while(box), ()


def _owes(box: Said, key: str) -> str:
    return "must" if box.force == "must" else _softly(box, key)


def _softly(box: Said, key: str) -> str:
    return "should" if box.force == "should" else f"{_be(box.one(key))} advised to"


def _proof(text: str) -> str:
    """Turn `people:access-review:closed` into `the record “access review closed”`."""
    if ":" not in text:
        return text
    return f"the record “{' '.join(text.split(':')[1:]).replace('-', ' ').replace('_', ' ')}”"


def _agreement(box: Said) -> Said_:
    text = f"{capital(listed(box.all('for')))} {_owes(box, 'for')} accept an agreement"
    text += f", signed by {listed(box.all('signed by'))}"
    if others := box.all("on behalf of"):
        text += f" for {listed(others)}"
    if before := box.one("before"):
        text += _led(before, "before")
    text = _stop(text)
    if needs := box.all("needs"):
        text += f" It needs {listed(needs)}."
    if again := box.one("again"):
        text += f" It is signed again{_led(again, 'every', joins=_AGAIN)}."
    if named := box.one("text"):
        text += f" The text: {_stop(named)}"
    confirms = box.all("confirms")
    return (f"{text} Who signs confirms:" if confirms else text), confirms


_AGAIN: Final = PREPOSITIONS | {"every", "each", "yearly", "annually", "regularly"}


def _approval(box: Said) -> Said_:
    text = f"{capital(listed(box.all('for')))}: {listed(box.all('asked by'))} must ask"
    if given := box.all("given by"):
        text += f", and {listed(given, 'or')} may give leave"
    if form := box.one("form"):
        text += f" ({form})"
    text = _stop(text)
    if done := box.all("done by"):
        text += f" It is done by {listed(done)}."
    if then := box.all("then"):
        text += f" Then {listed(then)}."
    if lasts := box.one("lasts"):
        text += f" The leave lasts {lasts}."
    if reason := box.one("reason"):
        text += f" The reason: {_stop(reason)}"
    if never := box.all("never"):
        text += f" Never: {listed(never, 'or')}."
    return text, ()


def _notice(box: Said) -> Said_:
    what = box.one("what")
    told = capital(listed(box.all("told")))
    owed = "must be told" if box.force == "must" else "should be told"
    text = f"{told} {owed}" + (f" {what}" if _leads(what, _ABOUT) else f": {what}")
    if by := box.all("by"):
        text += f"; told by {listed(by)}"
    if means := box.all("means"):
        text += f" ({listed(means, 'or')})"
    text += "".join(_joined_on(phrase) for phrase in box.all("when"))
    return _stop(text + period(box.one("every"))), ()


_ABOUT: Final = frozenset(
    ["that", "about", "how", "what", "why", "when", "where", "which", "who", "whether", "of"]
)


def _keep(box: Said) -> Said_:
    text = f"{capital(listed(box.all('what')))}: kept {_led(box.one('for'), 'for', joins=_SPAN)}"
    if then := box.all("then"):
        text += f", then {listed(then)}"
    if who := box.all("who"):
        text += f", by {listed(who)}"
    return _stop(re.sub(r" +", " ", text)), ()


_SPAN: Final = PREPOSITIONS | {"no", "not", "only", "as", "forever", "at", "securely"}


def _route(box: Said) -> Said_:
    text = f"{capital(listed(box.all('for')))}: "
    teller = listed(box.all("told by"))
    text += f"{teller} must tell {listed(box.all('tell'))}" if teller else (
        f"tell {listed(box.all('tell'))}"
    )  # fmt: skip
    if fast := box.one("how fast"):
        text += f", {fast}"
    text = _stop(text)
    for key, start in _ROUTE:
        if said := box.all(key):
            text += f" {start} {listed(said, 'or' if key == 'never' else 'and')}."
    return text, box.all("steps")


_ROUTE: Final = (("never", "Never:"), ("outside", "Outside the school:"),
                 ("parents", "Parents:"), ("record", "Written down:"))  # fmt: skip


def _role(box: Said) -> Said_:
    text = capital(box.one("role"))
    if held := box.all("held by"):
        text += f": held by {listed(held)}"
    if deputy := box.all("deputy"):
        text += f"; deputy: {listed(deputy)}"
    text = _stop(text)
    if also := box.all("also"):
        text += f" Also: {listed(also)}."
    steps = [
        f"{start} {listed(said)}" for key, start in _ROLE if (said := box.all(key))
    ]  # fmt: skip
    return text, (*box.all("does"), *steps)


_ROLE: Final = (("may do", "may"), ("may see", "may see"), ("told", "is told of"))


def _register(box: Said) -> Said_:
    keepers = capital(listed(box.all("kept by")))
    text = f"{keepers} {_owes(box, 'kept by')} keep a record of {listed(box.all('of'))}"
    if reviewed := box.one("reviewed"):
        text += f"; reviewed {_led(reviewed, 'every', joins=_AGAIN).strip()}"
    if reviewer := box.all("reviewed by"):
        text += (" by " if reviewed else "; reviewed by ") + listed(reviewer)
    holds = box.all("holds")
    return _stop(text) + (" It holds:" if holds else ""), holds


def _summary(box: Said) -> Said_:
    points = (*box.all("point"), *box.all("points"))
    return f"In short, for {listed(box.all('for'))}:", points


def _statement(box: Said) -> Said_:
    parts = []
    if who := box.all("who"):
        parts.append(f"Concerns {listed(who)}.")
    if about := box.all("about"):
        parts.append(f"About {listed(about)}.")
    if refers := box.all("refers to"):
        parts.append(f"Refers to {listed(refers)}.")
    return " ".join(parts), ()


_SAYERS: Final[Mapping[str, Callable[[Said], Said_]]] = {
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


def period(every: str) -> str:
    """Return `every` as a sentence goes on: ` every year`, ` for every joiner`, ` regularly`."""
    if not every or every == "regularly":
        return f" {every}".rstrip()
    if every in {"joiner", "leaver", "intake", "incident", "change", "lesson"}:
        return f" for every {every}"
    return f" every {every}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Return items as one list: `a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def capital(text: str) -> str:
    """Return text with a capital at its start."""
    return text[:1].upper() + text[1:]


def british(text: str) -> str:
    """Return text with its ISO dates written out: `14 October 2026`, `September 2027`."""
    return _ISO.sub(_written_out, text)


def british_day(day: date) -> str:
    """Return `14 October 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _written_out(match: re.Match[str]) -> str:
    month = int(match[2])
    if not 1 <= month <= 12:
        return match[0]
    return f"{int(match[3])} " * bool(match[3]) + f"{_MONTHS[month - 1]} {match[1]}"


def _stop(text: str) -> str:
    return text if text.endswith((".", "?", "!", ":")) else f"{text}."


def _leads(text: str, words: frozenset[str]) -> bool:
    return text.split(" ", 1)[0].lower() in words


def _led(text: str, with_: str, joins: frozenset[str] = PREPOSITIONS) -> str:
    return f" {text}" if _leads(text, joins) else f" {with_} {text}"


def _joined_on(phrase: str) -> str:
    """Return a `when` phrase as the sentence goes on: ` in lessons`, `, when the device is …`."""
    if _leads(phrase, PREPOSITIONS):
        return f" {phrase}"
    return f", when {_as_clause(phrase)}"


def _as_clause(phrase: str) -> str:
    """Return a fact phrase as it stands behind if or unless."""
    match = re.fullmatch(r"([a-z][a-z ]*?) is (.+)", phrase)
    if match and not _leads(phrase, _STARTS) and " " not in match[1].strip():
        return f"the {phrase}"
    return f"it is {phrase}" if _leads(phrase, _BARE) else phrase


_STARTS: Final = frozenset(
    [
        "it",
        "the",
        "a",
        "an",
        "this",
        "that",
        "there",
        "no",
        "nobody",
        "someone",
        "somebody",
        "each",
        "he",
        "she",
    ]
)
_BARE: Final = frozenset(
    ["in", "at", "on", "during", "within", "for", "outside", "with", "by", "from", "under", "over"]
)


def _be(who: str) -> str:
    last = who.lower().split(" ")[-1]
    if ";" in who or last in _PLURAL_IRREGULAR or last == "staff":
        return "are"
    return "are" if last.endswith("s") and not last.endswith(_SINGULAR_IN_S) else "is"
