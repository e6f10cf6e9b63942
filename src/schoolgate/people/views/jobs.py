"""Background work on a page: what waits, runs and has failed, and what comes by the clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.jobs import naming, rules
from schoolgate.jobs.models import Job, State
from schoolgate.people import actions, background, permissions
from schoolgate.people.rights import Capability
from schoolgate.people.views.acting import acted
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_HEADER: Final = ("Job", "What", "State", "Asked for", "Due or ended", "Tries", "Steps done", "Of",
                  "What went wrong")  # fmt: skip


@require_safe
@never_cache
def jobs(request: PersonsVisit, school: str) -> HttpResponse:
    """The jobs of my school: filtered, sorted, in pages, or as a file."""
    now, here = timezone.now(), request.person.school
    today = timezone.localdate(now)
    state, sort = request.GET.get("state", ""), request.GET.get("sort", "")
    found = background.listed(viewer=request.person, on=today, state=state, sort=sort)
    if request.GET.get("as") == "csv":
        return lists.as_csv(f"{here.slug}-jobs", _HEADER, _rows(found))
    page = lists.page_of(request, found)
    context: dict[str, Any] = {
        "school": here, "page": page, "state": state, "sort": sort, "states": background.STATES,
        "jobs": [(job, naming.of_task(job.task)) for job in page], "most_tries": rules.ATTEMPTS,
        "keep": lists.query_without(request), "by": lists.query_without(request, "sort"),
        "coming": background.by_the_clock(now), "kept": rules.KEPT_FAILED.days,
        "nobody_works": background.nobody_works(viewer=request.person, at=now, on=today),
        "may_run": permissions.may(request.person, Capability.JOB_RUN_AGAIN, school=here.pk,
                                   on=today),
    }  # fmt: skip
    return render(request, "people/jobs.html", context)


def _rows(found: Iterable[Job]) -> Iterable[tuple[object, ...]]:
    for job in found:
        at = timezone.localtime(getattr(job, "at"))  # noqa: B009 annotated
        yield (job.pk, naming.of_task(job.task), job.state, _when(job.made_at), _when(at),
               job.attempts, job.step or "", job.steps or "", job.trouble)  # fmt: skip


def _when(at: Any) -> str:
    return timezone.localtime(at).strftime("%d/%m/%Y %H:%M")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def job_again(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Confirm that a failed job is run again."""
    today, back = timezone.localdate(), reverse("people:jobs", args=[school])
    job = background.seen(viewer=request.person, on=today).filter(pk=pk).first()
    if job is None:
        raise Http404("No such job.")
    what = naming.of_task(job.task)

    def act() -> str:
        actions.run_again(pk=pk, by=request.person, at=timezone.now())
        return f"“{what}” is tried again, {rules.ATTEMPTS} times if need be."

    ended = f"It failed. {job.trouble}" if job.state == State.FAILED else f"It is {job.state} now."
    words = f"{what}. {ended} What it had done before stays done, and is not done twice."
    form = forms.Form(request.POST if request.method == "POST" else None)
    return acted(request, form, act, then=back, back=back, title="Run this job again?",
                 words=words, button="Run again")  # fmt: skip
