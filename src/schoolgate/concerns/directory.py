"""Bodies outside the school: the school's own rows, and the floor where it has none of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from schoolgate.concerns.models import Body
from schoolgate.concerns.rules import bodies
from schoolgate.people.models import School


@dataclass(frozen=True, slots=True)
class Entry:
    """A body as pages show it; `row` is None for the floor, which is ours."""

    kind: str
    name: str
    telephone: str
    web: str
    hours: str
    clause: str
    checked_on: date | None
    is_stale: bool
    row: int | None = None

    @property
    def title(self) -> str:
        """What kind of body it is, in words."""
        return bodies.KINDS[self.kind]

    @property
    def whose(self) -> str:
        """Whose entry it is: the policy's with its clause, the school's own, or ours."""
        if self.row is None:
            return "ours"
        return f"the policy’s, {self.clause}" if self.clause else "the school’s"


def entries(school: School, *, on: date) -> list[Entry]:
    """Return the directory of a school in the order of kinds; of a public number that the school
    keeps itself, its own row."""
    own = [_entry(row, on) for row in rows(school, on=on)]
    kept = {one.name for one in own}
    floor = [Entry(*public, clause="", checked_on=None, is_stale=True)
             for public in bodies.FLOOR if public.name not in kept]  # fmt: skip
    order = list(bodies.KINDS)
    return sorted([*own, *floor], key=lambda one: (order.index(one.kind), one.name))


def by_kind(school: School, *, on: date) -> dict[str, list[Entry]]:
    """Return the directory by kind of body."""
    found: dict[str, list[Entry]] = {}
    for one in entries(school, on=on):
        found.setdefault(one.kind, []).append(one)
    return found


def rows(school: School, *, on: date) -> QuerySet[Body]:
    """Return the rows that a school keeps."""
    return Body.objects.filter(Q(until_on=None) | Q(until_on__gt=on), school=school)


def _entry(row: Body, on: date) -> Entry:
    stale = bodies.is_stale(row.checked_on, on=on)
    return Entry(row.kind, row.name, row.telephone, row.web, row.hours, row.clause, row.checked_on,
                 stale, row.pk)  # fmt: skip


def signposts(school: School, *, on: date) -> list[Entry]:
    """Return whom somebody who is attacked is pointed to. HSM-09."""
    return [one for one in entries(school, on=on) if one.kind in bodies.SIGNPOSTS]


def unwritten(school: School, *, on: date) -> list[str]:
    """Return the kinds of signposts that a school has not written down, in words. HSM-09."""
    there = {one.kind for one in signposts(school, on=on)}
    return [bodies.KINDS[kind] for kind in bodies.SIGNPOSTS if kind not in there]
