"""A staff meeting: one tablet goes round, and each signs on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.agreements import actions, paper, permissions, queries
from schoolgate.agreements.actions import Given, UnableToSign
from schoolgate.agreements.forms import MeetingForm
from schoolgate.agreements.queries import Line
from schoolgate.agreements.rules.standing import State
from schoolgate.agreements.views.shared import found, is_young
from schoolgate.people import actions as people
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists


@require_safe
@never_cache
def meeting(request: PersonsVisit, school: str) -> HttpResponse:
    """Who is still to sign, name after name."""
    now, viewer = timezone.now(), request.person
    words = request.GET.get("q", "").strip()[:80]
    left = [one for one in queries.to_sign_in_meeting(viewer=viewer, at=now, words=words)
            if one.person.pk != viewer.pk]  # fmt: skip
    page = lists.page_of(request, left)
    context = {
        "school": viewer.school, "page": page, "q": words, "keep": lists.query_without(request),
        "untrained": queries.untrained([one.person for one in page]),
    }  # fmt: skip
    return render(request, "agreements/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign(request: PersonsVisit, school: str, key: str, pk: int) -> HttpResponse:
    """The page that is handed round."""
    line, now = _line(request, key, pk), timezone.now()
    of: dict[str, Any] = {"statements": line.text.statements, "young": is_young(line)}
    form = MeetingForm(request.POST or None, initial={"text_hash": line.text.hash}, **of)
    back = reverse("agreements:meeting", args=[school])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        given = Given(said["text_hash"], tuple(said["statements"]), said["name_written"],
                      said["mark"])  # fmt: skip
        try:
            actions.sign_in_meeting(document=key, person=line.person, given=given,
                                    by=request.person, at=now)  # fmt: skip
        except people.NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        except UnableToSign as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Thank you, {line.person}. Hand the tablet on.")
            return HttpResponseRedirect(back)
    context = {
        "school": request.person.school, "line": line, "form": form, "back": back,
        "young": is_young(line), "is_signed": line.state is State.SIGNED,
        "untrained": line.document.needs_training and not queries.is_trained(line.person, now),
        "width": paper.WIDTH, "height": paper.HEIGHT,
    }  # fmt: skip
    return render(request, "agreements/meeting_sign.html", context)


def _line(request: PersonsVisit, key: str, pk: int) -> Line:
    now = timezone.now()
    seen = permissions.bound_visible_to(request.person, on=timezone.localdate(now))
    person = get_object_or_404(seen, pk=pk)
    line = found(queries.line(person.school, person, key, at=now))
    return found(None if line.document.by_parent else line)
