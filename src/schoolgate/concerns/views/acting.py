"""What is done in a case: each act has a page with one form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from schoolgate.concerns import actions, answers, permissions, queries, routing
from schoolgate.concerns.actions import Draft, Naming, Sorting, UnableToAct
from schoolgate.concerns.forms import AdmitForm, EntryForm, PartyForm, SortForm, WhyForm
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules import posts, situations
from schoolgate.concerns.rules.kinds import KINDS, OF_PROCEDURE, Kind, Shape
from schoolgate.concerns.rules.words import Part, Seriousness, Track
from schoolgate.concerns.views.cases import case_of
from schoolgate.people import queries as people
from schoolgate.people.models import Person
from schoolgate.people.visits import PersonsVisit

_Act = Callable[[dict[str, Any]], object]


def page(  # noqa: PLR0913 what every page with a form says
    request: PersonsVisit,
    case: Case,
    form: forms.Form,
    title: str,
    button: str,
    act: _Act,
    *,
    back: str = "concerns:case",
) -> HttpResponse:
    """Show the form, or do the act and go back, to the case where nothing else is said; what was
    typed stays on a refusal."""
    there = reverse(back, args=[request.person.school.slug, case.pk])
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except UnableToAct as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(there)
    context = {"school": request.person.school, "case": case, "form": form, "title": title,
               "button": button, "back": there}  # fmt: skip
    return render(request, "concerns/act.html", context)


def led(request: PersonsVisit, pk: int) -> Case:
    """Return a case that the visitor leads: 404 if it is not for them, 403 if they only read it."""
    found = case_of(request, pk)
    if not permissions.may_lead(request.person, found, on=timezone.localdate()):
        raise PermissionDenied("Only who leads the case does this.")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sort(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Say what kind of matter it is."""
    case = led(request, pk)
    initial = {"situation": case.situation, "track": case.track, "seriousness": case.seriousness}
    form = SortForm(request.POST or None, initial=initial, situations=situations.choices(),
                    code=routing.code_of_families(case.school))  # fmt: skip

    def act(given: dict[str, Any]) -> object:
        chosen = situations.ALL[given["situation"]]
        sorting = Sorting(
            chosen.slug, given["category"] or chosen.category, Track(given["track"]),
            Seriousness(given["seriousness"]), given["why"], given["off_site"] == routing.YES,
            given["beyond_school"] == routing.YES, given["behaviour_clause"],
            given.get("point", ""), given["manner"],
        )  # fmt: skip
        return actions.sort(case=case, sorting=sorting, by=request.person, at=timezone.now())

    return page(request, case, form, "What kind of matter is it?", "Save", act)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def write(request: PersonsVisit, school: str, pk: int, kind: str) -> HttpResponse:
    """Add an entry to the chronology."""
    case, of = case_of(request, pk), KINDS.get(kind)
    if of is None or not of.by_hand or of.slug == "correction" or of.adds_to:
        raise Http404("There is no such kind of entry.")
    chosen = {one.name: request.GET[one.name] for one in of.fields
              if one.shape is Shape.CHOICE and one.name in request.GET}  # fmt: skip
    form = _entry_form(request, of, chosen)

    def act(given: dict[str, Any]) -> object:
        draft = Draft(of.slug, form.said(), given["happened_at"], given["ticket"])
        return actions.write(case=case, draft=draft, by=request.person, at=timezone.now())

    return page(request, case, form, of.title, "Write it down", act,
                back=_whence(case, of, request.person))  # fmt: skip


def _whence(case: Case, kind: Kind, by: Person) -> str:
    """Return the page from which a kind is written: the procedure has its own."""
    held = permissions.held_by(by, on=timezone.localdate())
    guided = case.situation in posts.SITUATIONS and posts.may_run(held)
    return "concerns:procedure" if guided and kind.slug in OF_PROCEDURE else "concerns:case"


