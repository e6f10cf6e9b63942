"""A draft of a home–school agreement or brochure: does it speak of all that it must?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.agreements import actions
from schoolgate.agreements.forms import DraftForm
from schoolgate.agreements.rules import families
from schoolgate.agreements.views.shared import carry_out
from schoolgate.people.acts import Act, sent
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies import library


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: PersonsVisit, school: str) -> HttpResponse:
    """Check a draft; record that it came out once nothing is missing."""
    viewer, now = request.person, timezone.now()
    asked = families.topics(library.of(viewer.school).pack)

    def publish(said: dict[str, Any]) -> str:
        day = said["published_on"] or timezone.localdate(now)
        actions.publish_home_school_text(name=said["name"], draft=said["draft"], published_on=day,
                                         by=viewer, at=now)  # fmt: skip
        return "Recorded: it is out, and it speaks of everything that it must."

    acts = {"publish": Act(DraftForm(sent(request, "publish")), publish)}
    if done := carry_out(request, acts):
        return done
    form = acts["publish"].form
    if (checked := sent(request, "check")) is not None:
        form = DraftForm(checked)
    results = None
    if form.is_bound and (form.is_valid() or form.cleaned_data.get("draft")):
        results = families.check(form.cleaned_data["draft"], asked)
    context = {"school": viewer.school, "form": form, "topics": asked, "results": results,
               "whole": results is not None and all(one.words for one in results)}  # fmt: skip
    return render(request, "agreements/home_school.html", context)
