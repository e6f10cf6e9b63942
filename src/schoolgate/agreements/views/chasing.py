"""Missing signatures and refusals: how they are chased, and what the headteacher does."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.agreements import actions, permissions, queries
from schoolgate.agreements.forms import ChasingForm, WordsForm
from schoolgate.agreements.views.shared import carry_out
from schoolgate.people.acts import Act, sent
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def chasing(request: PersonsVisit, school: str) -> HttpResponse:
    """The headteacher's list, and after how many days people are chased."""
    now, viewer = timezone.now(), request.person
    how = queries.chasing(viewer.school)

    def set_days(said: dict[str, Any]) -> str:
        actions.set_chasing(school=viewer.school, by=viewer, at=now, **said)
        return "Set. It holds from now on."

    initial = {"remind_days": how.remind_days, "head_days": how.head_days}
    acts = {"days": Act(ChasingForm(sent(request, "days"), initial=initial), set_days)}
    if done := carry_out(request, acts):
        return done
    context = {
        "school": viewer.school, "how": how, "form": acts["days"].form,
        "page": lists.page_of(request, queries.on_heads_list(viewer=viewer, at=now)),
        "may_see": permissions.sees_waits(viewer, on=timezone.localdate(now)),
        "refusals": queries.refusals(viewer=viewer, at=now)[:50],
        "may_set": permissions.may(viewer, Capability.CHASING_SET, on=timezone.localdate(now)),
        "keep": lists.query_without(request),
    }  # fmt: skip
    return render(request, "agreements/chasing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def refusal(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One refusal: why, and what was done."""
    now, viewer = timezone.now(), request.person
    one = get_object_or_404(queries.refusals(viewer=viewer, at=now), pk=pk)

    def deal(said: dict[str, Any]) -> str:
        actions.see_refusal(refusal=one, words=said["words"], by=viewer, at=now)
        return "Written down. It is off your list; signing later still counts."

    there = reverse("agreements:chasing", args=[school])
    acts = {"deal": Act(WordsForm(sent(request, "deal")), deal, there)}
    if done := carry_out(request, acts):
        return done
    context = {"school": viewer.school, "one": one, "form": acts["deal"].form,
               "seen": getattr(one, "seen", None)}  # fmt: skip
    return render(request, "agreements/refusal.html", context)
