"""Reviews of a policy: when it is due, what asks for an early one, and those that are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from schoolgate.people import calendar
from schoolgate.people.calendar import Dates
from schoolgate.people.models import Person, School
from schoolgate.policies import library, permissions
from schoolgate.policies.analysis import law
from schoolgate.policies.analysis.law import Quoted
from schoolgate.policies.models import EarlyReview, Edition
from schoolgate.policies.rules import reviewing
from schoolgate.policies.rules.reviewing import Asked
from schoolgate.records.tenancy import acting_for


@dataclass(frozen=True, slots=True)
class Due:
    """A document with its next review as stated, and the day by which it is due."""

    title: str
    said: str
    cycle: str
    day: date | None

    def is_late(self, on: date) -> bool:
        """Tell whether it is overdue on a day."""
        return self.day is not None and self.day < on


def due(known: library.Loaded, dates: Dates) -> list[Due]:
    """Return when each document is to be reviewed, by the school's own calendar as far as it goes;
    a term that it does not hold ends as the policy's table of terms says, else in the usual month.
    """
    found = []
    for front in known.pack.fronts:
        stated = tuple(dict.fromkeys((*front.reviews, *((front.review,) if front.review else ()))))
        days = [day for text in stated if (day := _due_day(text, known, dates))]
        found.append(Due(front.title, ", ".join(stated), front.cycle, max(days, default=None)))
    return found


def _due_day(text: str, known: library.Loaded, dates: Dates) -> date | None:
    own = calendar.resolve(text, dates)
    if own is not None and own.sure:
        return own.day
    return reviewing.due_day(text, known.pack.book.calendar.terms)


def asked(known: library.Loaded) -> list[Asked]:
    """Return the clauses that ask for an early review."""
    return [
        Asked(clause.ref, box.all("who"), box.one("what"),
              reviewing.triggers_in(f"{box.one('what')} {box.one('when')}"))
        for clause, box in known.pack.proved_by(reviewing.PROOF)
    ]  # fmt: skip


def reviews(*, viewer: Person | None, school: School, on: date) -> list[EarlyReview]:
    """Return the early reviews of a school, open ones first, newest first."""
    seen = permissions.reviews_visible_to(viewer, school, on=on)
    found = seen.select_related("by", "ended__by", "school")
    return sorted(found, key=lambda one: one.end is not None)


@dataclass(frozen=True, slots=True)
class Held:
    """A law or standard that the policy quotes, and what the school says of it."""

    quoted: Quoted
    edition: Edition | None
    is_old: bool


def held(known: library.Loaded, school: School, *, on: date) -> list[Held]:
    """Return what the policy quotes, old ones first, with the school's last look at each."""
    quoted = known.once("quoted", lambda: law.quoted(known.pack))
    with acting_for(school.pk):  # public, also for people of other schools
        rows = Edition.objects.filter(school=school).select_related("by")
        last = {row.name: row for row in rows}
    found = []
    for one in quoted:
        row = last.get(one.reference.name)
        found.append(Held(one, row, one.is_old(on, row.life if row else 0)))
    return sorted(found, key=lambda one: not one.is_old)
