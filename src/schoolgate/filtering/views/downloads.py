"""Pages on which staff say what a download is for, and the list of what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.filtering import actions, permissions
from schoolgate.filtering.actions import Meant, UnableToAct
from schoolgate.filtering.forms.requests import PurposeForm
from schoolgate.filtering.models import Download
from schoolgate.filtering.queries import downloads as queries
from schoolgate.filtering.rules.downloads import KINDS, Outcome, Purpose
from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Link, Listed
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit

_COLUMNS: Final = (
    Column("File or site", "site"), Column("State"), Column("What it is"), Column("What for"),
    Column("Who", "who"), Column("Said", "said"), Column("Open until"), Column("Clause"),
    Column("Fetched"),
)  # fmt: skip


@require_safe
@never_cache
def downloads(request: PersonsVisit, school: str) -> HttpResponse:
    """What was downloaded for which lesson, and what was refused; the committee sees all of it."""
    now, viewer = timezone.now(), request.person
    today = timezone.localdate(now)
    new = Link("Say what a download is for", reverse("filtering:download-new", args=[school]))
    may = permissions.may(viewer, Capability.OPENING_ASK, on=today)
    what = Listed(
        "Downloads and what they are for", "Where the policy closes private downloads, music, "
        "video and games open for lesson work to whoever says for which lesson. The activity log "
        "names the same purpose.", "downloads", _COLUMNS, lambda one: _row(one, now),
        "Nobody has said what a download is for yet.", queries.WHICH, [new] if may else [],
    )  # fmt: skip
    found = queries.found(viewer=viewer, on=today, **pieces.asked(request))
    return pieces.listed(request, "downloads", what, found)


def _row(one: Download, now: datetime) -> Sequence[Cell]:
    opened = one.outcome == Outcome.ALLOWED
    return (
        Cell(one.place), Cell(one.said(now), tone=one.tone(now)), Cell(KINDS.get(one.kind, "")),
        Cell(one.purpose_said), Cell(one.person), Cell(one.said_at),
        Cell(one.until_at if opened else ""), Cell(one.clause), Cell(one.used_at or ""),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: PersonsVisit, school: str) -> HttpResponse:
    """Say what a download is for; from a blocked page the file stands there already."""
    there = reverse("filtering:downloads", args=[school])
    form = PurposeForm(request.POST or None, initial={
        "address": request.GET.get("address", "")[:2000]})  # fmt: skip

    def act(given: dict[str, Any]) -> tuple[str, str]:
        meant = Meant(**(given | {"purpose": Purpose(given["purpose"])}))
        made, ruling = actions.say_purpose(meant=meant, by=request.person, at=timezone.now())
        if ruling.outcome is Outcome.REFUSED:
            behind = f"Clause {ruling.clause}" if ruling.clause else "The policy"
            raise UnableToAct(f"{behind} does not allow this download. It stays closed.")
        duties = f" Remember: {'; '.join(ruling.duties)}." if ruling.duties else ""
        end = timezone.localtime(made.until_at)
        return f"{made.place} is open to you until {end:%H:%M}. Ask for it again.{duties}", there

    return pieces.filled(
        request, form, title="What is this download for?", button="Say so", back=there, act=act,
        about="What you say is kept, with your name. The filter knows you by the name with which "
        "you sign in to the network, or by a device that stands in its register as yours.",
    )  # fmt: skip
