"""My own account."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.accounts import actions, passwords, sessions
from schoolgate.accounts.forms import CompromiseForm
from schoolgate.people.visits import PersonsVisit


@require_safe
@never_cache
def mine(request: PersonsVisit, school: str) -> HttpResponse:
    """How I sign in: password and its rule, second step, and what to do when somebody knows it."""
    context = {
        "account": request.account,
        "rule": passwords.rule_for(request.account),
        "expires": passwords.expires(request.account),
        "second_step": is_mfa_enabled(request.account),
        "means": sessions.means(request, request.account),
    }
    return render(request, "accounts/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def compromise(request: PersonsVisit, school: str) -> HttpResponse:
    """“Somebody may know my password”: sessions end, and a new password is asked for."""
    form = CompromiseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.report_compromise(account=request.account, by=request.person, at=timezone.now(),
                                  note=form.cleaned_data["note"])  # fmt: skip
        messages.success(request, "Thank you for telling. Sign in again and choose a new password.")
        return HttpResponseRedirect(resolve_url("account_login"))
    back = reverse("accounts:mine", args=[school])
    return render(request, "accounts/compromise.html", {"form": form, "back": back})
