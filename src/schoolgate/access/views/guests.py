"""Guests: who is here, who answers for them, and what they wait for."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.access import permissions
from schoolgate.access.actions import gates, guests
from schoolgate.access.forms import GuestForm, LastDayForm
from schoolgate.access.models import Guest
from schoolgate.access.queries import gates as gate_queries
from schoolgate.access.queries import guests as queries
from schoolgate.access.views.gates import gate_acts, own_forms
from schoolgate.access.views.shared import carry_out, staff, words_sought
from schoolgate.accounts.models import Account
from schoolgate.people.acts import Act, Nothing, forms_of, sent
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_SORTS = {"name": ("person__name", "pk"), "until": ("until_on", "pk"), "sponsor":
          ("sponsor__name", "pk")}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def guest_list(request: PersonsVisit, school: str) -> HttpResponse:
    """Every guest, those who are here or come first; and the weekly closing, by hand."""
    now = timezone.now()
    today = timezone.localdate(now)
    close = Act(Nothing(sent(request, "close")), lambda _: _close(request))
    if done := carry_out(request, {"close": close}):
        return done
    words, past = words_sought(request), request.GET.get("which") == "past"
    found = queries.guests(request.person, on=today)
    found = found.filter(until_on__lte=today) if past else found.filter(until_on__gt=today)
    if words:
        found = found.filter(Q(person__name__icontains=words) | Q(sponsor__name__icontains=words)
                             | Q(purpose__icontains=words))  # fmt: skip
    found = found.order_by(*_SORTS.get(request.GET.get("sort", ""), ("until_on", "pk")))
    may = permissions.may
    context = {
        "page": lists.page_of(request, found), "q": words, "past": past, "today": today,
        "keep": lists.query_without(request), "by": lists.query_without(request, "sort"),
        "sort": request.GET.get("sort", "until"), "form": close.form,
        "may_invite": may(request.person, Capability.GUEST_INVITE, on=today),
        "may_close": may(request.person, Capability.ACCOUNT_CLOSE, on=today),
        "over": queries.past_with_login(request.person, on=today).count(), "school_slug": school,
    }  # fmt: skip
    return render(request, "access/guests.html", context)


def _close(request: PersonsVisit) -> str:
    closed = guests.close_guest_logins(school=request.person.school, by=request.person,
                                       at=timezone.now())  # fmt: skip
    return f"Guests past their date are closed. Logins closed: {closed}."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invite(request: PersonsVisit, school: str) -> HttpResponse:
    """Enter a guest."""
    now = timezone.now()
    form = GuestForm(sent(request, "invite"), sponsors=staff(request.person, timezone.localdate()))
    up = reverse("access:guests", args=[school])

    def do(said: dict[str, object]) -> str:
        made = guests.invite_guest(school=request.person.school, by=request.person, at=now,
                                   **said)  # type: ignore[arg-type]  # fmt: skip
        return f"{made} is entered. Next, record the agreement and open the login."

    if done := carry_out(request, {"invite": Act(form, do, to=up)}):
        return done
    return render(request, "access/guest_new.html", {"form": form, "up": up})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def guest(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One guest: gates, login, last day."""
    now = timezone.now()
    today = timezone.localdate(now)
    one = get_object_or_404(queries.guests(request.person, on=today), pk=pk)
    acts = gate_acts(request, one.person, now) | {
        "open": Act(Nothing(sent(request, "open")), lambda _: _open(request, one)),
        "move": Act(LastDayForm(sent(request, "move"), initial={"last_day": one.last_day}),
                    lambda said: _move(request, one, said)),
    }  # fmt: skip
    if done := carry_out(request, acts):
        return done
    forms, account = forms_of(acts), Account.objects.filter(person=one.person).first()
    may = permissions.may
    context = {
        "guest": one, "forms": forms, "account": account, "today": today,
        "steps": [(step, own_forms(step.gate.name, forms))
                  for step in gate_queries.statuses(one.person, now)],
        "up": reverse("access:guests", args=[school]),
        "closed": gate_queries.why_closed(one.person, now),
        "may_record": may(request.person, Capability.GATE_RECORD, on=today),
        "may_waive": may(request.person, Capability.GATE_WAIVE, on=today),
        "may_open": may(request.person, Capability.ACCOUNT_OPEN, on=today),
        "may_move": may(request.person, Capability.GUEST_INVITE, on=today) and one.until_on > today,
    }  # fmt: skip
    return render(request, "access/guest.html", context)


def _open(request: PersonsVisit, one: Guest) -> str:
    made = gates.open_login(person=one.person, by=request.person, at=timezone.now())
    return f"{one} has a login now: {made.username}. Next, make an invitation under Accounts."


def _move(request: PersonsVisit, one: Guest, said: dict[str, object]) -> str:
    guests.move_last_day(guest=one, by=request.person, at=timezone.now(), **said)  # type: ignore[arg-type]
    return f"The last day of {one} is moved."
