"""Accounts, for whoever keeps them: found, opened, closed, invited."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.accounts import actions, queries
from schoolgate.people import queries as people
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import School
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_SORTS = {"username": ("username",), "name": ("person__name", "username"),
          "last": ("-last_login", "username"), "opened": ("-opened_at", "username")}  # fmt: skip


@require_safe
@never_cache
def accounts(request: PersonsVisit, school: str) -> HttpResponse:
    """Every account of the school: searched, sorted, in pages, or as a file."""
    here = get_object_or_404(people.schools(), slug=school)
    words = request.GET.get("q", "").strip()[:80]
    found = queries.accounts(viewer=request.person, on=timezone.localdate())
    if words:
        found = found.filter(Q(username__icontains=words) | Q(person__name__icontains=words)
                             | Q(class_name__icontains=words))  # fmt: skip
    if request.GET.get("state") in {"open", "closed"}:
        found = found.filter(is_active=request.GET["state"] == "open")
    found = found.order_by(*_SORTS.get(request.GET.get("sort", ""), ("username",)))
    if request.GET.get("as") == "csv":
        return _file(here, found)
    context = {
        "school": here, "page": lists.page_of(request, found), "q": words,
        "state": request.GET.get("state", ""), "keep": lists.query_without(request),
        "sort": request.GET.get("sort", "username"), "by": lists.query_without(request, "sort"),
    }  # fmt: skip
    return render(request, "accounts/accounts.html", context)


def _file(here: School, found: object) -> HttpResponse:
    header = ("User name", "Name", "Post", "E-mail", "Open", "Opened", "Opened by", "Last sign-in")
    rows = (
        (one.username, one, one.person.title if one.person else "class login", one.email,
         "yes" if one.is_active else "no", _day(one.opened_at), one.issuer, _day(one.last_login))
        for one in found  # type: ignore[attr-defined]
    )  # fmt: skip
    return lists.as_csv(f"{here.slug}-accounts", header, rows)


def _day(at: object) -> str:
    return timezone.localtime(at).strftime("%d/%m/%Y") if at else ""  # type: ignore[arg-type]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def open_one(request: PersonsVisit, school: str) -> HttpResponse:
    """Find somebody who has no account, and open one."""
    here = get_object_or_404(people.schools(), slug=school)
    today = timezone.localdate()
    without = people.people(viewer=request.person, on=today).filter(account=None)
    if request.method == "POST":
        chosen = request.POST.get("person", "")
        person = get_object_or_404(without, pk=chosen if chosen.isdecimal() else 0)
        try:
            made = actions.open_account(person=person, by=request.person, at=timezone.now())
        except (NotAllowed, actions.UnableToOpen) as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.get_full_path())
        messages.success(request, f"{person} has an account now. Next, make an invitation.")
        return HttpResponseRedirect(reverse("accounts:account", args=[school, made.pk]))
    words = request.GET.get("q", "").strip()[:80]
    found = without.filter(name__icontains=words) if words else without
    context = {"school": here, "page": lists.page_of(request, found.order_by("name", "pk")),
               "q": words, "keep": lists.query_without(request)}  # fmt: skip
    return render(request, "accounts/open.html", context)
