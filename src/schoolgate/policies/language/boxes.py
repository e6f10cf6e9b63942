"""What each kind of box may say: its keys, which it needs, and phrases that are a closed list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from schoolgate.policies.language import situations
from schoolgate.policies.language.document import Box
from schoolgate.policies.language.mistakes import Notebook, did_you_mean, nearest
from schoolgate.policies.language.reach import EQUIPMENT, EVERYONE, PERSONS
from schoolgate.policies.language.words import Words

COMMON: Final = ("force", "from", "until", "locked", "source", "aim", "law", "note")
FORCES: Final = ("must", "should", "advised")
PERIODS: Final = ("day", "week", "month", "term", "year", "school year")


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys of one kind of box; `who` are the keys that name people or bodies."""

    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    who: tuple[str, ...] = ()


SHAPES: Final = {
    "rule": Shape(
        ("who", "what", "answer"),
        ("not", "when", "only if", "unless", "duty", "advice", "if broken", "overrides"),
    ),
    "duty": Shape(
        ("who", "what"),
        ("every", "when", "by", "proved by", "told", "checklist", "check"),
        ("who", "told"),
    ),
    "agreement": Shape(
        ("for", "signed by"),
        ("on behalf of", "confirms", "before", "needs", "again", "text"),
        ("for", "signed by"),
    ),
    "approval": Shape(
        ("for", "asked by"),
        ("given by", "done by", "form", "then", "lasts", "reason", "never"),
        ("given by", "done by"),
    ),
    "notice": Shape(
        ("told", "what"), ("by", "means", "when", "every", "checklist", "check"), ("told", "by")
    ),
    "keep": Shape(("what", "for"), ("then", "who"), ("who",)),
    "route": Shape(
        ("for",),
        ("kind", "tell", "told by", "how fast", "steps", "never", "outside", "parents", "record"),
        ("tell",),
    ),
    "role": Shape(("role",), ("held by", "deputy", "may see", "may do", "does", "told", "also")),
    "register": Shape(("of", "kept by"), ("holds", "reviewed", "reviewed by"), ("kept by",)),
    "summary": Shape(("for", "point"), ("clause", "points"), ("for",)),
    "statement": Shape(
        (),
        (
            "who",
            "about",
            "refers to",
            "third party",
            "permission",
            "binds",
            "on",
            "served by",
            "services",
        ),
        ("who",),
    ),
}
SINGULAR: Final = frozenset({"answer", "force", "locked", "every", "from", "until", "checklist"})


@dataclass(frozen=True, slots=True)
class Said:
    """A checked box: kind, line, phrases by key (lists split at `;`), and the line of each key."""

    kind: str
    line: int
    phrases: dict[str, tuple[str, ...]]
    lines: dict[str, int]

    def one(self, key: str, default: str = "") -> str:
        """Return the phrases of a key as one text."""
        return "; ".join(self.phrases.get(key, ())) or default

    def all(self, key: str) -> tuple[str, ...]:
        """Return the phrases of a key, empty when it is not there."""
        return self.phrases.get(key, ())

    @property
    def force(self) -> str:
        """Return must, should or advised."""
        return self.one("force", "must").lower()

    @property
    def locked(self) -> bool:
        """Tell whether a school may not weaken the clause."""
        return self.one("locked").lower() == "yes"


def said(box: Box, notes: Notebook) -> Said:
    """Check the keys of a box; mistakes go to `notes`."""
    shape = SHAPES[box.kind]
    known = (*shape.needs, *shape.may, *COMMON)
    phrases: dict[str, tuple[str, ...]] = {}
    lines: dict[str, int] = {}
    meant: set[str] = set()
    for line in box.lines:
        if line.key not in known:
            meant.add(nearest(line.key, known))
            hint = did_you_mean(line.key, known) or f" A {box.kind} box knows: {', '.join(known)}."
            notes.note(line.number, f"a {box.kind} box has no key '{line.key}'.{hint}")
        elif line.key in phrases:
            at = lines[line.key]
            notes.note(line.number, f"'{line.key}' stands in this box twice (line {at}); keep one")
        else:
            phrases[line.key] = _split(line.key, line.value)
            lines[line.key] = line.number
            if not phrases[line.key]:
                notes.note(line.number, f"'{line.key}' is empty; write what it says, or delete it")
    for key in shape.needs:
        if key not in phrases and key not in meant:
            notes.note(box.line, f"this {box.kind} box lacks '{key}:'; add a line for it")
    result = Said(box.kind, box.line, phrases, lines)
    _closed_lists(result, notes)
    return result


def _split(key: str, value: str) -> tuple[str, ...]:
    if key in SINGULAR:
        return (value,) if value else ()
    return tuple(part.strip() for part in value.split(";") if part.strip())


def _closed_lists(box: Said, notes: Notebook) -> None:
    for key, allowed in (("force", FORCES), ("locked", ("yes", "no"))):
        value = box.one(key, allowed[0]).lower()
        if value not in allowed:
            hint = did_you_mean(value, allowed) or f" Write one of: {', '.join(allowed)}."
            notes.note(box.lines[key], f"'{key}' cannot be '{value}'.{hint}")
    for key, words in (("binds", (EVERYONE, *PERSONS)), ("on", EQUIPMENT)):
        for phrase in box.all(key) if box.kind == "statement" else ():
            if phrase.lower() not in words:
                hint = did_you_mean(phrase.lower(), words) or f" Write some of: {'; '.join(words)}."
                notes.note(box.lines[key], f"'{key}' cannot be '{phrase}'.{hint}")
    if box.kind == "route":
        _route(box, notes)
    every = box.one("every").lower()
    if every and not is_period(every):
        notes.note(
            box.lines["every"],
            f"'{every}' is not a period I know; write for example: term, year, 6 months, regularly",
        )


def _route(box: Said, notes: Notebook) -> None:
    for kind in box.all("kind"):
        if fault := situations.unknown(kind):
            notes.note(box.lines["kind"], fault)
    if not any(box.all(key) for key in ("tell", "steps", "never", "outside")):
        says = "this route box says neither whom to tell nor what to do; add 'tell:' or 'steps:'"
        notes.note(box.line, says)


def is_period(text: str) -> bool:
    """Tell whether text is a period (`term`, `2 weeks`) or says openly that none is stated."""
    return bool(
        text in PERIODS
        or text in {"regularly", "joiner", "leaver", "intake", "incident", "change", "lesson"}
        or re.fullmatch(r"\d{1,3} (day|week|month|term|year)s?", text)
    )


def check_people(box: Said, words: Words, roles: Sequence[str], notes: Notebook) -> None:
    """Check that the people and bodies a box names are known words or roles of the pack."""
    for key in SHAPES[box.kind].who:
        for phrase in box.all(key):
            name = phrase.lower().split(",")[0].strip()
            if words.body(name) is None and name not in roles and f"the {name}" not in roles:
                known = (*words.near_people(), *words.bodies, *roles)
                says = f"I know no '{name}' among people, bodies and roles."
                hint = did_you_mean(name, known) or " Add a role box that says who it is."
                notes.note(box.lines[key], says + hint)
