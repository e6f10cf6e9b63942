"""The policies in use.

`of(school)` is what everybody asks for: the versions in force, or the pack on file of a school that
has none yet. `loaded(name)` is a pack on file. A version is made of stored texts alone, those of
its template included.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import date
from threading import RLock
from typing import Final, NamedTuple

from django.db import connection
from django.utils import timezone

from schoolgate.people import looking
from schoolgate.people import queries as people
from schoolgate.people.models import School
from schoolgate.policies import issues
from schoolgate.policies.analysis.departures import departures
from schoolgate.policies.analysis.findings import Finding, findings
from schoolgate.policies.language.effective import Pack, standards_folders
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.language.pieces import front_of
from schoolgate.policies.models.times import SchoolTimes
from schoolgate.policies.models.versions import MAIN, Version
from schoolgate.policies.on_file import Loaded, folder, loaded, on_file, templates, texts_on_file
from schoolgate.policies.rules.bands import bands
from schoolgate.policies.school_terms import taught_in
from schoolgate.records.tenancy import acting_for, everywhere

__all__ = ["Beside", "Loaded", "assembled", "beside", "folder", "found_in", "in_terms_of",
           "loaded", "of", "of_each", "on_file", "standards", "states_times", "templates",
           "texts_on_file", "times_set"]  # fmt: skip

MOST_VERSIONS: Final = 1000
_lock = RLock()


class _Live(NamedTuple):
    """What is in force: the hash of each document's texts, the keys of their rows, and the hash of
    the template's issue that the main one builds on."""

    hashes: tuple[str, ...]
    keys: tuple[int, ...]
    issue: str | None


class Beside(NamedTuple):
    """The texts beside a document by file name, and the stored issue that they build on; where
    they are not stored themselves, the template on file counts."""

    texts: dict[str, str]
    issue: str | None = None
    is_stored: bool = True


_held: OrderedDict[tuple[tuple[str, ...], str | None], Loaded] = OrderedDict()


def of(school: School, *, on: date | None = None) -> Loaded:
    """Return a school's policy as it is in force on a day (None: today). Raises PackError.

    The documents in force of all kinds, joined; for a school without a version in force, the pack
    on file.
    """
    with acting_for(school.pk):  # public, also for people of other schools
        found = _live(on, school.pk).get(school.pk)
        known = loaded(school.pack) if found is None else _made(found)
        return in_terms_of(school, known)


def in_terms_of(school: School, known: Loaded) -> Loaded:
    """Return a policy that reckons in the terms of the school's own calendar, once it has some; and
    in the hours that the school has set, where the policy states none."""
    dates, pack = people.dates(school), known.pack
    hours = "" if pack.book.calendar.bands else times_set(school)
    if not dates.terms and not hours:
        return known
    return known.once(
        ("terms", dates, hours),
        lambda: Loaded(taught_in(pack, dates.stated, bands(json.loads(hours or "{}"))),
                       known.stamp),
    )  # fmt: skip


def states_times(school: School) -> bool:
    """Tell whether a school's policy states hours of its own. Raises PackError."""
    found = _live(None, school.pk).get(school.pk)
    known = loaded(school.pack) if found is None else _made(found)
    return bool(known.pack.book.calendar.bands)


def times_set(school: School) -> str:
    """Return the hours that a school has set, as they are stored, or nothing."""
    rows = SchoolTimes.objects.filter(school=school).order_by("-pk")
    return rows.values_list("hours", flat=True).first() or ""


def of_each(schools: Iterable[School], *, on: date | None = None) -> list[Loaded | None]:
    """Return the policy of each school, with one query once they are known; None for mistakes."""
    with everywhere(because="Policies are public, and are compared over schools."):
        every = _live(on)
        return [_or_none(school, every.get(school.pk)) for school in schools]


def _or_none(school: School, found: _Live | None) -> Loaded | None:
    try:
        return loaded(school.pack) if found is None else _made(found)
    except PackError:
        return None


