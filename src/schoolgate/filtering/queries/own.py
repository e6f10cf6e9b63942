"""The school's own list, and what is typed for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from schoolgate.filtering import permissions
from schoolgate.filtering.lists.own import Sorted, sort_out
from schoolgate.filtering.models import OwnEntry, UnlistedAnswer
from schoolgate.people.models import Person, School

SORTS = {
    "": ("host", "path", "pk"), "added": ("-added_at", "host"), "until": ("until_on", "host"),
    "what": ("allow", "host", "path"),
}  # fmt: skip
WHICH = {"": "In force", "open": "Opened", "closed": "Closed", "ending": "With a last day",
         "past": "Past"}  # fmt: skip


def entries(
    viewer: Person | None, *, on: date, which: str = "", words: str = "", sort: str = ""
) -> QuerySet[OwnEntry]:
    """Return the school's own entries, as one of `WHICH`, with these words in them, sorted."""
    found = permissions.seen(OwnEntry, viewer, on=on)
    over = Q(removed_at__isnull=False) | Q(until_on__lte=on)
    found = found.filter(over) if which == "past" else found.exclude(over)
    if which in {"open", "closed"}:
        found = found.filter(allow=which == "open")
    elif which == "ending":
        found = found.filter(until_on__isnull=False)
    for word in words.split():
        here = Q(host__icontains=word) | Q(path__icontains=word) | Q(comment__icontains=word)
        found = found.filter(here)
    return found.order_by(*SORTS.get(sort, SORTS[""]))


def judged(school: School, text: str, *, allow: bool, groups: str) -> Sorted:
    """Judge what is typed, a site on a line, against what the list holds for these groups."""
    there = OwnEntry.objects.filter(school=school, removed_at=None, groups=groups)
    known = (f"{host}{path}" for host, path in there.values_list("host", "path"))
    return sort_out(text.splitlines(), allow=allow, there=known)


def stored(groups: Iterable[str]) -> str:
    """Return groups as they are stored."""
    return " ".join(sorted(groups))


def answers(viewer: Person | None, *, on: date) -> QuerySet[UnlistedAnswer]:
    """Return every answer to unlisted sites, newest first."""
    return permissions.seen(UnlistedAnswer, viewer, on=on)
