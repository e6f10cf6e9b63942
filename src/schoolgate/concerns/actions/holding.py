"""The folder of evidence of a case: opened by whoever may see the case, with a key for each who is
admitted; and their key taken away with their admission."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from schoolgate.concerns import holding
from schoolgate.concerns.actions.storing import UnableToAct, open_for
from schoolgate.concerns.models import Admission, Case
from schoolgate.evidence import actions as vault
from schoolgate.evidence import queries as shelves
from schoolgate.evidence.models import Folder
from schoolgate.people.models import Person


@transaction.atomic
def open_evidence(*, case: Case, by: Person, at: datetime) -> Folder:
    """Return the folder of a case, opened first where there is none, with a key for everybody who
    is admitted by now; as are the folders of cases that were merged into it. Raises UnableToAct."""
    fresh = open_for(case, by, at).case
    if holding.is_illegal(fresh):
        raise UnableToAct(holding.ILLEGAL)
    admitted = Admission.objects.filter(case=fresh, until_at=None).order_by("pk")
    holders = [holding.holder(one) for one in admitted]
    folder = vault.open_folder(
        school=fresh.school, keeper=holding.keeper(fresh), holders=holders, by=by, at=at
    )
    for each in holding.folders_of(fresh):
        _share(each, holders, by, at)
    return folder


def _share(folder: Folder, holders: Iterable[str], by: Person, at: datetime) -> None:
    """Give each holder a key of a folder, where there is one to give."""
    if shelves.has_key(folder):
        for one in holders:
            vault.give_key(folder=folder, holder=one, by=by, at=at)


def shut_out(case: Case, person: Person, *, by: Person, at: datetime) -> None:
    """End what somebody was let see of a case in person, and delete their keys."""
    theirs = Admission.objects.filter(case=case, person=person, until_at=None)
    for one in theirs:
        take_key(one, by=by, at=at)
    theirs.update(until_at=at, wrapped=None)


def take_key(admission: Admission, *, by: Person, at: datetime) -> None:
    """Take away the keys of evidence from whose admission has ended. Whoever is still admitted has
    one first: with the last key all of it would be lost."""
    left = Admission.objects.filter(case=admission.case, until_at=None).exclude(pk=admission.pk)
    holders = [holding.holder(one) for one in left.order_by("pk")]
    for folder in holding.folders_of(admission.case):
        _share(folder, holders, by, at)
        vault.end_key(folder=folder, holder=holding.holder(admission), by=by, at=at)
