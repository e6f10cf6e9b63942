"""Every read of the journal for people. Checking and exporting read it whole: `verifying`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from schoolgate.records import permissions, verbs
from schoolgate.records.models import Entry, Journal
from schoolgate.records.parties import HasSlug
from schoolgate.records.permissions import Viewer
from schoolgate.records.verbs import Told


@dataclass(frozen=True, slots=True)
class Filters:
    """What to look for; everything that is given must fit. `from_at` inclusive, `until_at` not."""

    actor: str = ""
    verb: str = ""
    object_kind: str = ""
    object_id: str = ""
    clause: str = ""
    action_id: UUID | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None

    def lookups(self) -> dict[str, Any]:
        """Return the given ones as Django's look-ups."""
        named = ("actor", "verb", "object_kind", "object_id", "clause")
        given = {name: getattr(self, name) for name in named}
        given["action"] = self.action_id.hex if self.action_id else ""
        given |= {"at__gte": self.from_at, "at__lt": self.until_at}
        return {name: value for name, value in given.items() if value}


def entries(
    *, viewer: Viewer | None, school: HasSlug, filters: Filters | None = None
) -> QuerySet[Entry]:
    """Return the entries of a school that the viewer may read, newest first."""
    given = filters.lookups() if filters else {}
    mine = permissions.visible_to(viewer).filter(journal=school.pk, **given)
    return mine.order_by("-sequence")


def sentence(entry: Entry) -> str:
    """Put an entry into words. Of erased words only ids are left."""
    return verbs.sentence(
        Told(
            verb=entry.verb,
            actor=entry.actor_label or entry.actor.replace(":", " "),
            object=entry.object_label or f"{entry.object_kind} {entry.object_id}",
            clause=entry.clause,
            body=json.loads(entry.body or "{}"),
        )
    )


def journals() -> QuerySet[Journal]:
    """Return every journal of this installation, by name: for the operator's commands."""
    return Journal.objects.order_by("name")
