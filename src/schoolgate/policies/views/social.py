"""What counts as social media: the policy's list, the school's own, and a service asked about."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.people.visits import Visit
from schoolgate.policies import actions
from schoolgate.policies import social as kept
from schoolgate.policies.forms import AskServiceForm, ServiceForm
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.models import SocialService
from schoolgate.policies.rules.social import verdict
from schoolgate.policies.views.shared import mistakes
from schoolgate.policies.views.shared_life import UNABLE, at_a_school, may, said


@require_safe
@at_a_school
def social(request: Visit, school: School) -> HttpResponse:
    """The list, and whether a service counts; whoever writes the policy adds and takes off."""
    return _page(request, school)


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_school
def keep_social(request: Visit, school: School) -> HttpResponse:
    """The same page, where whoever writes the policy sends its form."""
    return _page(request, school)


def _page(request: Visit, school: School) -> HttpResponse:
    person, writes = request.person, may(request, Capability.POLICY_DRAFT, school)
    if request.method == "POST" and (person is None or not writes):
        raise PermissionDenied("The headteacher and the e-safety coordinator keep this list.")
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and person is not None and _done(request, school, person, form):
        return HttpResponseRedirect(reverse("policies:social", args=[school.slug]))
    try:
        listed = kept.listed(school)
    except PackError as error:
        return mistakes(request, school, error)
    asked = AskServiceForm(request.GET if "service" in request.GET else None)
    context = {
        "school": school, "form": form if writes else None, "asked": asked,
        "named": [one for one in listed if one.clause],
        "own": SocialService.objects.filter(school=school, taken_off_at=None),
        "verdict": verdict(asked.cleaned_data["service"], asked.cleaned_data["category"], listed)
        if asked.is_valid() else None,
    }  # fmt: skip
    return render(request, "policies/social.html", context)


def _done(request: Visit, school: School, person: Person, form: ServiceForm) -> bool:
    """Add or take off what was sent; False where the form has to be shown again."""
    now, off = timezone.now(), request.POST.get("off", "")
    try:
        if off.isdecimal():
            one = get_object_or_404(SocialService.objects.select_related("school"),
                                    pk=int(off[:18]), school=school)  # fmt: skip
            actions.unlist_service(service=one, by=person, at=now)
            said(request, f"{one} is off the list.")
            return True
        if not form.is_valid():
            return False
        made = actions.list_service(school=school, by=person, at=now, **form.cleaned_data)
    except UNABLE as error:
        form.add_error(None, str(error))
        return False
    said(request, f"{made} is on the list.")
    return True