def _entry_form(request: PersonsVisit, of: Kind, initial: dict[str, str]) -> EntryForm:
    now = timezone.localtime().replace(second=0, microsecond=0)
    questions = answers.asked(of, request.person.school, on=timezone.localdate())
    return EntryForm(request.POST or None, initial={"happened_at": now, **initial}, kind=of,
                     asked=questions)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def add(request: PersonsVisit, school: str, pk: int, entry: int, kind: str) -> HttpResponse:
    """Go on from an entry: what came of a meeting, of a letter, of asking a site."""
    case, of = case_of(request, pk), KINDS.get(kind)
    first = queries.entry(case=case, pk=entry)
    if of is None or first is None or not of.adds_to or of.adds_to != first.kind:
        raise Http404("There is no such entry to go on from.")
    opened = queries.opened(case=case, viewer=request.person, on=timezone.localdate())
    said = queries.said_in(opened, first)
    known = {one.name: said[one.name] for one in of.fields
             if one.shape is Shape.LINE and one.name in said}  # fmt: skip
    form = _entry_form(request, of, known)

    def act(given: dict[str, Any]) -> object:
        draft = Draft(of.slug, form.said(), given["happened_at"], given["ticket"], adds_to=first)
        return actions.write(case=case, draft=draft, by=request.person, at=timezone.now())

    return page(request, case, form, of.title, "Write it down", act)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def correct(request: PersonsVisit, school: str, pk: int, entry: int) -> HttpResponse:
    """Put an entry right: it stays, and what is right stands beside it."""
    case, of = case_of(request, pk), KINDS["correction"]
    wrong = queries.entry(case=case, pk=entry)
    if wrong is None:
        raise Http404("There is no such entry.")
    form = EntryForm(request.POST or None, initial={"happened_at": wrong.happened_at}, kind=of)

    def act(given: dict[str, Any]) -> object:
        draft = Draft(of.slug, form.said(), given["happened_at"], given["ticket"], wrong)
        return actions.write(case=case, draft=draft, by=request.person, at=timezone.now())

    title = f"Correct: {KINDS[wrong.kind].title}"
    return page(request, case, form, title, "Write the correction", act)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def party(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Say who is in the case."""
    case = led(request, pk)
    here = people.people(viewer=request.person, on=timezone.localdate())
    form = PartyForm(request.POST or None, people=here)

    def act(given: dict[str, Any]) -> object:
        naming = Naming(Part(given["part"]), given["person"], given["name"], given["why"])
        return actions.name_party(case=case, naming=naming, by=request.person, at=timezone.now())

    return page(request, case, form, "Who is in the case?", "Save", act)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def admit(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Let one more person see the case."""
    case = led(request, pk)
    here = people.people(viewer=request.person, on=timezone.localdate()).exclude(kind="pupil")
    form = AdmitForm(request.POST or None, people=here)

    def act(given: dict[str, Any]) -> object:
        return actions.admit(case=case, person=given["person"], why=given["why"],
                             by=request.person, at=timezone.now())  # fmt: skip

    return page(request, case, form, "Who else may see the case?", "Admit", act)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def end_admission(request: PersonsVisit, school: str, pk: int, admission: int) -> HttpResponse:
    """Let a role or a person see the case no longer."""
    case = led(request, pk)
    found = get_object_or_404(queries.admissions(case), pk=admission)

    def act(given: dict[str, Any]) -> object:
        return actions.end_admission(admission=found, why=given["why"], by=request.person,
                                     at=timezone.now())  # fmt: skip

    title = f"End what {found.person or found.role.replace('_', ' ')} may see"
    return page(request, case, WhyForm(request.POST or None), title, "End it", act)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def close(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Close the case."""
    case = led(request, pk)

    def act(given: dict[str, Any]) -> object:
        return actions.close(case=case, why=given["why"], by=request.person, at=timezone.now())

    return page(request, case, WhyForm(request.POST or None), "Close the case", "Close it", act)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reopen(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Open a closed case again."""
    case = led(request, pk)

    def act(given: dict[str, Any]) -> object:
        return actions.reopen(case=case, why=given["why"], by=request.person, at=timezone.now())

    form = WhyForm(request.POST or None)
    return page(request, case, form, "Open the case again", "Open it again", act)


@require_POST
def evidence(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Go to the evidence of a case; where there is no folder yet, it is opened."""
    case = case_of(request, pk)
    try:
        folder = actions.open_evidence(case=case, by=request.person, at=timezone.now())
    except UnableToAct as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("concerns:case", args=[school, pk]))
    return HttpResponseRedirect(reverse("evidence:folder", args=[school, folder.pk]))
