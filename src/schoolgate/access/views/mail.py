"""How I read school e-mail; and how everybody does, for whoever may see it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.access import permissions
from schoolgate.access.actions import mail
from schoolgate.access.forms_of_staff import MailForm
from schoolgate.access.models import MailReading
from schoolgate.access.queries import mail as queries
from schoolgate.access.rules.mail import (
    CLIENTS,
    DEVICES,
    PHONES,
    VERDICTS,
    Client,
    Habit,
    OwnPhone,
    SchoolDevice,
    Verdict,
)
from schoolgate.access.views.shared import carry_out, words_sought
from schoolgate.people.acts import Act, sent
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_FIELDS = ("device", "client", "logs_out", "phone")
_FILTERS = {
    "": "All",
    "missing": "Nothing declared yet",
    Verdict.AGAINST: VERDICTS[Verdict.AGAINST],
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def my_mail(request: PersonsVisit, school: str) -> HttpResponse:
    """What I declared with the policy's verdict, and a form to declare it anew."""
    now = timezone.now()
    last = queries.mine(request.person)
    start = {name: getattr(last, name) for name in _FIELDS} if last else None
    form = MailForm(sent(request, "declare"), initial=start)
    if done := carry_out(request, {"declare": Act(form, lambda said: _declare(request, said))}):
        return done
    may_see = permissions.may(
        request.person, Capability.MAIL_READING_SEE, on=timezone.localdate(now)
    )
    context = {
        "form": form, "last": _told(last) if last else None, "may_see": may_see,
        "asked": queries.asked_for(request.person, at=now), "school_slug": school,
    }  # fmt: skip
    return render(request, "access/my_mail.html", context)


def _declare(request: PersonsVisit, said: dict[str, Any]) -> str:
    habit = Habit(SchoolDevice(said["device"]), Client(said["client"]), logs_out=said["logs_out"],
                  phone=OwnPhone(said["phone"]))  # fmt: skip
    made = mail.declare_mail(habit=habit, by=request.person, at=timezone.now())
    return f"Declared. {VERDICTS[Verdict(made.verdict)]}."


def _told(one: MailReading) -> dict[str, Any]:
    return {
        "since": one.from_at, "device": DEVICES[SchoolDevice(one.device)],
        "client": CLIENTS[Client(one.client)], "logs_out": one.logs_out,
        "phone": PHONES[OwnPhone(one.phone)], "verdict": VERDICTS[Verdict(one.verdict)],
        "sentences": one.sentence.splitlines(), "clauses": one.clauses.split(),
    }  # fmt: skip


@require_safe
@never_cache
def mail_list(request: PersonsVisit, school: str) -> HttpResponse:
    """Every member of staff with what the policy makes of how they read school e-mail."""
    which = request.GET.get("which", "")
    which = which if which in _FILTERS else ""
    sought = words_sought(request)
    found = queries.everybodys(request.person, on=timezone.localdate(), sought=sought, which=which)
    context = {
        "page": lists.page_of(request, found), "keep": lists.query_without(request),
        "which": which, "filters": _FILTERS.items(), "q": sought, "verdicts": VERDICTS,
        "up": reverse("access:my-mail", args=[school]),
    }  # fmt: skip
    return render(request, "access/mail.html", context)
