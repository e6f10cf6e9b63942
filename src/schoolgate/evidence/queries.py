"""Every read of the vault; each starts from what the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from schoolgate.evidence import entitled, permissions, storing
from schoolgate.evidence.models import (
    Bundle,
    Copy,
    Custody,
    Destruction,
    Folder,
    FolderKey,
    Hold,
    Item,
)
from schoolgate.people.models import Person, School


def folder(*, pk: int, viewer: Person | None, on: date) -> Folder | None:
    """Return a folder that the viewer may see today, or None."""
    if viewer is None:
        return None
    found = Folder.objects.filter(pk=pk, school=viewer.school_id).select_related("school").first()
    return found if found and permissions.may_see(viewer, found, on=on) else None


def folder_of(*, school: School, keeper: str) -> Folder | None:
    """Return the folder of a keeper, for the room that keeps it."""
    return Folder.objects.filter(school=school, keeper=keeper).select_related("school").first()


def beside(*, folder: Folder, viewer: Person, on: date) -> list[Folder]:
    """Return the folders that belong with one, of those that the viewer may see today."""
    return [one for one in _beside(folder) if permissions.may_see(viewer, one, on=on)]


def _beside(folder: Folder) -> QuerySet[Folder]:
    keepers = entitled.beside(folder.keeper)
    found = Folder.objects.filter(school=folder.school_id, keeper__in=keepers)
    return found.select_related("school").order_by("pk")


def is_held(folder: Folder) -> bool:
    """Tell whether a folder is held for the police or a court, or one that belongs with it."""
    return any(hold(one) is not None for one in (folder, *_beside(folder)))


def has_key(folder: Folder) -> bool:
    """Tell whether anybody has a key of a folder: without one nobody opens it."""
    return FolderKey.objects.filter(folder=folder).exists()


def items(*, folder: Folder, viewer: Person | None, on: date) -> QuerySet[Item]:
    """Return what lies in a folder, in order; nothing to whom may not see it."""
    if not permissions.may_see(viewer, folder, on=on):
        return Item.objects.none()
    return Item.objects.filter(folder=folder).select_related("copy", "folder__school")


def item(*, pk: int, viewer: Person | None, on: date) -> Item | None:
    """Return an item whose folder the viewer may see today, or None."""
    if viewer is None:
        return None
    here = Item.objects.filter(pk=pk, school=viewer.school_id)
    found = here.select_related("folder__school", "copy").first()
    return found if found and permissions.may_see(viewer, found.folder, on=on) else None


def custody(*, items: Iterable[Item]) -> QuerySet[Custody]:
    """Return who handled items, in order; for those that were found above."""
    lines = Custody.objects.filter(item__in=list(items))
    return lines.select_related("item", "by", "bundle").order_by("at", "pk")


def bundles(*, folder: Folder, viewer: Person | None, on: date) -> QuerySet[Bundle]:
    """Return the bundles of a folder, newest first; none to whom may not see it."""
    if not permissions.may_see(viewer, folder, on=on):
        return Bundle.objects.none()
    return Bundle.objects.filter(folder=folder).select_related("by")


def bundle(*, pk: int, viewer: Person | None, on: date) -> Bundle | None:
    """Return a bundle that is made, of a folder that the viewer may see today."""
    if viewer is None:
        return None
    made = Bundle.objects.filter(pk=pk, school=viewer.school_id, uuid__isnull=False, gone_at=None)
    found = made.select_related("folder__school").first()
    return found if found and permissions.may_see(viewer, found.folder, on=on) else None


def folder_of_bundle(*, pk: int, viewer: Person) -> int:
    """Return the key of the folder that a bundle is of, made or not; 0 where there is none."""
    here = Bundle.objects.filter(pk=pk, school=viewer.school_id)
    return here.values_list("folder", flat=True).first() or 0


def held(items: QuerySet[Item]) -> int:
    """Return how many bytes of originals there are."""
    total: int = items.aggregate(total=Coalesce(Sum("size"), 0))["total"]
    return total


def hold(folder: Folder) -> Hold | None:
    """Return the hold that a folder is under."""
    return Hold.objects.filter(folder=folder, until_at=None).select_related("by").first()


def is_destroyed(folder: Folder) -> bool:
    """Tell whether everything in a folder was destroyed; nothing is put into it any more."""
    return Destruction.objects.filter(folder=folder).exists()


def destruction(*, pk: int, viewer: Person | None, on: date) -> Destruction | None:
    """Return the record of a destroyed folder that the viewer could see today if it were there."""
    if viewer is None:
        return None
    here = Destruction.objects.filter(folder=pk, school=viewer.school_id)
    found = here.select_related("folder__school").first()
    return found if found and entitled.holders(found.folder.keeper, viewer, on) else None


def belonging() -> set[Path]:
    """Return where every file lies that a row of any school points at; for the sweeper. Rows of
    what was destroyed point at nothing."""
    found: set[Path] = set()
    items = Item.objects.filter(folder__destruction=None)
    copies = Copy.objects.filter(item__folder__destruction=None)
    for rows in (
        items.values_list("folder__school", "folder__uuid", "uuid"),
        copies.values_list("item__folder__school", "item__folder__uuid", "uuid"),
        Bundle.objects.filter(gone_at=None).values_list("folder__school", "folder__uuid", "uuid"),
    ):
        found |= {storing.place(school, folder, uuid) for school, folder, uuid in rows if uuid}
    return found
