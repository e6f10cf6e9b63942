"""What the pages of the room share: what an act is refused for, and how somebody has proved who
they are."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse

from schoolgate.accounts import sessions
from schoolgate.accounts.actions import UnableToOpen
from schoolgate.agreements import actions
from schoolgate.agreements.queries import Line
from schoolgate.agreements.rules.kinds import PUPILS
from schoolgate.people import acts
from schoolgate.people.visits import PersonsVisit

REFUSED = (actions.UnableToAllow, actions.UnableToPublish, actions.UnableToSign, UnableToOpen)
carry_out = partial(acts.carry_out, refused=REFUSED)


def found(line: Line | None) -> Line:
    """Return a line, or answer that there is no such page."""
    if line is None:
        raise Http404("There is nothing here for you to sign.")
    return line


def shown_picture(picture: bytes) -> HttpResponse:
    """Answer with a scanned page."""
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(picture, content_type="image/jpeg", headers=headers)


def is_young(line: Line) -> bool:
    """Tell whether a pupil reads the page."""
    return line.document.group in PUPILS and not line.document.by_parent


def how(request: PersonsVisit) -> str:
    """Return how whoever signs has proved who they are."""
    return sessions.means(request, request.account)[:120]
