"""What a new issue of a school's template offers it, what it chose, and what that would change."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from schoolgate.people.models import Person, School
from schoolgate.policies import library, permissions
from schoolgate.policies.comparing import kept, pairs
from schoolgate.policies.comparing.pairs import Difference
from schoolgate.policies.language.effective import Pack, PackClause
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.models import ClauseChoice, Proposal
from schoolgate.policies.models.versions import MAIN
from schoolgate.policies.proposing import grid
from schoolgate.policies.proposing.choosing import Choice, proposed
from schoolgate.policies.proposing.grid import UnableToAdopt
from schoolgate.policies.proposing.offering import Item, Stands, items, unnumbered
from schoolgate.policies.queries.texts import main_texts, with_the_rest
from schoolgate.policies.rules.life import Stage

TRIED = "tried"  # the reason of what is only tried out, to see what it would change


@dataclass(frozen=True, slots=True)
class Offer:
    """A new issue for a school: its texts, the policy in force, both issues, and what differs."""

    school: School
    texts: Mapping[str, str]
    known: library.Loaded
    old: Pack
    new: Pack
    items: tuple[Item, ...]
    unnumbered: tuple[PackClause, ...]
    published_at: datetime

    @property
    def issue(self) -> str:
        """Return the new issue as `name@version`."""
        return self.new.id

    def item(self, ref: str) -> Item | None:
        """Return what differs in a clause, by the school's own number."""
        return next((one for one in self.items if one.ref == ref), None)


def offer(school: School) -> Offer | None:
    """Return the next issue of a school's template; None while there is none.

    Raises PackError when the school's policy or the new issue has mistakes.
    """
    known = library.of(school)
    issue = _next(known.pack.front.extends)
    if not issue or known.pack.base is None:
        return None
    new = library.loaded(issue).pack
    made: Offer = known.once(("offer", school.pk, new.hash), lambda: _offer(school, known, new))
    return made


def _offer(school: School, known: library.Loaded, new: Pack) -> Offer:
    old, front, texts = known.pack.base or new, known.pack.front, main_texts(school)
    files = [path.stat().st_mtime for path in new.folder.glob("*.md")]
    return Offer(
        school, texts, known, old, new, tuple(items(texts, front, old, new)),
        tuple(unnumbered(old, new)), datetime.fromtimestamp(max(files), UTC),
    )  # fmt: skip


def _next(extends: str) -> str:
    """Return the issue after this one that is on file, or nothing."""
    name, _, version = extends.partition("@")
    later = [
        one
        for one in library.templates()
        if one.partition("@")[0] == name and _order(one.partition("@")[2]) > _order(version)
    ]
    return min(later, key=lambda one: _order(one.partition("@")[2]), default="")


def _order(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def mark(item: Item) -> str:
    """Return the SHA-256 of what an issue says in a clause, hexadecimal."""
    return hashlib.sha256(f"{item.kind}\n{item.title}\n{item.text_after}".encode()).hexdigest()


def choices(given: Offer) -> dict[str, Choice]:
    """Return what the school chose so far, by clause; a choice about other words is left aside."""
    marks = {item.ref: mark(item) for item in given.items}
    rows = ClauseChoice.objects.filter(school=given.school, issue=given.issue)
    return {
        row.clause: Choice(row.take, row.because)
        for row in rows
        if marks.get(row.clause) == row.text_hash
    }


def chosen(given: Offer) -> list[ClauseChoice]:
    """Return every choice about an issue with who made it, oldest first."""
    rows = ClauseChoice.objects.filter(school=given.school, issue=given.issue)
    return list(rows.select_related("by"))


FAULT = "fault"  # the kind of what says why a clause makes no text by itself


def effect(given: Offer, item: Item) -> list[Difference]:
    """Return what would answer differently if only this clause were taken. Kept once worked out.

    Where that makes no text, one row of the kind `FAULT` says why.
    """
    chosen = {
        one.ref: Choice(take=one.locked, because=TRIED)
        for one in given.items
        if one.stands is Stands.INHERITED
    } | {item.ref: Choice(take=True)}
    return kept.once(_key(given, item), lambda: _compared(given, chosen))


def known_effect(given: Offer, item: Item) -> list[Difference] | None:
    """Return what `effect` worked out already; None while it has not."""
    return kept.known(_key(given, item))


def _key(given: Offer, item: Item) -> str:
    what = "\n".join((given.known.pack.hash, given.new.hash, item.ref))
    return hashlib.sha256(what.encode()).hexdigest()[:49]


def _compared(given: Offer, chosen: Mapping[str, Choice]) -> list[Difference]:
    try:
        return pairs.between(given.known.pack, _made(given, chosen))
    except PackError as error:
        return [Difference(FAULT, "", "", error.mistakes[0].text, "", "", (), (), (),
                           error.mistakes[0].text, frozenset())]  # fmt: skip


def _made(given: Offer, chosen: Mapping[str, Choice]) -> Pack:
    front = given.known.pack.front
    texts = proposed(given.texts, front, given.old, given.new, chosen)
    return with_the_rest(given.school, MAIN, texts).pack


def proposals(*, viewer: Person | None, school: School, on: date) -> list[Proposal]:
    """Return the drafts that were made from issues and that the viewer sees, newest first."""
    seen = permissions.versions_visible_to(viewer, school, on=on)
    found = Proposal.objects.filter(school=school, version__in=seen)
    return list(found.select_related("version", "by"))


def drafted(school: School) -> set[str]:
    """Return the issues that there is a draft on, or was one that was not withdrawn."""
    found = Proposal.objects.filter(school=school).exclude(version__stage=Stage.WITHDRAWN)
    return set(found.values_list("issue", flat=True))


def slots(school: School) -> list[grid.Slot]:
    """Return the grid of issues in the policy in force. Raises PackError."""
    return grid.slots(library.of(school).pack.front.issues)


def slot_fault(given: Offer, on: date) -> str:
    """Return why an issue cannot be adopted now, or nothing."""
    try:
        filled(given, on)
    except UnableToAdopt as error:
        return str(error)
    return ""


def filled(given: Offer, on: date) -> list[str] | None:
    """Return the grid with the issue's slot filled; None where the school keeps no grid.

    Raises UnableToAdopt.
    """
    issues = given.known.pack.front.issues
    number = given.new.front.version
    if not grid.slots(issues) or not number.isdecimal():
        return None
    return grid.filled(issues, int(number), on)
