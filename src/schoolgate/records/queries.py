"""Every read of the journal for people. Checking and exporting read it whole: `verifying`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, OuterRef, QuerySet, Subquery

from schoolgate.records import permissions, verbs
from schoolgate.records.models import Entry, Journal, TreeHead
from schoolgate.records.parties import HasSlug
from schoolgate.records.permissions import Reader
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
    *, viewer: Reader | None, school: HasSlug, filters: Filters | None = None
) -> QuerySet[Entry]:
    """Return the entries of a school that the viewer may read, newest first."""
    given = filters.lookups() if filters else {}
    mine = permissions.visible_to(viewer).filter(journal=school.pk, **given)
    return mine.order_by("-sequence")


def last_head(*, viewer: Reader | None) -> TreeHead | None:
    """Return the newest signed head of the viewer's own journal."""
    if viewer is None:
        return None
    return TreeHead.objects.filter(journal=viewer.school_id).order_by("-size").first()


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


def last_instant() -> datetime | None:
    """Return when somebody acted last, at any school: for start-up, which distrusts clocks."""
    mine = Entry.objects.filter(journal=OuterRef("pk")).order_by("-sequence")
    last = Journal.objects.annotate(last=Subquery(mine.values("at")[:1]))
    found: datetime | None = last.aggregate(found=Max("last"))["found"]
    return found
