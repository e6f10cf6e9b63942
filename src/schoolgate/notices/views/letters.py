"""Notices on paper: letters asked for and taken away, and pages for a wall."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from schoolgate.notices import actions, owed, paper, queries
from schoolgate.notices.models import LetterRun
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies import library
from schoolgate.policies.language.mistakes import PackError
from schoolgate.web.downloads import pdf_of


@require_POST
def ask(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Have the letters of a notice printed; a job makes them."""
    seen = queries.notices(viewer=request.person, on=timezone.localdate())
    notice = get_object_or_404(seen, pk=pk)
    try:
        actions.print_letters(notice=notice, by=request.person, at=timezone.now())
    except actions.UnableToPrint as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("notices:told", args=[school, pk]))


@require_safe
@never_cache
def runs(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """How far the letters of a notice have come; the page asks again and again, no name in it."""
    on, viewer = timezone.localdate(), request.person
    notice = get_object_or_404(queries.notices(viewer=viewer, on=on), pk=pk)
    found = [progress(run) for run in queries.runs(notice=notice, viewer=viewer, on=on)]
    context = {"school": viewer.school, "notice": notice, "runs": found}
    return render(request, "notices/parts/runs.html", context)


@require_safe
@never_cache
def part(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One file of letters."""
    found = queries.part(pk=pk, viewer=request.person, on=timezone.localdate())
    if found is None or found.pdf is None:
        raise Http404("There is no such file, or it is not made yet.")
    actions.note_fetched(part=found, by=request.person, at=timezone.now())
    return pdf_of(bytes(found.pdf), f"{school}-letters-{found.run_id}-{found.number}")


@require_safe
@never_cache
def poster(request: PersonsVisit, school: str) -> HttpResponse:
    """One thing that the policy wants told, as a page for a wall."""
    here = request.person.school
    try:
        known = owed.to_tell(library.of(here))
    except PackError:
        known = {}
    about = known.get(request.GET.get("about", ""))
    if about is None:
        raise Http404("The policy asks for no such notice.")
    return pdf_of(paper.poster(about, here), f"{school}-poster")


def progress(run: LetterRun) -> dict[str, Any]:
    """Return how far a run has come: letters made of all, and its files."""
    parts = list(run.parts.all())
    made = [part for part in parts if part.made_at]
    return {
        "run": run, "parts": parts, "files": len(made), "total": sum(len(p.ids) for p in parts),
        "done": sum(len(p.ids) for p in made), "is_going": len(made) < len(parts),
    }  # fmt: skip
