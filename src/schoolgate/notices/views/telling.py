"""Who was told what, when and how: of one notice, and of all. For those who send."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.notices import actions, permissions, queries
from schoolgate.notices.forms import RecordForm
from schoolgate.notices.models import Notice, Telling
from schoolgate.notices.views import letters
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_HEADER: Final = ("Person", "Notice", "Clause", "Sent", "By", "Means", "State", "What happened")


@require_safe
@never_cache
def history(request: PersonsVisit, school: str) -> HttpResponse:
    """Who was told what, when and by which means: searched, sorted, in pages, as a file."""
    found = _found(request)
    actions.note_look(by=request.person, at=timezone.now())
    if request.GET.get("as") == "csv":
        return lists.as_csv(f"{school}-notices", _HEADER, map(_row, found[:10_000]))
    context = _listed(request, found) | {"school": request.person.school}
    return render(request, "notices/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def told(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Who was told of one notice, its letters, and what the office writes down of it."""
    on, now, viewer = timezone.localdate(), timezone.now(), request.person
    notice = get_object_or_404(queries.notices(viewer=viewer, on=on), pk=pk)
    if not permissions.may_send(viewer, on=on):
        raise Http404("Only those who send see this.")
    found = _found(request, notice)
    form = RecordForm(request.POST or None, tellings=[one.pk for one in found])
    if request.method == "POST" and form.is_valid():
        mark, chosen = form.chosen()
        try:
            count = actions.record(notice=notice, tellings=chosen, mark=mark, by=viewer, at=now)
        except actions.UnableToRecord as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Written down of {count}.")
            return HttpResponseRedirect(reverse("notices:told", args=[school, pk]))
    runs = queries.runs(notice=notice, viewer=viewer, on=on)
    if request.method == "GET":
        actions.note_look(by=viewer, at=now, notice=notice)
    context = _listed(request, found) | {
        "school": viewer.school, "notice": notice, "form": form,
        "counts": queries.counts(queries.history(viewer=viewer, on=on, notice=pk)),
        "to_print": queries.to_print(notice).count(),
        "runs": [letters.progress(run) for run in runs],
    }  # fmt: skip
    return render(request, "notices/told.html", context)


def _found(request: PersonsVisit, notice: Notice | None = None) -> QuerySet[Telling]:
    given = request.GET
    return queries.history(
        viewer=request.person, on=timezone.localdate(), words=given.get("q", "").strip()[:80],
        which=given.get("which", ""), sort=given.get("sort", ""),
        notice=notice.pk if notice else None,
    )  # fmt: skip


def _listed(request: PersonsVisit, found: QuerySet[Telling]) -> dict[str, Any]:
    return {
        "page": lists.page_of(request, found), "keep": lists.query_without(request),
        "by": lists.query_without(request, "sort"),
        **{name: request.GET.get(name, "") for name in ("q", "which", "sort")},
    }  # fmt: skip


def _row(one: Telling) -> tuple[object, ...]:
    notice = one.notice
    steps = "; ".join(f"{step} {_moment(step.at)}" for step in one.steps.all())
    return (one.person, notice.subject, notice.clause, _moment(notice.sent_at), notice.by,
            one.means, one.state, steps)  # fmt: skip


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")
