"""A school's texts on a new issue of its template, with what it chose clause by clause. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schoolgate.policies.language import writing
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.front import Front, Omission
from schoolgate.policies.language.inheritance import numbers, renumber
from schoolgate.policies.proposing.offering import (
    Item,
    Kind,
    Stands,
    Texts,
    items,
    left_out,
    main_file,
)  # fmt: skip


class UnableToPropose(Exception):
    """The choices make no text. The message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a school chose for one clause: to take what the issue says, or to leave it, and why."""

    take: bool
    because: str = ""


TAKE = Choice(take=True)


def usual(item: Item) -> Choice:
    """Return what goes on by itself: the template's text where the school has it, else its own."""
    return Choice(take=item.stands is Stands.INHERITED or item.locked)


def needs_reason(item: Item, choice: Choice) -> bool:
    """Tell whether a choice must say why: to leave what would have come from the template."""
    return not choice.take and item.stands is Stands.INHERITED


def faults(found: Sequence[Item], choices: Mapping[str, Choice]) -> dict[str, str]:
    """Return what is wrong with choices, a sentence for each clause number."""
    said: dict[str, str] = {}
    for item in found:
        choice = choices.get(item.ref, usual(item))
        if item.locked and not choice.take:
            said[item.ref] = f"The template locks clause {item.ref}, so it must be taken."
        elif needs_reason(item, choice) and not choice.because.strip():
            said[item.ref] = f"Write down why clause {item.ref} is left."
    return said


def proposed(
    texts: Texts, front: Front, old: Pack, new: Pack, choices: Mapping[str, Choice]
) -> dict[str, str]:
    """Return the school's documents on the new issue. Raises UnableToPropose.

    What is left stays as it was: an older clause becomes the school's own text, a new one is left
    out with the reason. What is taken gives up the school's own text for it.
    """
    found = items(texts, front, old, new)
    if said := faults(found, choices):
        raise UnableToPropose(" ".join(said.values()))
    made = _Texts(texts, front, new)
    for item in found:
        choice = choices.get(item.ref, usual(item))
        if choice.take:
            made.take(item)
        elif item.stands is Stands.INHERITED:
            made.leave(item, choice.because.strip())
    return made.texts()


class _Texts:
    """The documents while choices are carried out."""

    def __init__(self, texts: Texts, front: Front, new: Pack) -> None:
        self._made = dict(texts)
        self._main = main_file(texts)
        self._front, self._new = front, new
        self._known = {renumber(c.ref, front.renumber) for c in new.clauses if c.ref}
        self._omit = [one for one in front.omit if self._there(one)]
        self._left: dict[str, set[str]] = {}

    def _there(self, one: Omission) -> bool:
        return any(left_out(ref, (one,)) for ref in self._known)

    def take(self, item: Item) -> None:
        """Give up the school's own text or omission of a clause."""
        if item.stands is Stands.OWN:
            for file, text in self._made.items():
                self._made[file] = writing.without_clause(text, item.ref)
        covering = [one for one in self._omit if left_out(item.ref, (one,))]
        for one in covering:
            self._omit.remove(one)
            rest = {ref for ref in self._known if left_out(ref, (one,))} - {item.ref}
            own = {ref for text in self._made.values() for ref in writing.refs(text)}
            self._leave_out(rest - own, one.because)

    def leave(self, item: Item, because: str) -> None:
        """Keep the older clause as the school's own, or leave a new one out."""
        if item.kind is Kind.NEW or item.before is None:
            self._left.setdefault(because, set()).add(item.ref)
        else:
            self._write(writing.clause(item.before, self._front.renumber))

    def texts(self) -> dict[str, str]:
        """Return the documents, the front matter brought up to date."""
        for because, refs in self._left.items():
            self._leave_out(refs, because)
        main = writing.with_key(self._made[self._main], "extends", self._new.id)
        if tuple(self._omit) != self._front.omit:
            omitted = [{"clause": one.clause, "because": one.because} for one in self._omit]
            main = writing.with_key(main, "omit", omitted or None)
        return {**self._made, self._main: main}

    def _leave_out(self, refs: set[str], because: str) -> None:
        """Leave out these clauses and no other: what stands under one stays where it is taken."""
        gone = refs | {ref for ref in self._known if left_out(ref, tuple(self._omit))}
        gone |= {ref for left in self._left.values() for ref in left}
        for ref in sorted(refs, key=numbers):
            below = {one for one in self._known if one.startswith(ref + ".")}
            if below <= gone:
                self._omit.append(Omission(ref, because))
            else:
                self._write(self._empty(ref, because))

    def _empty(self, ref: str, because: str) -> str:
        found = next(c for c in self._new.clauses if renumber(c.ref, self._front.renumber) == ref)
        heading = f"{'#' * found.depth} {ref} {found.title}".rstrip()
        return f"{heading}\n\nThe school leaves this clause of its template out: {because}\n"

    def _write(self, made: str) -> None:
        self._made[self._main] = writing.with_clause(self._made[self._main], made)


def next_version(front: Front, new: Pack) -> str:
    """Return the version of the proposed text: the template's where the school counts with it."""
    if front.extends.rpartition("@")[2] == front.version:
        return new.front.version
    match = re.search(r"(\d+)(?=\D*$)", front.version)
    if match is None:
        return f"{front.version}.2"
    return f"{front.version[: match.start()]}{int(match[1]) + 1}{front.version[match.end() :]}"


def with_front(texts: Texts, **values: Any) -> dict[str, str]:
    """Return the documents with keys of the main one's front matter set; None takes one out."""
    main = main_file(texts)
    text = texts[main]
    for key, value in values.items():
        text = writing.with_key(text, key, value)
    return {**texts, main: text}
