"""Two checks that prove duties: the password rules, and second steps of who sees personal data."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.accounts import actions, findings, queries
from schoolgate.accounts import passwords as rule
from schoolgate.accounts.forms import PromptForm
from schoolgate.people import queries as people
from schoolgate.people.actions import NotAllowed
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def passwords(request: PersonsVisit, school: str) -> HttpResponse:
    """The school's rule, where it departs, what the machine does with it; prompt and check."""
    here = get_object_or_404(people.schools(), slug=school)
    now = timezone.now()
    found = findings.of_passwords(viewer=request.person, account=request.account, at=now)
    form = PromptForm(request.POST if "days" in request.POST else None,
                      initial={"days": queries.prompt_days(here)})  # fmt: skip
    try:
        if "check" in request.POST:
            actions.record_password_check(school=here, found=found.sentence, by=request.person,
                                          at=now)  # fmt: skip
            messages.success(request, "The check is in the journal, with what was found.")
            return HttpResponseRedirect(request.path)
        if form.is_valid():
            actions.set_prompt(school=here, days=form.cleaned_data["days"], by=request.person,
                               at=now)  # fmt: skip
            messages.success(request, "The prompt is set.")
            return HttpResponseRedirect(request.path)
    except (NotAllowed, actions.UnableToSet) as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(request.path)
    shown = {
        "school": here, "found": found, "form": form, "prompts": queries.prompts(here)[:10],
        "rule": rule.rule_for(request.account), "expires": rule.expires(request.account),
    }  # fmt: skip
    return render(request, "accounts/passwords.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def second_steps(request: PersonsVisit, school: str) -> HttpResponse:
    """The accounts with personal data that have no second step, and the check of them."""
    here = get_object_or_404(people.schools(), slug=school)
    now = timezone.now()
    found = findings.of_second_steps(viewer=request.person, at=now)
    if "check" in request.POST:
        try:
            actions.record_second_step_check(school=here, found=found.sentence, by=request.person,
                                             at=now)  # fmt: skip
            messages.success(request, "The check is in the journal, with what was found.")
        except NotAllowed as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(request.path)
    shown = {"school": here, "found": found, "page": lists.page_of(request, found.without),
             "keep": lists.query_without(request)}  # fmt: skip
    return render(request, "accounts/second_steps.html", shown)
