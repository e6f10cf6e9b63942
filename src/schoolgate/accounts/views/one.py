"""One account, for whoever keeps accounts: what is known of it, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.accounts import actions, queries
from schoolgate.accounts.forms import CloseForm, SettleForm
from schoolgate.accounts.models import Account
from schoolgate.people.actions import NotAllowed
from schoolgate.people.visits import PersonsVisit

_FORMS: dict[str, type[forms.Form]] = {"close": CloseForm, "settle": SettleForm}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def account(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Show an account; close, open, invite, end its sessions, report or settle what was noticed."""
    found = queries.accounts(viewer=request.person, on=timezone.localdate())
    one = get_object_or_404(found.select_related("school"), pk=pk)
    act = next((name for name in _ACTS if name in request.POST), "")
    sent = {name: form(request.POST if name == act else None) for name, form in _FORMS.items()}
    if not act or (act in sent and not sent[act].is_valid()):
        return render(request, "accounts/account.html", _shown(request, one) | sent)
    try:
        said = _ACTS[act](request, one)
    except (NotAllowed, actions.UnableToOpen, actions.UnableToSettle) as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(request.path)
    if act == "invite":  # shown once, on this page: never kept, never sent by us
        shown = _shown(request, one) | sent | {"invitation": request.build_absolute_uri(said)}
        return render(request, "accounts/account.html", shown)
    messages.success(request, said)
    return HttpResponseRedirect(request.path)


def _shown(request: PersonsVisit, one: Account) -> dict[str, Any]:
    now = timezone.now()
    who: dict[str, Any] = {"viewer": request.person, "on": timezone.localdate(now)}
    flags = queries.two_machines(**who).filter(account=one)
    return {
        "account": one, "second_step": is_mfa_enabled(one),
        "back": reverse("accounts:accounts", args=[one.school.slug]),
        "compromises": queries.compromises(**who).filter(account=one)[:5],
        "in_use": queries.in_use(one, at=now, **who).values("machine").distinct().count(),
        "noticed": flags.filter(settled_at=None).first(), "settled": flags.exclude(
            settled_at=None)[:5],
    }  # fmt: skip


def _close(request: PersonsVisit, one: Account) -> str:
    actions.close_account(account=one, by=request.person, at=timezone.now(),
                          because=request.POST["because"])  # fmt: skip
    return f"The account of {one} is closed."


def _reopen(request: PersonsVisit, one: Account) -> str:
    actions.reopen_account(account=one, by=request.person, at=timezone.now())
    return f"The account of {one} is open again. Next, make an invitation."


def _end(request: PersonsVisit, one: Account) -> str:
    actions.end_sessions(account=one, by=request.person, at=timezone.now(),
                         because="asked for on the account’s page")  # fmt: skip
    return f"{one} is signed out everywhere."


def _compromised(request: PersonsVisit, one: Account) -> str:
    actions.report_compromise(account=one, by=request.person, at=timezone.now())
    return f"{one} is signed out everywhere and must choose a new password."


def _invite(request: PersonsVisit, one: Account) -> str:
    return actions.invite(account=one, by=request.person, at=timezone.now())


def _reset(request: PersonsVisit, one: Account) -> str:
    actions.reset_second_step(account=one, by=request.person, at=timezone.now())
    return f"{one} sets up a new second step at the next sign-in."


def _settle(request: PersonsVisit, one: Account) -> str:
    actions.settle_machines(account=one, outcome=request.POST["outcome"], by=request.person,
                            at=timezone.now())  # fmt: skip
    return "What you found is written down."


_ACTS: dict[str, Callable[[PersonsVisit, Account], str]] = {
    "close": _close, "compromised": _compromised, "end": _end, "invite": _invite,
    "reopen": _reopen, "reset": _reset, "settle": _settle,
}  # fmt: skip
