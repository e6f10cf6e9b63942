"""How many concerns there were in a term: numbers without names, small ones not shown.

What is counted leaves this file only as it may be shown. Cases that governors lead are left out:
the headteacher reads these numbers too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import Final, NamedTuple

from django.db.models import F, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from schoolgate.concerns import keys, queries
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Admission, Case, Entry
from schoolgate.concerns.rules import came
from schoolgate.concerns.rules.kinds import OUTCOMES
from schoolgate.concerns.rules.naming import names_in
from schoolgate.concerns.rules.situations import CATEGORIES
from schoolgate.concerns.rules.terms import Span
from schoolgate.concerns.rules.words import State
from schoolgate.kernel import suppressing
from schoolgate.people.models import Person, School

UNSORTED: Final = "Not sorted yet"
FILES: Final = "Unexpected files and e-mails"
_FILE: Final = "unknown-file"


class Table(NamedTuple):
    """One way to divide the concerns of a term; no rows where they would give small ones away."""

    title: str
    rows: list[tuple[str, str]]


class Counted(NamedTuple):
    """What may be known of a term, and how many lessons were left out because they name people."""

    total: str
    tables: list[Table]
    lessons: list[str]
    left_out: int


def count(school: School, span: Span) -> Counted:
    """Return what a report of a term shows."""
    begins, ends = (timezone.make_aware(datetime.combine(day, at))
                    for day, at in ((span.first, time.min), (span.last, time.max)))  # fmt: skip
    rows = Case.objects.filter(school=school, series="", opened_at__range=(begins, ends))
    cases = list(rows.exclude(state=State.MERGED).select_related("school").order_by())
    lessons, left_out = _lessons(school, cases)
    tables = [
        _table("Kinds of concerns", [*CATEGORIES.values(), FILES, UNSORTED], map(_kind, cases)),
        _table("Days to the first response", came.DAYS, _days(cases, _read())),
        _table("Days to the first action", came.DAYS, _days(cases, _acted())),
        _table("What came of them", came.OUTCOMES, map(_outcome, cases)),
    ]
    return Counted(suppressing.shown(len(cases)), tables, lessons, left_out)


def _table(title: str, labels: Iterable[str], said: Iterable[str]) -> Table:
    counts, names = Counter(said), list(labels)
    shown = suppressing.table([counts[name] for name in names])
    return Table(title, list(zip(names, shown, strict=True)) if shown else [])


def _kind(case: Case) -> str:
    if case.situation == _FILE:
        return FILES
    return CATEGORIES.get(case.category, UNSORTED)


def _read() -> QuerySet[Entry]:
    return Entry.objects.filter(kind="read")


def _acted() -> QuerySet[Entry]:
    return Entry.objects.filter(by__isnull=False).exclude(kind="read")


def _days(cases: list[Case], entries: QuerySet[Entry]) -> Iterator[str]:
    """Yield how many days after each case was opened the first of some entries was written."""
    there = entries.filter(_in(cases)).annotate(of=Coalesce("case__into", F("case"))).order_by()
    first = dict(there.values("of").annotate(at=Min("written_at")).values_list("of", "at"))
    for case in cases:
        at = first.get(case.pk)
        gone = at and timezone.localdate(at) - timezone.localdate(case.opened_at)
        yield came.days(None if gone is None else gone.days)


def _in(cases: list[Case]) -> Q:
    found = [one.pk for one in cases]
    return Q(case__in=found) | Q(case__into__in=found)


def _outcome(case: Case) -> str:
    entries = [(row.kind, said) for row, said in _said(case, [*OUTCOMES, "referral"])]
    return came.outcome(entries, is_closed=case.state == State.CLOSED)


def _said(case: Case, kinds: Iterable[str]) -> list[tuple[Entry, dict[str, str]]]:
    """Return entries of some kinds with their words. The machine reads; nobody is shown them."""
    opened = _opened(case)
    if opened is None:
        return []
    rows = [(row, part.read(row, "body")) for part in queries.together(opened)
            for row in Entry.objects.filter(case=part.case, kind__in=list(kinds))]  # fmt: skip
    return sorted(rows, key=lambda one: (one[0].written_at, one[0].pk))


def _opened(case: Case) -> Opened | None:
    first = Admission.objects.filter(case=case, until_at=None).order_by("pk").first()
    return keys.opened(case, first) if first else None


def _lessons(school: School, cases: list[Case]) -> tuple[list[str], int]:
    """Return the lessons that may be shared, in an order that says nothing of their cases."""
    names = names_of(school)
    put_right = set(Entry.objects.filter(_in(cases), corrects__isnull=False)
                    .values_list("corrects", flat=True))  # fmt: skip
    found = [said.get("shared", "") for case in cases for row, said in _said(case, ["debrief"])
             if row.pk not in put_right]  # fmt: skip
    marked = sorted({one.strip() for one in found if one.strip()}, key=str.casefold)
    kept = [one for one in marked if not names_in(one, names)]
    return kept, len(marked) - len(kept)


def names_of(school: School) -> list[str]:
    """Return every name in a school's roster: whole, given and family name."""
    rows = Person.objects.filter(school=school).values_list("name", "given_name", "family_name")
    return [name for row in rows for name in row if name]
