"""What a family tells, and what somebody who works at the school tells of another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from schoolgate.concerns import actions
from schoolgate.concerns.rules import telling
from schoolgate.concerns.rules.quiet import About, How, Said
from schoolgate.concerns.rules.words import Way
from schoolgate.concerns.tell import limits, pages
from schoolgate.concerns.tell.forms import FirstForm, IllegalForm, WordsForm
from schoolgate.people import permissions as people
from schoolgate.people import queries as roles
from schoolgate.people.models import School


@pages.of_school
def family(request: HttpRequest, school: School) -> HttpResponse:
    """A parent, a carer or anybody else of a family tells something."""
    return _asked(request, school, Way.FAMILY_FORM)


@pages.of_school
def work(request: HttpRequest, school: School) -> HttpResponse:
    """Somebody who works at the school tells something, about whomever."""
    return _asked(request, school, Way.WHISTLEBLOWING)


def _asked(request: HttpRequest, school: School, way: Way) -> HttpResponse:
    """Ask the first question; with its answer, the others; with these, take the report in."""
    if request.method != "POST":
        return pages.page("first", school, form=FirstForm(), at_work=way is Way.WHISTLEBLOWING)
    first = FirstForm(request.POST)
    if not first.is_valid():
        return pages.page("first", school, form=first, at_work=way is Way.WHISTLEBLOWING)
    illegal = first.cleaned_data["illegal"] == "yes"
    about = _about(first)
    form = (IllegalForm if illegal else WordsForm)(
        request.POST if "ticket" in request.POST else None, at_work=way is Way.WHISTLEBLOWING
    )
    if form.is_valid():
        named = form.cleaned_data["how"] in {How.NAMED, How.KEPT}
        # Without a name, a form for families is an anonymous letter.
        came_by = Way.ANONYMOUS if way is Way.FAMILY_FORM and not named else way
        said = Said(came_by, form.words(), about, illegal)
        return taken(
            school, said, ticket=form.cleaned_data["ticket"], how=How(form.cleaned_data["how"])
        )
    return pages.page("words", school, form=form, first=_hidden(first), illegal=illegal,
                      about=about, chair_is_there=_chair_is_there(school))  # fmt: skip


def taken(school: School, said: Said, *, ticket: str, how: How) -> HttpResponse:
    """Keep what was told, and return the page with its receipt."""
    if limits.REPORTS.is_reached(school.pk):
        return pages.page("problem", school, status=429, says=pages.PROBLEMS[429])
    limits.REPORTS.count(school.pk)
    now = timezone.now()
    if how is How.QUIET:
        receipt = actions.put(school=school, said=said, ticket=ticket, on=timezone.localdate(now))
    else:
        receipt = actions.tell_at_once(school=school, said=said, ticket=ticket, at=now,
                                       kept_back=how is How.KEPT)  # fmt: skip
    child = said.way is Way.PUPIL_PAGE
    return pages.page("told", school, receipt=receipt, how=how, child=child, about=said.about,
                      illegal=said.illegal)  # fmt: skip


def _about(first: forms.Form) -> About:
    said = first.cleaned_data["about"]
    return About.NOBODY if said == "none" else About(said)


def _hidden(first: forms.Form) -> dict[str, Any]:
    return {name: first.cleaned_data[name] for name in first.fields}


def _chair_is_there(school: School) -> bool:
    """Tell whether somebody is chair: nobody else reads what is about the headteacher."""
    on = timezone.localdate()
    (role,) = telling.first_told(shut_out=("headteacher",))
    there = roles.holders(school=school, role=role, on=on)
    return any(role in people.roles_of(one, on=on) for one in there)
