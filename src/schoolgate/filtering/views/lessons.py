"""Pages of lists for lessons: sites looked at before, and a class that keeps to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schoolgate.approvals.rules import Span
from schoolgate.filtering import actions
from schoolgate.filtering.actions import Sites, UnableToAct
from schoolgate.filtering.forms.requests import LessonForm, SitesForm
from schoolgate.filtering.models import LessonList, LessonMode
from schoolgate.filtering.queries import reports as queries
from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Link, Listed, Shown
from schoolgate.people import queries as people
from schoolgate.people.visits import PersonsVisit

_COLUMNS: Final = (Column("Lesson"), Column("Sites"), Column("Looked at on"), Column("By"))
_LESSON: Final = timedelta(hours=1)


@require_safe
@never_cache
def lists(request: PersonsVisit, school: str) -> HttpResponse:
    """Lists in use, and the classes that keep to one now."""
    now = timezone.now()
    new = Link("Keep a new list", reverse("filtering:lesson-new", args=[school]))
    running = [f"{one.class_name}: {one.list.title}, until {pieces.stamp(one.until_at)}"
               for one in queries.lessons(viewer=request.person, at=now)]  # fmt: skip
    what = Listed(
        "Sites for lessons", "Look at sites before the lesson, keep them here, and let a class "
        "reach these and no others for an hour.", "lists", _COLUMNS, _row,
        "Nobody keeps a list yet.", links=[new],
        note=f"Classes that keep to a list: {'; '.join(running)}." if running else "",
    )  # fmt: skip
    found = queries.lists(viewer=request.person, on=timezone.localdate(now))
    return pieces.listed(request, "lesson-sites", what, found)


def _row(one: LessonList) -> Sequence[Cell]:
    page = reverse("filtering:lesson", args=[one.school.slug, one.pk])
    return (Cell(one.title, page), Cell(", ".join(one.sites.splitlines())),
            Cell(f"{one.checked_on:%d/%m/%Y}"), Cell(one.teacher))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: PersonsVisit, school: str) -> HttpResponse:
    """Keep a list."""
    form = SitesForm(request.POST or None, initial={"checked_on": timezone.localdate()})

    def act(given: dict[str, Any]) -> tuple[str, str]:
        made = actions.keep_list(sites=Sites(**given), by=request.person, at=timezone.now())
        return "The list is kept.", reverse("filtering:lesson", args=[school, made.pk])

    return pieces.filled(request, form, title="Sites for a lesson", button="Keep the list",
                         act=act, back=reverse("filtering:lessons", args=[school]),
                         about="If a search brings up something bad, turn the screen over, and "
                         "write down a fault of the filter.")  # fmt: skip


@require_safe
@never_cache
def one(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One list, and the lessons that keep to it."""
    row, now = _row_for(request, pk), timezone.now()
    running = queries.lessons(viewer=request.person, at=now).filter(list=row)
    args = [school, row.pk]
    links = [Link("Start a lesson", reverse("filtering:lesson-start", args=args))]
    links += [Link(f"End it for {lesson.class_name}", reverse("filtering:lesson-act", args=args),
                   f"end-{lesson.pk}") for lesson in running]  # fmt: skip
    if row.teacher_id == request.person.pk:
        links.append(Link("Take the list off", reverse("filtering:lesson-act", args=args), "off",
                          warns=True))  # fmt: skip
    tag = Cell("In use now" if running else "Ready", tone="green" if running else "grey")
    return pieces.shown(request, Shown(row.title, f"Kept by {row.teacher}", tag,
                                       list(_facts(row, running)),
                                       reverse("filtering:lessons", args=[school]),
                                       links))  # fmt: skip


def _row_for(request: PersonsVisit, pk: int) -> LessonList:
    return get_object_or_404(queries.lists(viewer=request.person, on=timezone.localdate()), pk=pk)


def _facts(row: LessonList, running: Sequence[LessonMode] | Any) -> Iterator[tuple[str, object]]:
    yield "Sites", row.sites
    yield "Looked at on", f"{row.checked_on:%d/%m/%Y}"
    for lesson in running:
        yield (
            f"Class {lesson.class_name}",
            (
                f"reaches these sites alone, {pieces.stamp(lesson.from_at)} until "
                f"{pieces.stamp(lesson.until_at)}"
            ),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def start(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Let a class reach this list and nothing else."""
    row, there = _row_for(request, pk), reverse("filtering:lesson", args=[school, pk])
    begins = pieces.minute(timezone.now())
    form = LessonForm(
        request.POST or None, initial={"from_at": begins, "until_at": begins + _LESSON},
        classes=people.classes(viewer=request.person, on=timezone.localdate()),
    )  # fmt: skip

    def act(given: dict[str, Any]) -> tuple[str, str]:
        span = Span(given["from_at"], given["until_at"])
        actions.start_lesson(row=row, class_name=given["class_name"], span=span,
                             ticket=given["ticket"], by=request.person,
                             at=timezone.now())  # fmt: skip
        return f"Class {given['class_name']} reaches these sites alone, until then.", there

    return pieces.filled(request, form, title=f"A lesson with {row.title}", button="Start",
                         act=act, back=there)  # fmt: skip


@require_POST
def act(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """End a lesson, or take a list off."""
    row, now, said = _row_for(request, pk), timezone.now(), request.POST.get("act", "")

    def do() -> str:
        if said == "off":
            actions.take_off(row=row, by=request.person, at=now)
            return "The list is no longer offered."
        running = queries.lessons(viewer=request.person, at=now).filter(list=row)
        lesson = next((one for one in running if said == f"end-{one.pk}"), None)
        if lesson is None:
            raise UnableToAct("That lesson is over.")
        actions.end_lesson(lesson=lesson, by=request.person, at=now)
        return f"The lesson is over; class {lesson.class_name} has the filter as always."

    return pieces.pressed(request, reverse("filtering:lessons", args=[school]), do)
