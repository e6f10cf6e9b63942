"""Administrator credentials: how each stands, and what was done to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.access import permissions
from schoolgate.access.actions import credentials
from schoolgate.access.forms import CredentialForm, EventForm
from schoolgate.access.models import Credential
from schoolgate.access.queries import credentials as queries
from schoolgate.access.rules.credentials import Event
from schoolgate.access.views.shared import carry_out, staff
from schoolgate.people.acts import Act, Nothing, forms_of, sent
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def credential_list(request: PersonsVisit, school: str) -> HttpResponse:
    """Every credential in use, and a form for another."""
    today = timezone.localdate()
    form = CredentialForm(sent(request, "add"), holders=staff(request.person, today))

    def do(said: dict[str, Any]) -> str:
        made = credentials.add_credential(school=request.person.school, by=request.person,
                                          at=timezone.now(), **said)  # fmt: skip
        return f"{made} is in the register. Next, record when it was changed and put into the safe."

    if done := carry_out(request, {"add": Act(form, do)}):
        return done
    context = {
        "rows": queries.standings(request.person, on=today), "form": form, "school_slug": school,
        "may_keep": permissions.may(request.person, Capability.CREDENTIAL_KEEP, on=today),
    }  # fmt: skip
    return render(request, "access/credentials.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def credential(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One credential and its history."""
    today = timezone.localdate()
    mine = permissions.rows(Credential, request.person, Capability.CREDENTIAL_SEE, on=today)
    one = get_object_or_404(mine.select_related("holder", "school"), pk=pk)
    up = reverse("access:credentials", args=[school])
    acts = {str(event): _event(request, one, event) for event in Event}
    acts["retire"] = Act(Nothing(sent(request, "retire")), lambda _: _retire(request, one), to=up)
    if done := carry_out(request, acts):
        return done
    stands = [row for row in queries.standings(request.person, on=today) if row.credential == one]
    context = {
        "one": one, "stands": stands[0] if stands else None, "forms": forms_of(acts), "up": up,
        "dates": one.dates.all(),
        "may_keep": permissions.may(request.person, Capability.CREDENTIAL_KEEP, on=today)
        and one.retired_at is None,
    }  # fmt: skip
    return render(request, "access/credential.html", context)


def _event(request: PersonsVisit, one: Credential, event: Event) -> Act:
    def do(said: dict[str, Any]) -> str:
        credentials.record_event(credential=one, event=event, by=request.person,
                                 at=timezone.now(), **said)  # fmt: skip
        if event == Event.CHANGED:
            return "Recorded. Next, put the new one into the safe and record that too."
        return "Recorded: it is in the safe."

    return Act(EventForm(sent(request, str(event)), prefix=str(event)), do)


def _retire(request: PersonsVisit, one: Credential) -> str:
    credentials.retire_credential(credential=one, by=request.person, at=timezone.now())
    return f"{one} is out of use."
