"""The directory of bodies outside the school."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.concerns import actions, directory
from schoolgate.concerns.actions import Keeping, UnableToAct
from schoolgate.concerns.forms import BodyForm
from schoolgate.concerns.models import Body
from schoolgate.people import permissions as people
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_HEADER = ("Kind", "Name", "Telephone", "Web", "When", "Whose", "Checked on")
_FIELDS = ("kind", "name", "telephone", "web", "hours", "clause")


@require_safe
@never_cache
def bodies(request: PersonsVisit, school: str) -> HttpResponse:
    """Whom to ring: the policy's, the school's own, and the numbers that everybody has."""
    here, on = request.person.school, timezone.localdate()
    found = directory.entries(here, on=on)
    if request.GET.get("as") == "csv":
        rows = ((one.title, one.name, one.telephone, one.web, one.hours, one.whose,
                 one.checked_on or "") for one in found)  # fmt: skip
        return lists.as_csv(f"{here.slug}-bodies", _HEADER, rows)
    keeps = people.may(request.person, Capability.BODY_KEEP, school=here.pk, on=on)
    context = {"school": here, "bodies": found, "keeps": keeps}
    return render(request, "concerns/bodies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: PersonsVisit, school: str) -> HttpResponse:
    """Write a body into the directory."""
    first = {name: request.GET[name][:200] for name in _FIELDS if name in request.GET}
    return _page(request, BodyForm(request.POST or None, initial=first), None)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def body(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Change a body, say that its number is right, or take it out."""
    here = directory.rows(request.person.school, on=timezone.localdate())
    row = get_object_or_404(here, pk=pk)
    act = request.POST.get("act", "keep")
    if request.method == "POST" and act in {"check", "end"}:
        do = actions.check if act == "check" else actions.end
        do(row=row, by=request.person, at=timezone.now())
        return _back(request, row)
    first = {name: getattr(row, name) for name in _FIELDS}
    return _page(request, BodyForm(request.POST or None, initial=first), row)


def _page(request: PersonsVisit, form: BodyForm, row: Body | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.keep(keeping=Keeping(**form.cleaned_data), by=request.person,
                                at=timezone.now(), row=row)  # fmt: skip
        except UnableToAct as error:
            form.add_error(None, str(error))
        else:
            return _back(request, kept)
    context = {"school": request.person.school, "form": form, "row": row}
    return render(request, "concerns/body.html", context)


def _back(request: PersonsVisit, row: Body) -> HttpResponse:
    messages.success(request, f"{row}: done.")
    return HttpResponseRedirect(reverse("concerns:bodies", args=[request.person.school.slug]))
