"""An import in three steps: files, what stands in them if they do not say, the plan and its yes."""

from __future__ import annotations

from dataclasses import asdict, replace

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.gateways import actions, applying, progress, showing, uploads
from schoolgate.gateways.actions import Prepared
from schoolgate.gateways.forms import ApplyForm, UploadForm, answering
from schoolgate.gateways.progress import Progress
from schoolgate.gateways.roster.faults import NeedsAnswer, UnableToRead
from schoolgate.gateways.uploads import Upload
from schoolgate.jobs import whose
from schoolgate.people import queries
from schoolgate.people.models import School
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists
from schoolgate.web.uploads import too_large

_FORM = require_http_methods(["GET", "HEAD", "POST"])
_GONE = "Your files are no longer here: they are kept for an hour at most. Choose them again."
_GIVEN_UP = "Nothing was imported, and your files are deleted."


@_FORM
@never_cache
def upload(request: PersonsVisit, school: str) -> HttpResponse:
    """Take the files of an import."""
    here = get_object_or_404(queries.schools(), slug=school)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(*sent, too_large=too_large(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            kept = uploads.keep(given["sent"], source=given["source"], kind=given["kind"])
        except UnableToRead as error:
            form.add_error("sent", str(error))
        else:
            uploads.forget(request.session)
            uploads.remember(request.session, kept)
            return HttpResponseRedirect(reverse("gateways:plan", args=[school]))
    return render(request, "gateways/import.html", {"school": here, "form": form})


@_FORM
@never_cache
def columns(request: PersonsVisit, school: str) -> HttpResponse:
    """Ask what the files do not say: columns, whom they list, which school."""
    here = get_object_or_404(queries.schools(), slug=school)
    kept = uploads.of(request.session)
    if kept is None:
        return _begin_again(request, school, _GONE)
    try:
        _prepared(request, here, kept)
    except NeedsAnswer as needed:
        form = answering(needed, _sent(request))
        if not (request.method == "POST" and form.is_valid()):
            return render(request, "gateways/columns.html", {"school": here, "form": form})
        uploads.remember(request.session, replace(kept, **form.answers()))
    except UnableToRead as error:
        return _begin_again(request, school, str(error))
    return HttpResponseRedirect(reverse("gateways:plan", args=[school]))


@_FORM
@never_cache
def plan(request: PersonsVisit, school: str) -> HttpResponse:
    """Show what would change; apply it when it is confirmed, all of it or nothing."""
    here = get_object_or_404(queries.schools(), slug=school)
    kept = uploads.of(request.session)
    if kept is None or "give-up" in request.POST:
        return _begin_again(request, school, _GIVEN_UP if kept else _GONE)
    if progress.of(kept):
        return HttpResponseRedirect(reverse("gateways:progress", args=[school]))
    try:
        prepared = _prepared(request, here, kept)
    except NeedsAnswer:
        return HttpResponseRedirect(reverse("gateways:columns", args=[school]))
    except UnableToRead as error:
        return _begin_again(request, school, str(error))
    return _shown(request, here, kept, prepared)


def _shown(request: PersonsVisit, here: School, kept: Upload, prepared: Prepared) -> HttpResponse:
    made = prepared.plan
    if request.GET.get("as") == "csv":
        return lists.as_csv(f"{here.slug}-import", showing.HEADER, showing.rows(made))
    form = ApplyForm(_sent(request), seen=showing.mark(prepared), gone=len(made.gone),
                     stops=bool(made.drops), back=len(made.leavers))  # fmt: skip
    if request.method == "POST" and form.is_valid():
        return _apply(request, here, kept, prepared, back=bool(form.cleaned_data.get("back")))
    context = {"school": here, "prepared": prepared, "plan": made, "form": form,
               "parts": showing.parts(made), "faults": made.faults[:showing.MOST_SHOWN],
               "drops": made.drops.items()}  # fmt: skip
    return render(request, "gateways/plan.html", context)


def _apply(
    request: PersonsVisit, here: School, kept: Upload, prepared: Prepared, *, back: bool
) -> HttpResponse:
    seen, made = showing.mark(prepared), prepared.plan
    if applying.size(made) >= applying.MANY:
        progress.tell(kept, Progress("waiting"))
        with whose.of_school(here.pk):
            applying.take_in.enqueue(request.person.pk, asdict(kept), seen, back)
        return HttpResponseRedirect(reverse("gateways:progress", args=[here.slug]))
    try:
        says = applying.apply(upload=kept, seen=seen, back=back, by=request.person,
                              at=timezone.localtime())  # fmt: skip
    except (actions.UnableToImport, UnableToRead) as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(request.path)
    uploads.forget(request.session)
    messages.success(request, says)
    end = "gateways:held" if made.gone else "people:people"
    return HttpResponseRedirect(reverse(end, args=[here.slug]))


@require_safe
@never_cache
def how_far(request: PersonsVisit, school: str) -> HttpResponse:
    """How far a long import has come. The page asks again every two seconds until it has ended."""
    here = get_object_or_404(queries.schools(), slug=school)
    kept = uploads.of(request.session)
    found = progress.of(kept) if kept else None
    if found is None:
        return _begin_again(request, school, _GONE)
    return render(request, "gateways/progress.html", {"school": here, "progress": found})


def _prepared(request: PersonsVisit, here: School, kept: Upload) -> Prepared:
    return actions.prepare(school=here, order=applying.order(kept), by=request.person,
                           on=timezone.localdate())  # fmt: skip


def _sent(request: PersonsVisit) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _begin_again(request: PersonsVisit, school: str, why: str) -> HttpResponse:
    uploads.forget(request.session)
    messages.info(request, why)
    return HttpResponseRedirect(reverse("gateways:import", args=[school]))
