"""When the policy is reviewed, what opens a review early, and the law that it quotes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.people import permissions as people
from schoolgate.people.queries import dates
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies import actions, library, permissions
from schoolgate.policies.analysis import law as laws
from schoolgate.policies.forms import CloseReviewForm, EditionForm, OpenReviewForm
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.queries import reviews as queries
from schoolgate.policies.rules.reviewing import SAID, Trigger
from schoolgate.policies.views.shared import mistakes


def _may_write(request: PersonsVisit) -> bool:
    """Tell whether the forms are for this person; refuse one that was sent all the same."""
    here, on = request.person.school_id, timezone.localdate()
    may = people.may(request.person, Capability.POLICY_DRAFT, school=here, on=on)
    if request.method == "POST" and not may:
        raise PermissionDenied("This is for those who write the policy.")
    return may


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reviews(request: PersonsVisit, school: str) -> HttpResponse:
    """When each document is due, the clauses that ask for an early review, and those opened."""
    here, on = request.person.school, timezone.localdate()
    may = _may_write(request)
    try:
        known = library.of(here)
    except PackError as error:
        return mistakes(request, here, error)
    form = OpenReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_review(school=here, **form.cleaned_data, by=request.person,
                                at=timezone.now())  # fmt: skip
        except actions.UnableToReview as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The review is open. It stands on the list of things to do.")
            return HttpResponseRedirect(reverse("policies:reviews", args=[school]))
    found = queries.reviews(viewer=request.person, school=here, on=on)
    context = {
        "school": here, "form": form, "asked": queries.asked(known),
        "due": [(one, one.is_late(on)) for one in queries.due(known, dates(here))],
        "reviews": [(one, SAID[Trigger(one.trigger)]) for one in found],
        "old": [one for one in queries.held(known, here, on=on) if one.is_old],
        "may": may,
    }  # fmt: skip
    return render(request, "policies/reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def close(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Close an early review with what came of it."""
    here, on = request.person.school, timezone.localdate()
    may = _may_write(request)
    seen = permissions.reviews_visible_to(request.person, here, on=on)
    review = get_object_or_404(seen.select_related("ended__by", "by", "school"), pk=pk)
    form = CloseReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_review(review=review, **form.cleaned_data, by=request.person,
                                 at=timezone.now())  # fmt: skip
        except actions.UnableToReview as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The review is closed.")
            return HttpResponseRedirect(reverse("policies:reviews", args=[school]))
    context: dict[str, Any] = {
        "school": here, "review": review, "form": form, "said": SAID[Trigger(review.trigger)],
        "may": may,
    }  # fmt: skip
    return render(request, "policies/review_close.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def law(request: PersonsVisit, school: str) -> HttpResponse:
    """The law and standards that the policy quotes, when each was checked, and what is illegal."""
    here, on = request.person.school, timezone.localdate()
    may = _may_write(request)
    try:
        known = library.of(here)
    except PackError as error:
        return mistakes(request, here, error)
    held = queries.held(known, here, on=on)
    names = list(dict.fromkeys(one.quoted.reference.name for one in held))
    form = EditionForm(request.POST or None, names=names)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.check_edition(school=here, name=given["name"], edition=given["edition"],
                                  life=given["life"] or 0, by=request.person,
                                  at=timezone.now())  # fmt: skip
        except actions.UnableToReview as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The edition is kept, with today as the day of the check.")
            return HttpResponseRedirect(reverse("policies:law", args=[school]))
    context = {
        "school": here, "form": form, "held": held, "illegal": laws.illegal(known.pack),
        "may": may,
    }  # fmt: skip
    return render(request, "policies/law.html", context)
