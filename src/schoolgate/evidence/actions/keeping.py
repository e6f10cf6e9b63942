"""Folders, and who has a key of one. The room that keeps a folder decides; it asks here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from schoolgate.evidence import opening
from schoolgate.evidence.models import Folder, FolderKey
from schoolgate.evidence.verbs import EvidenceVerb
from schoolgate.people.models import Person, School
from schoolgate.records import actions as journal
from schoolgate.records import sealing
from schoolgate.records.parties import System


@transaction.atomic
def open_folder(
    *, school: School, keeper: str, holders: Sequence[str], by: Person | System, at: datetime
) -> Folder:
    """Open the folder of a keeper, such as `concerns:case:7`, with a key for each holder, such as
    `elmfield:role:dsl`; the one that is there, with the keys it has, when it was opened before.
    """
    folder, is_new = Folder.objects.get_or_create(
        school=school, keeper=keeper, defaults={"opened_at": at}
    )
    if not is_new:
        return folder
    key = sealing.new_key()
    for holder in dict.fromkeys(holders):
        _wrap(folder, key, holder)
    journal.write(school=school, by=by, at=at, verb=EvidenceVerb.FOLDER_OPENED, object=folder,
                  body={"holders": list(dict.fromkeys(holders)), "keeper": keeper})  # fmt: skip
    return folder


@transaction.atomic
def give_key(*, folder: Folder, holder: str, by: Person | System, at: datetime) -> None:
    """Give a holder a key of a folder, who then sees it where its room says so. Nothing happens
    when they have one. Raises opening.UnableToOpen when nobody has one to give."""
    if FolderKey.objects.filter(folder=folder, holder=holder).exists():
        return
    _wrap(folder, opening.by_machine(folder).key, holder)
    journal.write(school=folder.school, by=by, at=at, verb=EvidenceVerb.KEY_GIVEN, object=folder,
                  body={"holder": holder})  # fmt: skip


@transaction.atomic
def end_key(*, folder: Folder, holder: str, by: Person | System, at: datetime) -> None:
    """Delete a holder's key of a folder; without one left, nobody opens it ever again."""
    gone, _ = FolderKey.objects.filter(folder=folder, holder=holder).delete()
    if gone:
        journal.write(school=folder.school, by=by, at=at, verb=EvidenceVerb.KEY_ENDED,
                      object=folder, body={"holder": holder})  # fmt: skip


def _wrap(folder: Folder, key: bytes, holder: str) -> None:
    wrapped = sealing.wrap(key, to=opening.holder_of(folder, holder))
    FolderKey.objects.create(school=folder.school, folder=folder, holder=holder, wrapped=wrapped)
