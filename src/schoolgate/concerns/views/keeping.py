"""Unofficial pages, the gate, and what the school has arranged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.concerns import actions, registers
from schoolgate.concerns.actions import Finding, UnableToAct
from schoolgate.concerns.models import WatchedPage
from schoolgate.concerns.register_forms import ArrangementForm, GateForm, MoveForm, PageForm
from schoolgate.concerns.rules.registers import LEADERS, Standing, What, monday
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people import permissions as people
from schoolgate.people import queries as roll
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_HEADER = ("Found", "Address", "Kept by", "Status", "Since")
_WEEK = timedelta(days=7)
_YEARS = 100  # further off, the calendar itself ends


def keep(
    request: PersonsVisit, form: forms.Form, act: Callable[[], object], title: str, back: str,
    hint: str = "",
) -> HttpResponse:  # fmt: skip
    """Show a form, or do the act and go back; what was typed stays on a refusal."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except UnableToAct as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(back)
    context = {"school": request.person.school, "form": form, "title": title, "back": back,
               "hint": hint}  # fmt: skip
    return render(request, "concerns/keep.html", context)


@require_safe
@never_cache
def pages(request: PersonsVisit, school: str) -> HttpResponse:
    """Pages and groups about the school that are not the school's, as seen from outside."""
    here = request.person.school
    if request.method == "GET":
        actions.note_register_viewed(verb=ConcernsVerb.PAGES_VIEWED, by=request.person,
                                     at=timezone.now())  # fmt: skip
    found = registers.watched(school=here)
    if request.GET.get("as") == "csv":
        rows = ((one.row.found_on.strftime("%d/%m/%Y"), one.said["address"], one.said["owner"],
                 one.now.said, one.standings[-1].at.strftime("%d/%m/%Y"))
                for one in found)  # fmt: skip
        return lists.as_csv(f"{here.slug}-pages", _HEADER, rows)
    context = {"school": here, "page": lists.page_of(request, found)}
    return render(request, "concerns/pages.html", context)


def _pages(school: str) -> str:
    return reverse("concerns:pages", args=[school])


_OUTSIDE = ("Write what anybody can see from outside. Nobody who works here joins, follows or lets "
            "somebody in for the school under any name: speak to whoever keeps it.")  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page_new(request: PersonsVisit, school: str) -> HttpResponse:
    """Write an unofficial page into the register."""
    form = PageForm(request.POST or None, initial={"found_on": timezone.localdate()})

    def act() -> object:
        given = form.cleaned_data | {"status": Standing(form.cleaned_data["status"])}
        return actions.register_page(finding=Finding(**given), by=request.person,
                                     at=timezone.now())  # fmt: skip

    return keep(request, form, act, "An unofficial page or group", _pages(school), _OUTSIDE)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page_move(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Write how it stands now."""
    row = get_object_or_404(WatchedPage, pk=pk, school=request.person.school)
    form = MoveForm(request.POST or None)

    def act() -> object:
        status = Standing(form.cleaned_data["status"])
        return actions.move_page(row=row, status=status, by=request.person, at=timezone.now())

    title = f"How it stands: {registers.read(row)['address']}"
    return keep(request, form, act, title, _pages(school), _OUTSIDE)


@require_safe
@never_cache
def gate(request: PersonsVisit, school: str) -> HttpResponse:
    """Who is at the gate in a week; a gap is shown as what it is."""
    here, begins = request.person.school, _week(request)
    turns = registers.gate_week(here, begins)
    may = people.may(request.person, Capability.GATE_KEEP, school=here.pk, on=timezone.localdate())
    context = {
        "school": here, "turns": turns, "begins": begins, "keeps": may,
        "gaps": sum(one.is_gap for one in turns), "before": begins - _WEEK, "after": begins + _WEEK,
        "mailbox": registers.arranged(here, What.MAILBOX),
    }  # fmt: skip
    return render(request, "concerns/gate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def gate_set(request: PersonsVisit, school: str) -> HttpResponse:
    """Say who is at the gate in a week."""
    here, begins = request.person.school, _week(request)
    turns, leaders = registers.gate_week(here, begins), _leaders(request)
    initial = {f"{one.on:%Y%m%d}-{one.half}": one.person_id
               for one in registers.down(here, begins)}  # fmt: skip
    form = GateForm(request.POST or None, initial=initial, turns=turns, leaders=leaders)

    def act() -> object:
        return actions.set_gate(begins=begins, turns=form.chosen(), by=request.person,
                                at=timezone.now())  # fmt: skip

    title = f"At the gate: week of {begins:%-d %B %Y}"
    hint = "" if turns else "There is no school in this week."
    back = reverse("concerns:gate", args=[school]) + f"?week={begins.isoformat()}"
    return keep(request, form, act, title, back, hint)


def _leaders(request: PersonsVisit) -> list[Person]:
    on = timezone.localdate()
    here = roll.people(viewer=request.person, on=on).filter(kind__in=sorted(STAFF_KINDS))
    return [one for one in here if not LEADERS.isdisjoint(people.roles_of(one, on=on))]


def _week(request: PersonsVisit) -> date:
    try:
        asked = parse_date(request.GET.get("week", ""))
    except ValueError:
        asked = None
    today = timezone.localdate()
    near = asked is not None and abs(asked.year - today.year) <= _YEARS
    return monday(asked if asked and near else today)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def arrangements(request: PersonsVisit, school: str) -> HttpResponse:
    """What the school has arranged: a mailbox, and help with statements."""
    here = request.person.school
    first = {what.value: registers.arranged(here, what) for what in What}
    form = ArrangementForm(request.POST or None, initial=first)

    def act() -> object:
        values = {what: form.cleaned_data[what] for what in What if what.value in request.POST}
        return actions.arrange(values=values, by=request.person, at=timezone.now())

    back = reverse("concerns:gate", args=[school])
    return keep(request, form, act, "What the school has arranged", back)
