"""Who may read which entries: those of the own school whose verb names a role of the reader."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from schoolgate.records import verbs
from schoolgate.records.models import Entry


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever looks: somebody of one school, with the roles that they hold today."""

    school_id: int
    roles: frozenset[str]


def visible_to(viewer: Reader | None) -> QuerySet[Entry]:
    """Return the entries that the viewer may read: none without a role that a verb names."""
    if viewer is None:
        return Entry.objects.none()
    return Entry.objects.filter(journal=viewer.school_id, verb__in=readable(viewer))


def may_read(viewer: Reader | None, entry: Entry) -> bool:
    """Tell whether the viewer may read one entry; agrees with `visible_to`."""
    if viewer is None or viewer.school_id != entry.journal_id:
        return False
    return entry.verb in readable(viewer)


def readable(viewer: Reader) -> frozenset[str]:
    """Return the verbs whose entries the viewer may read."""
    return frozenset().union(*(verbs.readable_by(role) for role in viewer.roles))
