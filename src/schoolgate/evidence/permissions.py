"""Who may see a folder: whom its room names today, and who has a key. Everybody else: nobody."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from schoolgate.evidence import entitled
from schoolgate.evidence.models import Folder, FolderKey
from schoolgate.people.models import Person


def keys_of(viewer: Person | None, folder: Folder, *, on: date) -> QuerySet[FolderKey]:
    """Return the keys with which somebody opens a folder on a day; none: they may not see it."""
    if viewer is None or viewer.school_id != folder.school_id:
        return FolderKey.objects.none()
    named = entitled.holders(folder.keeper, viewer, on)
    return FolderKey.objects.filter(folder=folder, school=viewer.school_id, holder__in=named)


def may_see(viewer: Person | None, folder: Folder, *, on: date) -> bool:
    """Tell whether somebody may see a folder and what lies in it."""
    return keys_of(viewer, folder, on=on).exists()


def why_not_attach(folder: Folder) -> str:
    """Return why nothing may be put into a folder, whoever asks; "" where it may."""
    return entitled.no_files(folder.keeper)


def why_not_export(viewer: Person, folder: Folder, *, on: date) -> str:
    """Return why somebody makes no bundle of a folder; "" where they may."""
    if not may_see(viewer, folder, on=on):
        return "Only those who may see a folder make a bundle of it."
    return entitled.no_export(folder.keeper, viewer, on)
