"""Words whose time is over: blanked in their row, and erased from the journal's entries on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.access.models import CandidateSearch, Declaration
from schoolgate.access.verbs import AccessVerb
from schoolgate.people.models import School
from schoolgate.records import actions as journal
from schoolgate.records.models import Entry
from schoolgate.records.parties import System

Kept = CandidateSearch | Declaration  # has keep_until_on and erased_at


@dataclass(frozen=True, slots=True)
class Erasing:
    """How the rows of a table are erased: what they are blanked with, and the verb for it."""

    model: type[CandidateSearch] | type[Declaration]
    blank: Mapping[str, str | None]
    verb: AccessVerb


def erase_past(how: Erasing, *, school: School, by: System, at: datetime) -> int:
    """Erase the rows of a school whose last day has come; return how many.

    Each in a transaction of its own: daily, and safe to stop anywhere.
    """
    over = how.model._default_manager.filter(school=school, erased_at=None,
                                             keep_until_on__lte=timezone.localdate(at))  # fmt: skip
    return sum(_erase(one, how, by, at) for one in over.order_by("pk"))


@transaction.atomic
def _erase(one: Kept, how: Erasing, by: System, at: datetime) -> int:
    here = how.model._default_manager.filter(
        pk=one.pk, erased_at=None, keep_until_on__lte=timezone.localdate(at)
    )
    if here.update(**how.blank, erased_at=at) != 1:
        return 0
    entries = Entry.objects.filter(
        journal=one.school_id,
        body__isnull=False,
        object_kind=one._meta.label_lower,
        object_id=str(one.pk),
    )
    with journal.one_act():
        for entry in entries.select_related("journal"):
            journal.erase_body(entry=entry, by=by, at=at, because="kept no longer")
        journal.write(school=one.school, by=by, at=at, verb=how.verb, object=one)
    return 1
