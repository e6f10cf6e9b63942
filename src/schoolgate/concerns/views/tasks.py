"""Tasks of a case: given, done, handed over."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.concerns import actions, permissions
from schoolgate.concerns.actions import Asked
from schoolgate.concerns.forms import AdmitForm, TaskForm, WhyForm
from schoolgate.concerns.models import Case, Task
from schoolgate.concerns.views.acting import led, page
from schoolgate.concerns.views.cases import case_of
from schoolgate.people import queries as people
from schoolgate.people.models import Person
from schoolgate.people.visits import PersonsVisit


def _admitted(request: PersonsVisit, case: Case) -> list[Person]:
    """Return those at the school who may see the case: only they are asked to do something."""
    on = timezone.localdate()
    here = people.people(viewer=request.person, on=on).exclude(kind="pupil")
    return [one for one in here.select_related("school")
            if permissions.may_see(one, case, on=on)]  # fmt: skip


def _task_of(case: Case, pk: int) -> Task:
    found = Task.objects.select_related("case__into__school", "case__school").filter(pk=pk).first()
    if found is None or case.pk not in {found.case_id, found.case.into_id}:
        raise Http404("There is no such task.")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def give(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Ask somebody who sees the case to do something."""
    case = led(request, pk)
    form = TaskForm(request.POST or None, people=_admitted(request, case))

    def act(given: dict[str, Any]) -> object:
        asked = Asked("do", given["why"], given["due_at"], person=given["person"])
        return actions.give_task(case=case, asked=asked, by=request.person, at=timezone.now(),
                                 ticket=given["ticket"])  # fmt: skip

    return page(request, case, form, "Give somebody a task", "Give the task", act)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def do(request: PersonsVisit, school: str, pk: int, task: int) -> HttpResponse:
    """Say what was done."""
    case = case_of(request, pk)
    found = _task_of(case, task)
    form = WhyForm(request.POST or None)
    form.fields["why"].label = "What was done?"

    def act(given: dict[str, Any]) -> object:
        return actions.do_task(task=found, words=given["why"], by=request.person,
                               at=timezone.now())  # fmt: skip

    return page(request, case, form, "This is done", "Save", act)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def hand_over(request: PersonsVisit, school: str, pk: int, task: int) -> HttpResponse:
    """Hand a task over to another who sees the case."""
    case = case_of(request, pk)
    found = _task_of(case, task)
    form = AdmitForm(request.POST or None, people=_admitted(request, case))

    def act(given: dict[str, Any]) -> object:
        return actions.hand_over(task=found, to=given["person"], why=given["why"],
                                 by=request.person, at=timezone.now())  # fmt: skip

    return page(request, case, form, "Hand the task over", "Hand it over", act)
