"""Own devices and channels: open to whoever has signed for them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.agreements import actions, queries
from schoolgate.agreements.forms import UseForm
from schoolgate.agreements.rules.kinds import Kind
from schoolgate.agreements.views.shared import carry_out
from schoolgate.people.acts import Act, Nothing, number, sent
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def uses(request: PersonsVisit, school: str) -> HttpResponse:
    """Who may use an own device or write in a channel; add one, end one."""
    now, viewer = timezone.now(), request.person
    today = timezone.localdate(now)
    here = queries.bound(viewer.school, on=today).order_by("name")
    found = queries.uses(viewer=viewer, on=today)

    def allow(said: dict[str, Any]) -> str:
        actions.allow_use(person=said["person"], kind=Kind(said["kind"]), thing=said["thing"],
                          by=viewer, at=now)  # fmt: skip
        return f"{said['thing']} is open to {said['person']}."

    def end(said: dict[str, Any]) -> str:
        one = get_object_or_404(found, pk=number(request, "use"))
        actions.end_use(use=one, by=viewer, at=now)
        return f"Ended: {one}."

    acts = {"allow": Act(UseForm(sent(request, "allow"), people=here), allow),
            "end": Act(Nothing(sent(request, "end")), end)}  # fmt: skip
    if done := carry_out(request, acts):
        return done
    rows = lists.page_of(request, found)
    context = {
        "school": viewer.school, "form": acts["allow"].form, "end": acts["end"].form, "page": rows,
        "rows": [(one, _is_signed(one.person, one.document, now)) for one in rows],
        "keep": lists.query_without(request),
    }  # fmt: skip
    return render(request, "agreements/uses.html", context)


def _is_signed(person: Any, document: str, at: Any) -> bool:
    kind = document.partition("-for-")[0]
    return not queries.missing(person, kind, at=at)
