"""A name that is kept back: asked for, decided by somebody else, and read for a short while."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.concerns import actions, identity, permissions, queries
from schoolgate.concerns.actions import UnableToAct
from schoolgate.concerns.forms import DecideForm, WhyForm
from schoolgate.concerns.models import Case, Opening
from schoolgate.concerns.views.acting import page
from schoolgate.concerns.views.cases import case_of
from schoolgate.people.visits import PersonsVisit


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: PersonsVisit, school: str, pk: int, kept: int) -> HttpResponse:
    """Ask that a name be opened, with the reason."""
    case, on = case_of(request, pk), timezone.localdate()
    if not permissions.may_ask_name(request.person, case, on=on):
        raise PermissionDenied("Only who leads the case asks for a name.")
    opened = queries.opened(case=case, viewer=request.person, on=on)
    row = identity.kept_in(opened, kept)
    if row is None:
        raise Http404("No name is kept back here.")

    def act(given: dict[str, Any]) -> object:
        return actions.ask_name(case=case, kept=row, why=given["why"], by=request.person,
                                at=timezone.now())  # fmt: skip

    form = WhyForm(request.POST or None)
    return page(request, case, form, "Why do you have to know who told?", "Ask for the name", act)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def decide(request: PersonsVisit, school: str, pk: int, opening: int) -> HttpResponse:
    """Agree that a name is opened to whoever asked, or refuse."""
    case, row = _asked(request, pk, opening)
    if not permissions.may_agree(request.person, case, on=timezone.localdate()):
        raise PermissionDenied("The headteacher, deputy, safeguarding lead or chair decide.")

    def act(given: dict[str, Any]) -> object:
        return actions.decide_name(case=case, opening=row, agreed=given["agreed"] == "yes",
                                   why=given["why"], by=request.person,
                                   at=timezone.now())  # fmt: skip

    form = DecideForm(request.POST or None, asked=f"{row.by} asks. Their reason stands in the case "
                      "under “What happened”.")  # fmt: skip
    return page(request, case, form, "May they know who told the school?", "Save", act)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def read(request: PersonsVisit, school: str, pk: int, opening: int) -> HttpResponse:
    """The name, to whoever asked, while it is open. Each look is written down: so it is sent for,
    and no address that is opened by chance shows it."""
    case, row = _asked(request, pk, opening)
    context: dict[str, Any] = {"school": request.person.school, "case": case, "opening": row}
    if request.method == "POST":
        try:
            context["said"] = actions.read_name(case=case, opening=row, by=request.person,
                                                at=timezone.now())  # fmt: skip
        except UnableToAct as error:
            context["trouble"] = str(error)
    elif row.by_id != request.person.pk:
        return HttpResponseRedirect(reverse("concerns:case", args=[school, pk]))
    return render(request, "concerns/name.html", context)


def _asked(request: PersonsVisit, pk: int, opening: int) -> tuple[Case, Opening]:
    case = case_of(request, pk)
    opened = queries.opened(case=case, viewer=request.person, on=timezone.localdate())
    row = identity.opening_in(opened, opening)
    if row is None:
        raise Http404("Nobody asks for a name here.")
    return case, row
