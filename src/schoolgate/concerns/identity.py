"""Names that are kept back: how one is sealed, and what is shown of it before it is opened.

Nothing here shows a name but `read_with`, which needs the key that an agreed opening holds;
`withheld` opens names for one purpose alone: to leave them out of what leaves a case.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from schoolgate.concerns import keys, permissions, queries
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Case, KeptName, Opening, Party
from schoolgate.concerns.rules.words import Part
from schoolgate.kernel import canonical
from schoolgate.people.models import Person
from schoolgate.records import sealing

OF_THE_NAME: Final = ("name", "reach")  # fields of a form that tell who filled it in


def sealed(case: Opened, party: Party, said: Mapping[str, str]) -> KeptName:
    """Return the row that keeps a name, not saved yet."""
    row, key = KeptName(school_id=case.case.school_id, party=party), sealing.new_key()
    row.said = sealing.seal(canonical.text(dict(said)).encode(), key=key, place=_place(row))
    wrapped = sealing.wrap(key, to=_kept_for(row))
    row.key = case.seal(row, "key", b64encode(wrapped).decode())
    return row


def key_of(case: Opened, row: KeptName) -> bytes:
    """Return the key of a kept name. Raises sealing.UnableToOpen."""
    return sealing.unwrap(b64decode(_part(case, row).read(row, "key")), to=_kept_for(row))


def read_with(key: bytes, row: KeptName) -> dict[str, str]:
    """Return a kept name: `name` and, where it was told, `reach`. Raises sealing.UnableToOpen."""
    said: dict[str, str] = json.loads(sealing.unseal(bytes(row.said), key=key, place=_place(row)))
    return said


def holder_of(opening: Opening) -> str:
    """Return whom the key is wrapped for: one person, by one opening."""
    return f"{opening.school_id}:opening:{opening.token}:{opening.by_id}"


def withheld(case: Opened) -> set[str]:
    """Return the names of those who told the school, kept back or not, so that what leaves the
    case is written without them."""
    there = queries.parties(case)
    kept = [read_with(key_of(case, one), one) for one in _kept(case)]
    open_names = {one.name for one in there if one.row.part == Part.REPORTER and not one.kept}
    return open_names | {one["name"] for one in kept}


def alike(case: Opened) -> list[str]:
    """Return the names that are left out together with a kept one, so that the gap does not tell
    whose it is: of every adult of the school who has no other part. None where none is kept."""
    if not _kept(case).exists():
        return []
    named = {one.person for one in queries.parties(case)}
    adults = Person.objects.filter(school=case.case.school_id).exclude(kind="pupil")
    return [one.name for one in adults if one.pk not in named]


def kept_in(case: Opened, pk: int) -> KeptName | None:
    """Return a name that is kept back in a case, or in one that was merged into it."""
    return _kept(case).filter(pk=pk).select_related("party__case").first()


def opening_in(case: Opened, pk: int) -> Opening | None:
    """Return a request for a name of a case."""
    rows = Opening.objects.filter(kept__in=_kept(case), pk=pk)
    return rows.select_related("by__school", "decided_by", "kept__party__case").first()


@dataclass(frozen=True, slots=True)
class Asking:
    """A request as the page of a case shows it; `may` is decide, read, wait or nothing."""

    row: Opening
    may: str


def asked_in(case: Opened, viewer: Person, *, at: datetime, on: date) -> list[Asking]:
    """Return what is asked in a case and not over, with what the viewer may do about it."""
    cases = [one.case.pk for one in queries.together(case)]
    rows = Opening.objects.filter(kept__party__case__in=cases).select_related("by", "kept")
    agrees = permissions.may_agree(viewer, case.case, on=on)
    found = [Asking(one, _may(one, viewer, agrees, at)) for one in rows]
    return [one for one in found if one.may]


def may_be_asked(case: Opened, viewer: Person, *, at: datetime, on: date) -> bool:
    """Tell whether the viewer may ask for a name, and has not asked already."""
    mine = (one.row.by_id == viewer.pk for one in asked_in(case, viewer, at=at, on=on))
    return permissions.may_ask_name(viewer, case.case, on=on) and not any(mine)


def waiting_for(viewer: Person, *, at: datetime, on: date) -> list[tuple[Case, Opening, str]]:
    """Return the requests about which the viewer can do something, over all of their cases."""
    rows = Opening.objects.filter(school=viewer.school_id).select_related(
        "kept__party__case__into", "kept__party__case__school"
    )
    open_rows = rows.filter(decided_at=None) | rows.filter(until_at__gt=at, by=viewer)
    found = []
    for row in open_rows:
        case = row.kept.party.case.into or row.kept.party.case
        if permissions.may_see(viewer, case, on=on):
            may = _may(row, viewer, permissions.may_agree(viewer, case, on=on), at)
            found.append((case, row, may))
    return [one for one in found if one[2] in {"decide", "read"}]


def _may(row: Opening, viewer: Person, agrees: bool, at: datetime) -> str:
    if row.decided_at is None:
        return "wait" if row.by_id == viewer.pk else "decide" if agrees else "nothing"
    open_still = row.until_at is not None and row.until_at > at
    return "read" if open_still and row.by_id == viewer.pk else ""


def _kept(case: Opened) -> QuerySet[KeptName]:
    parts = [one.case.pk for one in queries.together(case)]
    return KeptName.objects.filter(party__case__in=parts, party__left_at=None)


def _part(case: Opened, row: KeptName) -> Opened:
    """Return the case that a name was kept in: this one, or one that was merged into it."""
    for one in queries.together(case):
        if one.case.pk == row.party.case_id:
            return one
    raise keys.NotAdmitted(f"{row.pk} is of another case.")


def _kept_for(row: KeptName) -> str:
    return f"{row.school_id}:kept-name:{row.token}"


def _place(row: KeptName) -> str:
    return f"concerns.keptname:{row.token}:said"
