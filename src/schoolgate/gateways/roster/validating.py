"""Validating: drafts in, people that could be stored and sentences about the rest out. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from schoolgate.gateways.roster.drafts import Draft, Reading
from schoolgate.gateways.roster.faults import Fault
from schoolgate.gateways.roster.kinds import kind_word, post, year_number
from schoolgate.people import rules
from schoolgate.people.changes import Known, Value
from schoolgate.people.rules import Kind

_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_FORMS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%b-%Y", "%d %b %Y",
                 "%d %B %Y", "%Y%m%d")  # fmt: skip
_YES: Final = frozenset({"1", "ect", "nqt", "t", "true", "y", "yes"})
_LONGEST: Final = {"id": 80, "given": 60, "family": 60, "name": 120, "job": 120, "email": 254,
                   "class_name": 60}  # fmt: skip
_EARLIEST: Final = date(1920, 1, 1)


class _Wrong(Exception):
    """A row cannot be taken; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What can be taken, what cannot, and every id that the files speak of in any way."""

    known: Sequence[Known]
    places: Mapping[str, tuple[str, int]]
    faults: Sequence[Fault]
    spoken: frozenset[str]


def judge(reading: Reading) -> Judged:
    """Judge every draft by itself: a bad one takes no other along."""
    known: dict[str, Known] = {}
    places: dict[str, tuple[str, int]] = {}
    faults = list(reading.faults)
    for draft in reading.drafts:
        try:
            one = _judged(draft, places)
        except _Wrong as wrong:
            faults.append(Fault(draft.file, draft.line, str(wrong)))
        else:
            known[one.external_id], places[one.external_id] = one, (draft.file, draft.line)
    spoken = reading.loose | {draft.id for draft in reading.drafts}
    return Judged(list(known.values()), places, sorted(faults), spoken)


def _judged(draft: Draft, places: Mapping[str, tuple[str, int]]) -> Known:
    _refuse_long(draft)
    if not draft.id:
        raise _Wrong("There is no id. Names are not enough to know somebody again.")
    if draft.id in places:
        file, line = places[draft.id]
        raise _Wrong(f"The id “{draft.id}” stands twice, first at {file} line {line}.")
    kind = kind_word(draft.kind)
    if not kind:
        raise _Wrong(
            f"“{draft.kind}” is no kind of person. Write pupil, staff, parent or governor."
        )
    guards = tuple(sorted({pupil: _slug(relation) for pupil, relation in draft.guards}.items()))
    teaches = draft.teaches if kind in rules.STAFF_KINDS else ()
    return Known(draft.id, _values(draft, kind), guards, teaches)


def _values(draft: Draft, kind: str) -> dict[str, Value]:
    given, family, name = _names(draft)
    year = _year(draft.year) if kind == Kind.PUPIL else None
    newly = draft.newly_qualified.lower() in _YES
    role = rules.pupil_role(year) if kind == Kind.PUPIL else post(
        kind, draft.job, newly_qualified=newly
    )  # fmt: skip
    starts_on, ends_on = _day(draft.starts_on), _day(draft.ends_on)
    if last_day := _day(draft.last_day):
        ends_on = last_day + timedelta(days=1)
    if starts_on and ends_on and ends_on <= starts_on:
        raise _Wrong(f"They would leave before they start on {starts_on}. Look at both dates.")
    return {
        "name": name, "given_name": given, "family_name": family, "kind": kind, "role": role,
        "title": rules.year_name(year) if kind == Kind.PUPIL else draft.job,
        "email": _email(draft.email), "year": year, "class_name": draft.class_name,
        "starts_on": starts_on, "ends_on": ends_on, "newly_qualified": newly,
    }  # fmt: skip


def _names(draft: Draft) -> tuple[str, str, str]:
    """Return given name, family name and the name that is shown."""
    given, family = draft.given, draft.family
    if draft.name and not (given or family):
        last, comma, first = draft.name.partition(",")
        words = (first if comma else draft.name).split()
        given, family = (" ".join(words), last.strip()) if comma else (
            " ".join(words[:-1]), "".join(words[-1:])
        )  # fmt: skip
    name = " ".join(f"{given} {family}".split())
    if not name:
        raise _Wrong("There is no name. Add one in the school's own system.")
    return given, family, name


def _year(text: str) -> int | None:
    if not text:
        return None
    found = {year_number(part) for part in text.split(",")}
    if None in found or len(found) != 1:
        raise _Wrong(f"“{text}” is no year. Write Nursery, Reception or Year 1 to Year 13.")
    return found.pop()


def _day(text: str) -> date | None:
    if not text:
        return None
    bare = re.split(r"[T ]\d{1,2}:", text)[0]
    for form in _FORMS:
        try:
            day = datetime.strptime(bare, form).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
        if day >= _EARLIEST:
            return day
    raise _Wrong(f"“{text}” is no date. Write it as 2026-09-01 or 01/09/2026.")


def _email(text: str) -> str:
    if text and not _EMAIL.fullmatch(text):
        raise _Wrong(f"“{text}” is no e-mail address. Correct it or leave it empty.")
    return text.lower()


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:40] or "parent"


def _refuse_long(draft: Draft) -> None:
    for field, longest in _LONGEST.items():
        if len(getattr(draft, field)) > longest:
            raise _Wrong(f"The {field.replace('_', ' ')} has more than {longest} characters.")
    if any(len(name) > _LONGEST["class_name"] for name in draft.teaches):
        raise _Wrong("The name of a class has more than 60 characters.")
