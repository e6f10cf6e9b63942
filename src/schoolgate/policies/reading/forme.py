"""What a policy means for one role: what I may, may not and must, and whom to ask (POL-24).

Made from the boxes and matrices of the policy in force: nothing is written by hand, and each
sentence names its clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from schoolgate.policies.english import phrasing
from schoolgate.policies.english.plainrule import act, people
from schoolgate.policies.english.wording import capital, led, listed, period, stop
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.effective import Pack, PackClause
from schoolgate.policies.language.words import Words
from schoolgate.policies.rules import Level, Rule

_ANYBODY: Final = frozenset({"anyone", "everyone", "anybody", "whoever", "users"})
_PLAIN_CELLS: Final = frozenset({"allowed", "acceptable", "not allowed", "unacceptable",
                                 "unacceptable and illegal"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence, or the rest of one that its list begins, and the clause that says so."""

    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class ForMe:
    """A page for one role. `who` is the actor, `title` as people say it: “a teacher”."""

    who: str
    title: str
    points: tuple[Point, ...]
    may: tuple[Point, ...]
    may_not: tuple[Point, ...]
    must: tuple[Point, ...]
    tell: tuple[Point, ...]

    @property
    def simple(self) -> tuple[Point, ...]:
        """The short points, or, of a policy without them, what not to do: each whole by itself."""
        return self.points or tuple(
            Point(f"Do not {one.text[:1].lower()}{one.text[1:]}", one.clause)
            for one in self.may_not
        )

    @property
    def lists(self) -> list[tuple[str, tuple[Point, ...]]]:
        """The lists below the short points that have something in them, each with its beginning."""
        every = (
            ("You must", self.must), ("You may not", self.may_not), ("You may", self.may),
            ("Whom to tell", self.tell),
        )  # fmt: skip
        return [(title, points) for title, points in every if points]


def for_me(pack: Pack, who: str) -> ForMe:
    """Return what a policy means for one actor of its vocabulary."""
    title = pack.words.lexicon.actors[who].one
    rules = list(_rules(pack, who))
    return ForMe(
        who=who, title=title,
        points=_once(_summed_up(pack, who)),
        may=_once(point for level, point in rules if level is Level.ALLOWED),
        may_not=_once(point for level, point in rules if level is not Level.ALLOWED),
        must=_once((*_duties(pack, who), *_agreements(pack, who))),
        tell=_once(_routes(pack, who)),
    )  # fmt: skip


def _once(points: Iterable[Point]) -> tuple[Point, ...]:
    found: dict[str, Point] = {}
    for point in points:
        found.setdefault(point.text, point)
    return tuple(found.values())


def _is_for(phrases: Iterable[str], who: str, words: Words) -> bool:
    return any(who in (words.people(phrase) or ()) for phrase in phrases)


def _summed_up(pack: Pack, who: str) -> Iterator[Point]:
    for clause, box in pack.boxes("summary"):
        if _is_for(box.all("for"), who, pack.words):
            cited = next(iter(box.all("clause")), clause.ref)
            for text in (*box.all("point"), *box.all("points")):
                yield Point(stop(capital(text)), cited if cited in pack.by_ref else clause.ref)


def _rules(pack: Pack, who: str) -> Iterator[tuple[Level, Point]]:
    for clause in pack.clauses:
        boxes = {box.line: box for box in clause.boxes if box.kind == "rule"}
        for rule in clause.rules:
            if who in rule.who:
                yield rule.answer, Point(_said(rule, boxes, pack.words), rule.clause)


def _said(rule: Rule, boxes: dict[int, Said], words: Words) -> str:
    box = boxes.get(rule.line) if not rule.cell else None
    text = act(box, words) if box is not None else _row(rule, words)
    if rule.answer >= Level.UNACCEPTABLE:
        text += " (never)"
    elif rule.answer is not Level.ALLOWED and rule.force == "advised":
        text += " (this is advice)"
    text = stop(text)
    if box is not None and (duties := box.all("duty")):
        text += f" Then {listed([phrasing.task(duty, words) for duty in duties])}."
    return capital(text)


def _row(rule: Rule, words: Words) -> str:
    """Return the row of a matrix, with its cell's words where they say more than yes or no."""
    text = phrasing.deed(rule.said_what, words)
    more = rule.cell.partition(":")[2].strip() if ":" in rule.cell else rule.cell
    return text if more.lower() in _PLAIN_CELLS or not more else f"{text}: {more}"


def _duties(pack: Pack, who: str) -> Iterator[Point]:
    for clause, box in pack.boxes("duty"):
        if _is_for(box.all("who"), who, pack.words):
            text = listed(box.all("what")) + period(box.one("every"))
            advice = " (this is advice)" if box.force == "advised" else ""
            yield Point(capital(stop(text + advice)), clause.ref)


def _agreements(pack: Pack, who: str) -> Iterator[Point]:
    for clause, box in pack.boxes("agreement"):
        if _is_for(box.all("for"), who, pack.words):
            yield Point(_agreement(box, who, pack.words), clause.ref)


def _agreement(box: Said, who: str, words: Words) -> str:
    text = "have an agreement"
    if not _is_for(box.all("signed by"), who, words):
        text += f" signed for you by {people(box.all('signed by'), words)}"
    else:
        text = "sign an agreement"
    if before := box.one("before"):
        text += led(before, "before", joins=frozenset({"before", "at", "on", "when", "each"}))
    return stop(capital(text))


def _routes(pack: Pack, who: str) -> Iterator[Point]:
    for clause, box in pack.boxes("route"):
        if not box.all("tell"):
            continue
        tellers = box.all("told by")
        anybody = not tellers or not _ANYBODY.isdisjoint(one.lower() for one in tellers)
        if anybody or _is_for(tellers, who, pack.words):
            yield _route(clause, box, pack.words)


def _route(clause: PackClause, box: Said, words: Words) -> Point:
    text = f"{capital(listed(box.all('for'), 'or'))}: tell {people(box.all('tell'), words)}"
    fast = box.one("how fast")
    return Point(stop(f"{text}, {fast}" if fast and not fast.startswith("no ") else text),
                 clause.ref)  # fmt: skip
