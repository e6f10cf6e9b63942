"""Talks that support whoever has to look at bad material."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Link, Listed
from schoolgate.monitoring import actions, permissions
from schoolgate.monitoring.actions import FOLLOWS, Talk
from schoolgate.monitoring.forms.alerts import TalkForm
from schoolgate.monitoring.models import SupportTalk
from schoolgate.people import queries as people
from schoolgate.people.rights import Capability
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.people.visits import PersonsVisit

_COLUMNS: Final = (Column("When"), Column("With whom"), Column("Held by"), Column("What follows"),
                   Column("Next"))  # fmt: skip


@require_safe
@never_cache
def talks(request: PersonsVisit, school: str) -> HttpResponse:
    """Talks that were held; one’s own, and all for who answers for it."""
    today = timezone.localdate()
    new = Link("Write down a talk", reverse("monitoring:talk-new", args=[school]))
    may = permissions.may(request.person, Capability.SUPPORT_KEEP, on=today)
    what = Listed(
        "Support for whoever looks at bad material", "That a talk was held, and what follows. Not "
        "a word of it is kept.", "talks", _COLUMNS, _row, "No talk is written down yet.",
        links=[new] if may else [],
    )  # fmt: skip
    found = permissions.talks_visible_to(request.person, on=today)
    return pieces.listed(request, "talks", what, found.select_related("person", "by"))


def _row(one: SupportTalk) -> Sequence[Cell]:
    return (Cell(f"{one.held_on:%-d %B %Y}"), Cell(one.person), Cell(one.by),
            Cell(FOLLOWS.get(one.follows, "")),
            Cell(f"{one.next_on:%-d %B %Y}" if one.next_on else ""))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: PersonsVisit, school: str) -> HttpResponse:
    """Write down that a talk was held."""
    viewer, today = request.person, timezone.localdate()
    there = reverse("monitoring:talks", args=[school])
    staff = people.people(viewer=viewer, on=today).filter(kind__in=sorted(STAFF_KINDS))
    form = TalkForm(request.POST or None, people=staff.exclude(pk=viewer.pk),
                    initial={"held_on": today})  # fmt: skip

    def act(given: dict[str, Any]) -> tuple[str, str]:
        actions.record_talk(talk=Talk(**given), by=viewer, at=timezone.now())
        return "It is written down that you talked.", there

    return pieces.filled(request, form, title="Write down a talk", button="Write it down", act=act,
                         back=there, about="Looking at bad material is hard. Whoever does it talks "
                         "with somebody about how they are.")  # fmt: skip
