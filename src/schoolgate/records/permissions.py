"""Who may read which entries: those of the own school whose verb names the reader's role."""

from __future__ import annotations

from typing import Any, Protocol

from django.db.models import QuerySet

from schoolgate.records import verbs
from schoolgate.records.models import Entry


class Viewer(Protocol):
    """Whoever looks: a person of one school in one role."""

    @property
    def school_id(self) -> Any: ...

    @property
    def role(self) -> Any: ...


def visible_to(viewer: Viewer | None) -> QuerySet[Entry]:
    """Return the entries that the viewer may read: none without a role that a verb names."""
    if viewer is None:
        return Entry.objects.none()
    readable = verbs.readable_by(viewer.role)
    return Entry.objects.filter(journal=viewer.school_id, verb__in=readable)


def may_read(viewer: Viewer | None, entry: Entry) -> bool:
    """Tell whether the viewer may read one entry; agrees with `visible_to`."""
    if viewer is None or viewer.school_id != entry.journal_id:
        return False
    return entry.verb in verbs.readable_by(viewer.role)
