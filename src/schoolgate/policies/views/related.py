"""The register of related and superseded policies, with the clauses that cite what is missing."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from schoolgate.people.models import School
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies import actions, queries
from schoolgate.policies.forms import RelateForm, SupersedeForm
from schoolgate.policies.views.shared_life import UNABLE, at_a_school, may, said


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_school
def related(request: PersonsVisit, school: School) -> HttpResponse:
    """The register; whoever writes the policy adds to it."""
    drafts = may(request, Capability.POLICY_DRAFT, school)
    if request.method == "POST" and not drafts:
        raise PermissionDenied("The headteacher and the e-safety coordinator keep the register.")
    form = RelateForm(request.POST or None) if drafts else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            made = actions.relate(by=request.person, at=timezone.now(), **form.cleaned_data)
        except UNABLE as error:
            form.add_error(None, str(error))
        else:
            said(request, f"“{made}” is on the register.")
            return HttpResponseRedirect(request.path)
    on = timezone.localdate()
    context = {
        "school": school, "form": form, "register": queries.register(viewer=request.person, on=on),
        "gaps": queries.gaps_of_register(viewer=request.person, on=on), "on": on,
    }  # fmt: skip
    return render(request, "policies/related.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_school
def supersede(request: PersonsVisit, school: School) -> HttpResponse:
    """Say that another document takes the place of one; what is kept here ends on that day."""
    name = request.GET.get("name", "")
    known = {one.name: one for one in queries.register(viewer=request.person,
                                                       on=timezone.localdate())}  # fmt: skip
    one = known.get(name)
    if one is None or (one.here is None and one.row is None):
        raise Http404("There is no such document on the register.")
    form = SupersedeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _superseded(request, school, one, form)
        except UNABLE as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"“{name}” is marked as superseded.")
            return HttpResponseRedirect(f"/{school.slug}/policy/related/")
    context = {"school": school, "form": form, "one": one}
    return render(request, "policies/supersede.html", context)


def _superseded(
    request: PersonsVisit, school: School, one: queries.Related, form: SupersedeForm
) -> None:
    given, now = form.cleaned_data, timezone.now()
    if one.here is not None:
        actions.end_document(
            school=school, document=one.here.document, until_on=given["on"],
            because=f"Superseded by {given['instead']}.", by=request.person, at=now,
        )  # fmt: skip
    elif one.row is not None:
        actions.supersede(related=one.row, on=given["on"], instead=given["instead"],
                          by=request.person, at=now)  # fmt: skip
