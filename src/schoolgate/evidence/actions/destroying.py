"""What is kept no longer is destroyed, on record; a hold for the police or a court stops it.

Files go, and every key with them, so that no copy of a disk or of the database opens anything.
Items and custody lines stay: that there were files, their sums, and who handled them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone

from schoolgate.evidence import entitled, opening, permissions, queries, storing
from schoolgate.evidence.models import (
    Bundle,
    Copy,
    Destruction,
    Folder,
    FolderKey,
    Hold,
    Item,
    where,
)
from schoolgate.evidence.verbs import EvidenceVerb
from schoolgate.people.models import Person, School
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

BUNDLES_LAST: Final = timedelta(days=30)  # they are there to be taken away, and can be made again


class UnableToHold(Exception):
    """The folder is not held, or not let go. The message says why."""


@transaction.atomic
def hold(*, folder: Folder, why: str, by: Person, at: datetime) -> Hold:
    """Let nothing of a folder be destroyed, for the police or a court. Raises UnableToHold."""
    _refuse(folder, why, by, at)
    locked = Folder.objects.select_for_update().get(pk=folder.pk)
    if Destruction.objects.filter(folder=locked).exists():
        raise UnableToHold("It was destroyed already.")
    if queries.hold(locked) is not None:
        raise UnableToHold("It is held already.")
    opened = opening.by_person(locked, by, on=timezone.localdate(at))
    row = Hold(school=folder.school, folder=locked, by=by, from_at=at)
    row.why = opened.seal(why.strip().encode(), field="why", uuid=row.token)
    row.save(force_insert=True)
    journal.write(school=folder.school, by=by, at=at, verb=EvidenceVerb.FOLDER_HELD, object=folder)
    return row


@transaction.atomic
def release(*, folder: Folder, why: str, by: Person, at: datetime) -> None:
    """Let the period of a folder run again. Raises UnableToHold."""
    _refuse(folder, why, by, at)
    held = queries.hold(folder)
    if held is None:
        raise UnableToHold("It is not held.")
    opened = opening.by_person(folder, by, on=timezone.localdate(at))
    sealed = opened.seal(why.strip().encode(), field="ended-why", uuid=held.token)
    there = Hold.objects.filter(pk=held.pk, until_at=None)
    if there.update(until_at=at, ended_by=by, ended_why=sealed) != 1:
        raise UnableToHold("It is not held.")
    journal.write(school=folder.school, by=by, at=at, verb=EvidenceVerb.FOLDER_RELEASED,
                  object=folder, body={"hold": held.pk})  # fmt: skip


def destroy_past(*, school: School, by: System, at: datetime) -> int:
    """Destroy the folders of a school whose period is over; return how many. Each in a transaction
    of its own: safe to stop anywhere, and to run again."""
    there = Folder.objects.filter(school=school, destruction=None).order_by("pk")
    return sum(_destroy(one, by, at) for one in there if _is_over(one, at))


def drop_bundles(*, school: School, by: System, at: datetime) -> int:
    """Destroy the bundles of a school that were made long enough ago; return how many."""
    old = Bundle.objects.filter(school=school, gone_at=None, made_at__lte=at - BUNDLES_LAST)
    return sum(_drop(one, by, at) for one in old.select_related("folder").order_by("pk"))


def _is_over(folder: Folder, at: datetime) -> bool:
    last = entitled.until(folder.keeper).on
    over = last is not None and last < timezone.localdate(at)
    return over and not queries.is_held(folder)


@transaction.atomic
def _destroy(folder: Folder, by: System, at: datetime) -> int:
    locked = Folder.objects.select_for_update().select_related("school").get(pk=folder.pk)
    if not _is_over(locked, at) or Destruction.objects.filter(folder=locked).exists():
        return 0  # held, or reopened, this very moment
    items = list(Item.objects.filter(folder=locked))
    bundles = list(Bundle.objects.filter(folder=locked, gone_at=None))
    files = [where(locked, one) for one in [*items, *Copy.objects.filter(item__in=items)]]
    files += [_place(one) for one in bundles if one.uuid]
    Destruction.objects.create(
        school=locked.school, folder=locked, at=at, items=len(items), bundles=len(bundles),
        because=entitled.until(locked.keeper).says,
    )  # fmt: skip
    Bundle.objects.filter(folder=locked, gone_at=None).update(gone_at=at, file_key=None,
                                                              wrapped=None)  # fmt: skip
    FolderKey.objects.filter(folder=locked).delete()
    journal.write(school=locked.school, by=by, at=at, verb=EvidenceVerb.FOLDER_DESTROYED,
                  object=locked, body={"items": len(items), "bundles": len(bundles)})  # fmt: skip
    transaction.on_commit(partial(_unlink, files))
    return 1


@transaction.atomic
def _drop(bundle: Bundle, by: System, at: datetime) -> int:
    locked = Folder.objects.select_for_update().select_related("school").get(pk=bundle.folder_id)
    there = Bundle.objects.filter(pk=bundle.pk, gone_at=None, made_at__isnull=False)
    if queries.is_held(locked) or there.update(gone_at=at, file_key=None) != 1:
        return 0
    journal.write(school=locked.school, by=by, at=at, verb=EvidenceVerb.BUNDLE_DESTROYED,
                  object=bundle)  # fmt: skip
    transaction.on_commit(partial(_unlink, [_place(bundle)]))
    return 1


def _unlink(files: Iterable[Path]) -> None:
    """Take files away; what is left by a killed process the sweeper takes: no row points at it."""
    for one in files:
        one.unlink(missing_ok=True)


def _place(bundle: Bundle) -> Path:
    assert bundle.uuid is not None  # noqa: S101 it is made
    return storing.place(bundle.school_id, bundle.folder.uuid, bundle.uuid)


def _refuse(folder: Folder, why: str, by: Person, at: datetime) -> None:
    if said := permissions.why_not_export(by, folder, on=timezone.localdate(at)):
        raise UnableToHold(said)
    if not why.strip():
        raise UnableToHold("Say why. It is kept with the folder.")
