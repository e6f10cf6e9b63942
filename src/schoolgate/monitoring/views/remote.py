"""Pages of remote sessions: what everybody may know, one’s own notice, a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Link, Listed, Shown
from schoolgate.monitoring import actions, permissions
from schoolgate.monitoring.actions import Remote
from schoolgate.monitoring.forms.remote import RemoteForm
from schoolgate.monitoring.models import RemoteSession
from schoolgate.people import queries as people
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit

_COLUMNS: Final = (Column("When"), Column("Machine"), Column("Who"), Column("What"),
                   Column("Until"))  # fmt: skip
_NOTICE: Final = (
    "Staff can see the screens of school computers from another place, and can take a computer "
    "over. Each time, it is written down here: who, which computer, when. If it was your screen, "
    "you are told why."
)


@require_safe
@never_cache
def sessions(request: PersonsVisit, school: str) -> HttpResponse:
    """The notice to pupils and staff, and every session; whose screen it was only they are told."""
    today = timezone.localdate()
    may = permissions.may(request.person, Capability.REMOTE_BEGIN, on=today)
    new = Link("Begin a session", reverse("monitoring:remote-new", args=[school]))
    what = Listed(
        "Screens that staff looked at", _NOTICE, "sessions", _COLUMNS, _row,
        "Nobody has looked at a screen from another place.", links=[new] if may else [],
    )  # fmt: skip
    found = permissions.remote_visible_to(request.person, on=today)
    return pieces.listed(request, "remote", what, found.select_related("by", "school"))


def _row(one: RemoteSession) -> Sequence[Cell]:
    return (Cell(one.began_at), Cell(one.machine), Cell(one.by), Cell(_what(one)),
            Cell(one.ended_at or "Still on"))  # fmt: skip


def _what(one: RemoteSession) -> str:
    return "Took over the machine" if one.is_control else "Looked at the screen"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: PersonsVisit, school: str) -> HttpResponse:
    """Write down that I begin a session."""
    viewer = request.person
    there = people.people(viewer=viewer, on=timezone.localdate()).exclude(pk=viewer.pk)
    form = RemoteForm(request.POST or None, people=there.filter(kind__in=["pupil", "staff"]))

    def act(given: dict[str, Any]) -> tuple[str, str]:
        remote = Remote(given["machine"], given["reason"], given["what"] == "control",
                        given["person"], given["ticket"])  # fmt: skip
        made = actions.begin_remote(remote=remote, by=viewer, at=timezone.now())
        return ("It is written down. End it here when you are done.",
                reverse("monitoring:remote", args=[school, made.pk]))  # fmt: skip

    return pieces.filled(
        request, form, title="Begin a remote session", button="Begin", act=act,
        back=reverse("monitoring:remotes", args=[school]),
        about="Write this down before you look. Whoever is signed in there is told.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def one(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One session, for who began it, whose screen it was, and who answers for it."""
    viewer, now = request.person, timezone.now()
    row = permissions.remote_told_to(viewer, on=timezone.localdate(now)).filter(pk=pk).first()
    if row is None:
        raise Http404
    here = reverse("monitoring:remote", args=[school, pk])
    if request.method == "POST":

        def act() -> str:
            actions.end_remote(remote=row, by=viewer, at=timezone.now())
            return "The session is over."

        return pieces.pressed(request, here, act)
    actions.read_remote(remote=row, by=viewer, at=now)
    is_on = row.ended_at is None
    end = [Link("End the session", here, act="end")] if is_on and row.by == viewer else []
    facts = [("Machine", row.machine), ("Who looked", row.by), ("What", _what(row)),
             ("Why", row.reason), ("Whose screen", row.person or "Nobody was signed in"),
             ("From", row.began_at), ("Until", row.ended_at or "Still on")]  # fmt: skip
    return pieces.shown(request, Shown(
        "A screen that was looked at", "", Cell("On" if is_on else "Over",
                                                tone="yellow" if is_on else "grey"),
        facts, reverse("monitoring:remotes", args=[school]), links=end))  # fmt: skip