# Plain SQL: it is asked several times on every page, and the ORM takes six times as long.
_IN_FORCE: Final = (
    "SELECT school_id, document, text_hash, id, until_on IS NULL OR until_on > %s, issue_id"
    " FROM policies_version WHERE stage = 'approved' AND from_on <= %s{} "
    "ORDER BY school_id, document, from_on, number"
)


def _live(on: date | None, school: int | None = None) -> dict[int, _Live]:
    """Return what is in force by school, with one query that reads no text."""
    today = (on or timezone.localdate()).isoformat()
    return looking.once(("in force", school, today), lambda: _read_live(today, school))


def _read_live(today: str, school: int | None) -> dict[int, _Live]:
    only, whose = ("", []) if school is None else (" AND school_id = %s", [school])
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE.format(only), [today, today, *whose])
        rows = cursor.fetchall()
    last: dict[int, dict[str, _Row]] = {}
    for key, document, *row in rows:
        last.setdefault(key, {})[document] = _Row(*row)
    return {key: _kept(found) for key, found in last.items() if MAIN in found}


class _Row(NamedTuple):
    text_hash: str
    pk: int
    holds: bool
    issue: str | None


def _kept(documents: dict[str, _Row]) -> _Live:
    here = [row for row in documents.values() if row.holds]
    hashes, keys = tuple(row.text_hash for row in here), tuple(row.pk for row in here)
    return _Live(hashes, keys, documents[MAIN].issue)


def _made(live: _Live) -> Loaded:
    key = (live.hashes, live.issue)
    held = _held.get(key)
    if held is not None:
        return held
    with _lock:
        known = _held[key] = issues.stored(_texts(live.keys), live.issue)
        while len(_held) > MOST_VERSIONS:
            _held.popitem(last=False)
        return known


def _texts(keys: Iterable[int], *, without: str | None = None) -> dict[str, str]:
    """Return the stored texts of versions by file name. Raises PackError where one is not whole."""
    texts: dict[str, str] = {}
    for one in Version.objects.filter(pk__in=keys).exclude(document=without):
        texts |= json.loads(issues.whole(one.texts, one.text_hash, str(one)))
    return texts


def beside(school: School, document: str, *, on: date | None = None) -> Beside:
    """Return the texts in force beside a document: what its own texts are joined with.

    Beside a child document of a school without a main version stands the pack on file. Raises
    PackError.
    """
    with acting_for(school.pk):
        found = _live(on, school.pk).get(school.pk)
        if found is None:
            return Beside({} if document == MAIN else _on_file(school.pack), is_stored=False)
        return Beside(_texts(found.keys, without=document), found.issue)


def assembled(
    school: School, document: str, texts: Mapping[str, str], *,
    on: date | None = None, issue: str | None = None, is_draft: bool = True,
) -> Loaded:  # fmt: skip
    """Return what the texts of a document make with what is in force beside it. Raises PackError.

    The main policy builds on the stored `issue`; while it is a draft on none, on the template on
    file. A document beside it builds on the issue of the main policy in force.
    """
    others = beside(school, document, on=on)
    every = {**others.texts, **texts}
    if document != MAIN and others.is_stored:
        return issues.stored(every, others.issue)
    if document != MAIN or (is_draft and issue is None):
        return on_file(every)
    return issues.stored(every, issue)


def _on_file(name: str) -> dict[str, str]:
    main = texts_on_file(name)
    return {file: text for file, text in main.items() if not front_of(text).part_of}


def found_in(known: Loaded, today: date) -> list[Finding]:
    """Return the findings of a policy, departures from the standards on file included."""
    mine = known.once(("findings", today), lambda: findings(known.pack, today))
    if known.pack.front.kind == "standards":
        return mine
    against, unread = standards()
    key = ("departures", tuple(standard.hash for standard in against))
    return [*mine, *known.once(key, lambda: list(departures(known.pack, against))), *unread]


def standards() -> tuple[list[Pack], list[Finding]]:
    """Return the standards packs that can be read, and a finding for each that cannot."""
    read, unread = [], []
    for path in standards_folders(folder()):
        try:
            read.append(loaded(str(path)).pack)
        except PackError:
            says = f"the standards in {path.name} cannot be read, so nothing is compared with them."
            unread.append(Finding("departure", says))
    return read, unread
