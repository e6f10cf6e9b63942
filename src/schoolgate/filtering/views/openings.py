"""Requests to open a site: asked, decided, open with the time that is left, closed early."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schoolgate.filtering import actions, naming, permissions, policy
from schoolgate.filtering.actions import Terms, UnableToAct, Wish
from schoolgate.filtering.forms.requests import AskForm, DecideForm
from schoolgate.filtering.models import OpeningRequest
from schoolgate.filtering.queries import openings as queries
from schoolgate.filtering.rules import openings as rules
from schoolgate.filtering.rules.categories import CATEGORIES
from schoolgate.filtering.rules.openings import State
from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Link, Listed, Shown
from schoolgate.people import queries as people
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit

_COLUMNS: Final = (
    Column("Site", "site"), Column("State"), Column("For whom"), Column("Lesson"),
    Column("Why"), Column("Who asked", "who"), Column("Asked", "asked"),
    Column("Until", "until"), Column("Decided by"), Column("Reason"), Column("Used"),
)  # fmt: skip
_WHICH: Final = (("", "All that I may see"), ("waiting", "Waiting"), ("open", "Open now"),
                 ("mine", "Mine"))  # fmt: skip
_LESSON: Final = timedelta(hours=1)


@require_safe
@never_cache
def openings(request: PersonsVisit, school: str) -> HttpResponse:
    """What was asked, decided, opened and used; the committee sees all of it."""
    now, viewer = timezone.now(), request.person
    found = queries.found(viewer=viewer, at=now, **pieces.asked(request))
    may_ask = permissions.may(viewer, Capability.OPENING_ASK, on=timezone.localdate(now))
    new = Link("Ask for a site to be opened", reverse("filtering:opening-new", args=[school]))
    what = Listed(
        "Opened sites", "A site is opened for a lesson, for as long as it is needed, and closes by "
        "itself. Who asked, who decided and why stays on record.", "requests", _COLUMNS,
        lambda one: _row(one, now), "Nothing was asked for yet.", _WHICH, [new] if may_ask else [],
    )  # fmt: skip
    return pieces.listed(request, "openings", what, found)


def _row(one: OpeningRequest, now: datetime) -> Sequence[Cell]:
    state, decided = one.state(now), one.decided
    page = reverse("filtering:opening", args=[one.school.slug, one.pk])
    return (
        Cell(one.place, page), Cell(_said(one, state, now), tone=rules.TONES.get(state, "grey")),
        Cell(one.whom), Cell(one.lesson), Cell(one.reason), Cell(one.asker), Cell(one.asked_at),
        Cell(one.ends_at), Cell(decided.by if decided else ""),
        Cell(decided.reason if decided else ""), Cell(one.used.used_at if one.used else ""),
    )  # fmt: skip


def _said(one: OpeningRequest, state: State, now: datetime) -> str:
    if state is State.IN_FORCE:
        return f"Open, {rules.left(one.ends_at, now)} left"
    return rules.SAID[state]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: PersonsVisit, school: str) -> HttpResponse:
    """Ask for a site to be opened; from a blocked page the site stands there already."""
    today, viewer = timezone.localdate(), request.person
    post = naming.for_openings(viewer.school, on=today)
    form = AskForm(request.POST or None, initial=_initial(request),
                   classes=people.classes(viewer=viewer, on=today))  # fmt: skip

    def act(given: dict[str, Any]) -> tuple[str, str]:
        category = given.pop("category")
        wish = Wish(**given, category=category if category in CATEGORIES else "")
        made = actions.ask_opening(wish=wish, by=viewer, at=timezone.now())
        return (f"You have asked. {_names(made)} can decide it.",
                reverse("filtering:opening", args=[school, made.pk]))  # fmt: skip

    facts = [("Who decides", post.given_by[:1].upper() + post.given_by[1:])]
    facts += [("Clause", post.clause)] if post.clause else []
    facts += [("How long", post.lasts)] if post.lasts else []
    return pieces.filled(
        request, form, title="Ask for a site to be opened", button="Ask", act=act,
        back=reverse("filtering:openings", args=[school]), facts=facts,
        about="It closes by itself at the time that you give.",
    )  # fmt: skip


def _initial(request: PersonsVisit) -> dict[str, object]:
    """Return what the form begins with: the site, the teacher's class, the lesson and its end."""
    now = timezone.now()
    taught = request.person.teaching.order_by("class_name").values_list("class_name", flat=True)
    begins = pieces.minute(now)
    class_name = taught[0] if len(taught) == 1 else ""
    of_class = f"Class {class_name}, " if class_name else "Lesson on "
    return {
        "address": request.GET.get("address", "")[:300],
        "category": request.GET.get("category", "")[:40], "class_name": class_name,
        "lesson": f"{of_class}{begins:%A} {begins.day} {begins:%B}, {begins:%H:%M}",
        "from_at": begins, "until_at": _end_of_lesson(request.person, begins),
    }  # fmt: skip


