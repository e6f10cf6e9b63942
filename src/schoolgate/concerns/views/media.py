"""Enquiries by the press, and what the school says to it. An enquiry may come without a case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schoolgate.concerns import actions, queries, registers
from schoolgate.concerns.actions import Asking
from schoolgate.concerns.models import Case, Statement
from schoolgate.concerns.register_forms import EnquiryForm, StatementForm
from schoolgate.concerns.rules.words import State
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.concerns.views.keeping import keep
from schoolgate.people import permissions as people
from schoolgate.people import queries as roll
from schoolgate.people.rights import Capability
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_HEADER = ("Asked", "Outlet", "Question", "Answered by", "Statement", "Case")


@require_safe
@never_cache
def media(request: PersonsVisit, school: str) -> HttpResponse:
    """Who asked what and when, who answered, and which versions of a statement there are."""
    here, on, me = request.person.school, timezone.localdate(), request.person
    found = registers.enquiries(viewer=me, on=on)
    if request.method == "GET":
        verb = ConcernsVerb.ENQUIRIES_VIEWED
        actions.note_register_viewed(verb=verb, by=me, at=timezone.now())
    if request.GET.get("as") == "csv":
        rows = ((timezone.localtime(one.row.asked_at).strftime("%d/%m/%Y %H:%M"),
                 one.said["outlet"], one.said["question"], one.row.answered_by or "",
                 one.row.statement or "", one.case.name if one.case else "")
                for one in found)  # fmt: skip
        return lists.as_csv(f"{here.slug}-press", _HEADER, rows)
    may = {one: people.may(me, one, school=here.pk, on=on)
           for one in (Capability.STATEMENT_WRITE, Capability.STATEMENT_APPROVE)}  # fmt: skip
    context = {
        "school": here, "page": lists.page_of(request, found),
        "statements": registers.statements(viewer=me, on=on),
        "writes": may[Capability.STATEMENT_WRITE], "approves": may[Capability.STATEMENT_APPROVE],
    }  # fmt: skip
    return render(request, "concerns/media.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def enquiry(request: PersonsVisit, school: str) -> HttpResponse:
    """Write down who asked what."""
    on, me = timezone.localdate(), request.person
    staff = roll.people(viewer=me, on=on).filter(kind__in=sorted(STAFF_KINDS | {"governor"}))
    approved = [one.row for one in registers.statements(viewer=me, on=on) if one.row.approved_at]
    now = timezone.localtime().replace(second=0, microsecond=0)
    form = EnquiryForm(request.POST or None, initial={"asked_at": now, "answered_by": me.pk},
                       staff=staff, statements=approved, cases=_cases(request))  # fmt: skip

    def act() -> object:
        asking = Asking(**form.cleaned_data)
        return actions.write_enquiry(asking=asking, by=me, at=timezone.now())

    return keep(request, form, act, "Somebody from the press asks", _back(school))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def statement(request: PersonsVisit, school: str) -> HttpResponse:
    """Write a new version of what the school says."""
    form = StatementForm(request.POST or None, cases=_cases(request))

    def act() -> object:
        return actions.write_statement(**form.cleaned_data, by=request.person, at=timezone.now())

    return keep(request, form, act, "A statement: a new version", _back(school))


@require_POST
def approve(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Approve a version; from then on it may be given out."""
    seen = registers.statements(viewer=request.person, on=timezone.localdate())
    here = Statement.objects.filter(pk__in=[one.row.pk for one in seen])
    row = get_object_or_404(here, pk=pk)
    if actions.approve_statement(row=row, by=request.person, at=timezone.now()):
        messages.success(request, f"You have approved {row}.")
    return HttpResponseRedirect(_back(school))


def _back(school: str) -> str:
    return reverse("concerns:media", args=[school])


def _cases(request: PersonsVisit) -> list[Case]:
    found = queries.cases(viewer=request.person, on=timezone.localdate())
    return list(found.filter(state__in=[State.NEW, State.OPEN]))
