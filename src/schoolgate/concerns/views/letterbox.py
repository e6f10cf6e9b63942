"""The letterbox, and conversations with whoever told without a name."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.concerns import actions
from schoolgate.concerns import letterbox as box
from schoolgate.concerns.tell import pages
from schoolgate.concerns.views import showing
from schoolgate.people import queries as people
from schoolgate.people.rules import Kind
from schoolgate.people.visits import PersonsVisit, Visit


@require_safe
@never_cache
def letterbox(request: PersonsVisit, school: str) -> HttpResponse:
    """All letters that wait for me, in no order but that of days. Each look is kept, in words that
    do not tell whether anything was there."""
    if request.method == "GET":
        actions.note_letterbox_viewed(by=request.person, at=timezone.now())
    there = box.letters(viewer=request.person, on=timezone.localdate())
    letters = [(one.row.on, showing.came_by(one.said.way), one.said.illegal,
                showing.questions(one.said.words)) for one in there]  # fmt: skip
    context = {"school": request.person.school, "letters": letters}
    return render(request, "concerns/letterbox.html", context)


@require_safe
def public(request: Visit, school: str) -> HttpResponse:
    """The way to Tell from the pages of the house: a pupil's leads to the pictures."""
    found = get_object_or_404(people.schools(), slug=school)
    is_pupil = request.person is not None and request.person.kind == Kind.PUPIL
    return HttpResponseRedirect(pages.link(found, "child" if is_pupil else "start"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def talk(request: PersonsVisit, school: str, key: str) -> HttpResponse:
    """What was written back and forth under a receipt, and room for an answer."""
    found = box.talk(viewer=request.person, key=key, on=timezone.localdate())
    case = box.case_of(found.row) if found else None
    if found is None or case is None:
        raise Http404("There is no such conversation, or it is not for you.")
    words, says = request.POST.get("words", ""), ""
    if request.method == "POST":
        try:
            actions.answer(talk=found, words=words, ticket=request.POST.get("ticket", "")[:32],
                           by=request.person, at=timezone.now())  # fmt: skip
        except actions.UnableToSay as error:
            says = str(error)
        else:
            messages.success(request, "Your answer waits for whoever has the receipt.")
            return HttpResponseRedirect(reverse("concerns:talk", args=[school, key]))
    elif request.method == "GET":
        actions.note_talk_viewed(talk=found, by=request.person, at=timezone.now())
    context = {"school": request.person.school, "case": case, "lines": found.lines(),
               "words": words, "says": says, "ticket": secrets.token_hex(16)}  # fmt: skip
    return render(request, "concerns/talk.html", context)
