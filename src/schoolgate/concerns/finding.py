"""How cases are found: by their words, by each other, by who is in them. Only what the viewer may
see is found; nothing that was looked for is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet

from schoolgate.concerns import keys, permissions, queries
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Case, Entry, Link, Party, Word
from schoolgate.concerns.queries import Written
from schoolgate.concerns.rules import searching
from schoolgate.concerns.rules.kinds import KINDS, OUTCOMES
from schoolgate.concerns.rules.words import State
from schoolgate.people.models import Person

_CONTACT: Final = "improper-contact"
_NUMBER: Final = re.compile(r"\b(G?)(\d{4})/(\d{1,6})\b")
MOST_FOUND: Final = 100
_MOST_EARLIER: Final = 20
_AT_A_TIME: Final = 500


def search(*, viewer: Person | None, text: str, on: date) -> list[Case]:
    """Return the cases that the viewer may see in which all the words stand, newest first; of a
    merged case the one that it was merged into. At most MOST_FOUND."""
    asked = searching.asked(_NUMBER.sub(" ", text))
    numbers = _NUMBER.findall(text)
    if viewer is None or not (asked or numbers):
        return []
    there = Case.objects.filter(school=viewer.school_id)
    for ways in asked:
        here = Q()
        for way in ways:
            here |= _with(way, viewer.school_id)
        there = there.filter(here)
    for series, year, number in numbers:
        of = {
            "school": viewer.school_id,
            "series": series,
            "year": int(year),
            "number": int(number),
        }
        there = there.filter(Q(**of) | Q(pk__in=Case.objects.filter(**of, into__isnull=False)
                                         .values("into")))  # fmt: skip
    return _visible(there, viewer, on)


def _visible(there: QuerySet[Case], viewer: Person, on: date) -> list[Case]:
    """Return the newest of some cases that the viewer may see. Few have the words, and many are
    visible: so the few are tried, some at a time."""
    pks = list(there.order_by("-opened_at", "-pk").values_list("pk", flat=True))
    found: list[Case] = []
    for begin in range(0, len(pks), _AT_A_TIME):
        some = permissions.visible_to(viewer, on=on, among=pks[begin : begin + _AT_A_TIME])
        found += some.select_related("school", "lead").order_by("-opened_at", "-pk")
        if len(found) >= MOST_FOUND:
            break
    return found[:MOST_FOUND]


def by_number(*, viewer: Person, number: str, on: date) -> Case | None:
    """Return the case of a number that the viewer may see."""
    found = _NUMBER.fullmatch(number.strip())
    here = permissions.visible_to(viewer, on=on)
    return found and here.filter(series=found[1], year=found[2], number=found[3]).first()


def _with(words: Iterable[str], school: int) -> Q:
    """Cases that have every one of some words, themselves or in what was merged into them."""
    every = Q()
    for word in words:
        rows = Word.objects.filter(school=school, mark=keys.mark_of_word(word, school=school))
        merged = rows.filter(case__into__isnull=False).values("case__into")
        every &= Q(pk__in=rows.values("case")) | Q(pk__in=merged)
    return every


def linked(case: Case, *, viewer: Person, on: date) -> list[Case]:
    """Return the cases linked to one that the viewer may see as well."""
    pairs = Link.objects.filter(Q(first=case) | Q(second=case)).values_list("first", "second")
    others = {pk for pair in pairs for pk in pair} - {case.pk}
    return list(permissions.visible_to(viewer, on=on, among=others))


def merged_into(case: Case) -> QuerySet[Case]:
    """Return the cases that were merged into one."""
    return Case.objects.filter(into=case).order_by("pk")


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened around somebody, over the cases that the viewer may see, in order."""

    name: str
    cases: list[Case]
    entries: list[Written]


def timeline(case: Opened, party: int, *, viewer: Person, on: date) -> Timeline | None:
    """Return what happened in every case in which somebody of this case is, and in those linked to
    it where they are only named. None if nobody of this case is meant. Source: CON-37."""
    found = next((one for one in queries.parties(case) if one.row.pk == party), None)
    if found is None:
        return None
    there = {case.case.pk: case.case} | {one.pk: one for one in _with_them(found, viewer, on)}
    there |= {one.pk: one for one in _others(case.case, viewer, on)
              if not found.person and _is_named(one, found.name, viewer, on)}  # fmt: skip
    every = [queries.opened(case=one, viewer=viewer, on=on) for one in there.values()]
    entries = [entry for one in every for entry in queries.chronology(one)]
    entries.sort(key=lambda one: (one.row.happened_at, one.row.pk))
    return Timeline(found.name, sorted(there.values(), key=lambda one: one.opened_at), entries)


def _others(case: Case, viewer: Person, on: date) -> list[Case]:
    """Return the cases in which somebody who is only named may be meant: those linked; of improper
    contact every other one of that kind, so that who contacts staff has a history. CON-18."""
    found = linked(case, viewer=viewer, on=on)
    if case.situation == _CONTACT:
        same = permissions.visible_to(viewer, on=on).filter(situation=_CONTACT)
        found += same.exclude(pk=case.pk).select_related("school")
    return found


def _with_them(found: queries.InIt, viewer: Person, on: date) -> QuerySet[Case]:
    """Cases in which somebody whom the school knows has a part."""
    if not found.person:
        return Case.objects.none()
    rows = Party.objects.filter(school=viewer.school_id, mark=bytes(found.row.mark), left_at=None,
                                kept=None)  # fmt: skip
    merged = rows.filter(case__into__isnull=False).values("case__into")
    here = Q(pk__in=rows.values("case")) | Q(pk__in=merged)
    return permissions.visible_to(viewer, on=on).filter(here)


def _is_named(case: Case, name: str, viewer: Person, on: date) -> bool:
    there = queries.parties(queries.opened(case=case, viewer=viewer, on=on))
    return any(one.name.casefold() == name.casefold() for one in there)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What came of a case of the same category; nobody is named, and no number is given."""

    opened_at: datetime
    seriousness: str
    outcomes: tuple[str, ...]


def earlier(case: Case, *, viewer: Person, on: date) -> list[Earlier]:
    """Return closed cases of the same category that the viewer may see, newest first, with what
    came of them. Source: CON-43 (000 App 2)."""
    if not case.category:
        return []
    seen = permissions.visible_to(viewer, on=on).filter(category=case.category, state=State.CLOSED)
    found = seen.exclude(pk=case.pk).select_related("school").order_by("-closed_at")
    return [_came_of(one, viewer, on) for one in found[:_MOST_EARLIER]]


def _came_of(case: Case, viewer: Person, on: date) -> Earlier:
    opened = queries.opened(case=case, viewer=viewer, on=on)
    return Earlier(case.opened_at, case.seriousness, tuple(_outcomes(opened)))


def _outcomes(opened: Opened) -> Iterable[str]:
    for part in queries.together(opened):
        for row in Entry.objects.filter(case=part.case, kind__in=OUTCOMES):
            kind, said = KINDS[row.kind], part.read(row, "body")
            field = next(field for field in kind.fields if field.name == kind.outcome)
            yield dict(field.choices).get(said.get(field.name, ""), "")
