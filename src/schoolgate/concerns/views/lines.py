"""The first questions of a case about an adult who works here: whom do you manage, and who manages
them?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.concerns import actions, lines, permissions, queries
from schoolgate.concerns.line_forms import LineForm, ManagedForm
from schoolgate.concerns.models import Case
from schoolgate.concerns.queries import InIt
from schoolgate.concerns.views.cases import unread
from schoolgate.people import queries as people
from schoolgate.people.models import Person
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.people.visits import PersonsVisit

_SALT: Final = "concerns:line"
_TOLD_FOR: Final = timedelta(minutes=30)
Adults = QuerySet[Person]
_LEFT = "Thank you. This case is not for you: others deal with it."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def line(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Ask whoever leads whom they manage, and then who manages the adult whom the case is about,
    before anything of it is shown. Their name is shown to who has answered the first."""
    me, on = request.person, timezone.localdate()
    case = unread(request, pk)
    if not permissions.may_lead(me, case, on=on):
        raise PermissionDenied("Whoever leads the case answers this first.")
    about = lines.waiting(queries.opened(case=case, viewer=me, on=on))
    if about is None:
        return _case(case)
    adults = people.people(viewer=me, on=on).filter(kind__in=sorted(STAFF_KINDS))
    if request.method == "POST" and "person" in request.POST:
        return _second(request, case, about, adults)
    return _first(request, case, about, adults)


def _first(request: PersonsVisit, case: Case, about: InIt, adults: Adults) -> HttpResponse:
    me = request.person
    sent = request.POST if request.method == "POST" else None  # nobody ticked is an answer
    form = ManagedForm(sent, people=adults.exclude(pk=me.pk))
    if form.is_valid():
        managed = form.cleaned_data["managed"]
        if not actions.say_managed(case=case, managed=managed, by=me, at=timezone.now()):
            return _left(request)
        return _ask(request, case, about, LineForm(people=adults.exclude(pk=about.person or 0)))
    return render(request, "concerns/line.html", _context(request, case, form))


def _second(request: PersonsVisit, case: Case, about: InIt, adults: Adults) -> HttpResponse:
    me = request.person
    form = LineForm(request.POST, people=adults.exclude(pk=about.person or 0))
    if not form.is_valid():
        return _ask(request, case, about, form)
    manager = form.cleaned_data["person"]
    try:
        actions.bar_line(case=case, manager=manager, by=me, at=timezone.now())
    except actions.UnableToAct as error:
        form.add_error(None, str(error))
        return _ask(request, case, about, form)
    return _left(request) if manager == me else _case(case)


def _ask(request: PersonsVisit, case: Case, about: InIt, form: LineForm) -> HttpResponse:
    """Show the second question: with the name to who has just answered the first, and to who brings
    the sign of having done so."""
    sign = signing.dumps([case.pk, request.person.pk], salt=_SALT)
    told = request.POST.get("told", "") if "person" in request.POST else sign
    context = _context(request, case, form)
    if _is_told(told, case, request.person):
        context |= {"about": about.name, "told": told}
    return render(request, "concerns/line.html", context | {"second": True})


def _is_told(sign: str, case: Case, me: Person) -> bool:
    try:
        said: object = signing.loads(sign, salt=_SALT, max_age=_TOLD_FOR)
    except signing.BadSignature:
        return False
    return said == [case.pk, me.pk]


def _context(request: PersonsVisit, case: Case, form: forms.Form) -> dict[str, Any]:
    return {"school": request.person.school, "case": case, "form": form}


def _case(case: Case) -> HttpResponse:
    return HttpResponseRedirect(reverse("concerns:case", args=[case.school.slug, case.pk]))


def _left(request: PersonsVisit) -> HttpResponse:
    messages.success(request, _LEFT)
    return HttpResponseRedirect(reverse("concerns:list", args=[request.person.school.slug]))
