"""What the pages begin with: the folder or item that the visitor may see, or 404."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.utils import timezone

from schoolgate.evidence import entitled, opening, queries
from schoolgate.evidence.models import Folder, Item
from schoolgate.evidence.opening import Opened
from schoolgate.people.visits import PersonsVisit

_NONE = "This evidence is not for you."


def folder(request: PersonsVisit, pk: int) -> Opened:
    """Return a folder, opened. Raises PermissionDenied for whoever may not see it, alike whether it
    is there: the refusal stands in the journal (HSM-04)."""
    found = queries.folder(pk=pk, viewer=request.person, on=timezone.localdate())
    if found is None:
        raise PermissionDenied(_NONE)
    return _open(request, found)


def item(request: PersonsVisit, pk: int) -> tuple[Opened, Item]:
    """Return an item and its folder, opened. Raises PermissionDenied like `folder`."""
    found = queries.item(pk=pk, viewer=request.person, on=timezone.localdate())
    if found is None:
        raise PermissionDenied(_NONE)
    return _open(request, found.folder), found


def about(request: PersonsVisit, one: Folder) -> dict[str, Any]:
    """Return what every page of a folder shows: whose it is, and the way back."""
    title, back = entitled.title(one.keeper, request.person)
    return {"school": one.school, "folder": one, "title": title, "back": back}


def private(answer: HttpResponseBase) -> HttpResponseBase:
    """Return an answer that no browser keeps and no script of which runs here."""
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _open(request: PersonsVisit, found: Folder) -> Opened:
    try:
        return opening.by_person(found, request.person, on=timezone.localdate())
    except opening.UnableToOpen as error:  # taken away this very moment
        raise PermissionDenied(str(error)) from None
