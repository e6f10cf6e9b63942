"""The line of an adult whom a case is about: who must be named, and kept out, before it is read.

No list of the school says who manages whom, so whoever leads the case is asked first. CON-15.
"""

from __future__ import annotations

from typing import Final

from schoolgate.concerns import queries
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Case, Entry
from schoolgate.concerns.queries import InIt
from schoolgate.concerns.rules.words import Part, State
from schoolgate.people.models import Person
from schoolgate.people.rules import STAFF_KINDS

ALLEGATION: Final = "staff-allegation"
LINE: Final = "line"


def waiting(opened: Opened) -> InIt | None:
    """Return the adult about whose line nobody has been asked yet: in an allegation, and where a
    report names one and nobody has read it yet. None of what governors lead: above its
    subject is nobody but them."""
    case = opened.case
    if case.series or case.state not in {State.NEW, State.OPEN}:
        return None
    if case.situation not in {"", ALLEGATION}:
        return None
    if not case.situation and _is_begun(case):
        return None
    about = [one for one in queries.parties(opened) if one.row.part == Part.SUBJECT and one.person]
    staff = set(Person.objects.filter(pk__in=[one.person for one in about], kind__in=STAFF_KINDS)
                .values_list("pk", flat=True)) if about else set()  # fmt: skip
    asked = _asked(opened) if staff else set()
    return next((one for one in about if one.person in staff - asked), None)


def _is_begun(case: Case) -> bool:
    """Tell whether anybody has read the case or written in it."""
    there = Entry.objects.filter(case=case, by__isnull=False)
    return there.exclude(kind=LINE).exists()


def _asked(opened: Opened) -> set[int]:
    rows = Entry.objects.filter(case=opened.case, kind=LINE)
    return {int(opened.read(row, "body")["person"]) for row in rows}
