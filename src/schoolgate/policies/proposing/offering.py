"""What a new issue of a template changes for a school that extends it, clause by clause. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from schoolgate.policies.language import writing
from schoolgate.policies.language.effective import Pack, PackClause
from schoolgate.policies.language.front import Front, Omission
from schoolgate.policies.language.inheritance import renumber

Texts = Mapping[str, str]


class Kind(StrEnum):
    """What the new issue does with a clause."""

    CHANGED = "changed"
    NEW = "new"
    DROPPED = "dropped"


class Stands(StrEnum):
    """Where a school stands to a clause of its template."""

    INHERITED = "inherited"
    OWN = "own text"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Item:
    """One clause that differs between two issues, under the school's own number.

    `before` and `after` are the template's clauses; None where an issue has no such clause. A
    `locked` clause may not be left: the template says that no school weakens it.
    """

    ref: str
    county_ref: str
    kind: Kind
    stands: Stands
    before: PackClause | None
    after: PackClause | None

    @property
    def title(self) -> str:
        """Return the heading that people know it by."""
        found = self.after or self.before
        return found.title if found else ""

    @property
    def locked(self) -> bool:
        """Tell whether it must be taken."""
        return self.after is not None and self.after.locked

    @property
    def text_before(self) -> str:
        """Return the older issue's wording and boxes, as Markdown."""
        return writing.body(self.before) if self.before else ""

    @property
    def text_after(self) -> str:
        """Return the newer issue's wording and boxes, as Markdown."""
        return writing.body(self.after) if self.after else ""


def main_file(texts: Texts) -> str:
    """Return the name of the document that names its pack: the one that extends a template."""
    for file, text in texts.items():
        front = writing.front(text)
        if front.get("pack") and not front.get("part_of"):
            return file
    return next(iter(texts), "")


def items(texts: Texts, front: Front, old: Pack, new: Pack) -> list[Item]:
    """Return every clause that the new issue changes, adds or drops, in the new issue's order.

    `texts` are the school's documents by file name, `front` the front matter of the main one. A
    clause that the school leaves out anyway and that the new issue drops is nothing to decide.
    """
    own = {ref for text in texts.values() for ref in writing.refs(text)}
    before, after = _by_number(old), _by_number(new)
    found = [
        _item(ref, front, own, before.get(ref), after.get(ref))
        for ref in (*after, *(ref for ref in before if ref not in after))
        if _differ(before.get(ref), after.get(ref))
    ]
    return [
        one for one in found if not (one.kind is Kind.DROPPED and one.stands is Stands.LEFT_OUT)
    ]


def unnumbered(old: Pack, new: Pack) -> list[PackClause]:
    """Return what the new issue says under headings without a number: it comes with the issue."""
    known = [one.canonical() for one in old.clauses if not one.ref]
    return [one for one in new.clauses if not one.ref and one.canonical() not in known]


def left_out(ref: str, omitted: tuple[Omission, ...]) -> bool:
    """Tell whether a school leaves out a clause, or one that it stands under."""
    return any(ref == one.clause or ref.startswith(one.clause + ".") for one in omitted)


def _by_number(pack: Pack) -> dict[str, PackClause]:
    return {clause.ref: clause for clause in pack.clauses if clause.ref}


def _differ(before: PackClause | None, after: PackClause | None) -> bool:
    if before is None or after is None:
        return True
    return before.canonical() != after.canonical()


def _item(
    county_ref: str,
    front: Front,
    own: set[str],
    before: PackClause | None,
    after: PackClause | None,
) -> Item:
    ref = renumber(county_ref, front.renumber)
    kind = Kind.NEW if before is None else Kind.DROPPED if after is None else Kind.CHANGED
    stands = Stands.INHERITED
    if ref in own:
        stands = Stands.OWN
    elif left_out(ref, front.omit):
        stands = Stands.LEFT_OUT
    return Item(ref, county_ref, kind, stands, before, after)