def _end_of_lesson(person: Person, begins: datetime) -> datetime:
    """Return the end of the hours of today in which it is now, by the policy's own table; at most
    an hour, which is what a lesson takes."""
    minute, hour_on = begins.hour * 60 + begins.minute, begins + _LESSON
    pack = naming.pack_of(person.school)
    ends = [end for band in (pack.book.calendar.bands if pack else ())
            for start, end in band.spans if start <= minute < end]  # fmt: skip
    left = timedelta(minutes=min(ends) - minute) if ends else _LESSON
    return min(begins + left, hour_on)


def _names(one: OpeningRequest) -> str:
    found = actions.deciders_of(one, at=timezone.now())
    return " or ".join(map(str, naming.names(found))) or f"Nobody yet: {one.given_by}"


@require_safe
@never_cache
def one(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One request: what, why, what was decided, how much time is left, whether it was used."""
    row, now = _row_for(request, pk), timezone.now()
    state = row.state(now)
    return pieces.shown(request, Shown(
        f"{row.place}", f"Asked by {row.asker}",
        Cell(_said(row, state, now), tone=rules.TONES.get(state, "grey")),
        list(_facts(row, state)), reverse("filtering:openings", args=[school]),
        list(_links(request, row, state)),
        clause=policy.clause_of(row.school, row.clause) if row.clause else None,
    ))  # fmt: skip


def _row_for(request: PersonsVisit, pk: int) -> OpeningRequest:
    seen = queries.openings(viewer=request.person, on=timezone.localdate())
    return get_object_or_404(seen, pk=pk)


def _facts(row: OpeningRequest, state: State) -> Iterator[tuple[str, object]]:
    yield "For which lesson", row.lesson
    yield "Why", row.reason
    yield "For whom", row.whom
    if row.category:
        yield "Closed as", CATEGORIES[row.category].label if row.category in CATEGORIES else ""
    yield "Asked at", row.asked_at
    yield "From", row.from_at
    yield "Until", row.ends_at
    if state is State.WAITING:
        yield "Who can decide", _names(row)
    if (decided := row.decided) is not None:
        role = f", {decided.role.replace('_', ' ')}" if decided.role else ""
        yield "Decided by", f"{decided.by}{role}"
        yield "Decided at", decided.decided_at
        yield "Reason", decided.reason
    if row.ended is not None:
        yield "Closed early", f"{row.ended.by}, {pieces.stamp(row.ended.ended_at)}"
    if row.decided is not None and row.decided.span is not None:
        yield "Used", row.used.used_at if row.used else "Not that a gateway told of"


def _links(request: PersonsVisit, row: OpeningRequest, state: State) -> Iterator[Link]:
    viewer, now = request.person, timezone.now()
    args = [row.school.slug, row.pk]
    if state is State.WAITING and viewer.pk in actions.deciders_of(row, at=now).people:
        yield Link("Decide", reverse("filtering:opening-decide", args=args))
    if row in queries.to_read(viewer=viewer, at=now):
        yield Link("I have read this", reverse("filtering:opening-act", args=args), "read")
    if not actions.may_close(row, by=viewer, at=now):
        return
    if state in {State.IN_FORCE, State.NOT_BEGUN}:
        yield Link("Close it now", reverse("filtering:opening-act", args=args), "close", warns=True)
    elif state is State.WAITING and viewer.pk == row.asker_id:
        yield Link("Take the request back", reverse("filtering:opening-act", args=args), "close")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def decide(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Open it, or leave it closed."""
    row, now = _row_for(request, pk), timezone.now()
    there = reverse("filtering:opening", args=[school, pk])
    form = DecideForm(request.POST or None, initial={"until_at": pieces.minute(row.until_at)})

    def act(given: dict[str, Any]) -> tuple[str, str]:
        if given["decision"] == "refuse":
            actions.refuse_opening(opening=row, reason=given["reason"], by=request.person, at=now)
            return f"It stays closed. {row.asker} reads it on the list of things to do.", there
        is_whole = given["until_at"] == pieces.minute(row.until_at)
        terms = Terms(given["reason"], None if is_whole else given["until_at"])
        actions.grant_opening(opening=row, terms=terms, by=request.person, at=now)
        return f"It is open, and closes by itself. {row.asker} is told.", there

    return pieces.filled(request, form, title=f"Open {row.place}?", button="Decide", back=there,
                         act=act, facts=list(_facts(row, row.state(now))))  # fmt: skip


@require_POST
def act(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Close it early, take the request back, or take the decision off my list."""
    row, now = _row_for(request, pk), timezone.now()

    def do() -> str:
        if request.POST.get("act") == "read":
            actions.note_reading(opening=row, by=request.person, at=now)
            return "It is off your list."
        if request.POST.get("act") != "close":
            raise UnableToAct("Choose what to do.")
        actions.close_opening(opening=row, by=request.person, at=now)
        return "It is closed. What was written is kept."

    return pieces.pressed(request, reverse("filtering:opening", args=[school, pk]), do)
