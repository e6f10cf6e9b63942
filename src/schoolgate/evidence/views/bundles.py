"""Bundles of a folder: asked for, how far they have come, taken away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.evidence import actions, entitled, permissions, queries, storing
from schoolgate.evidence.forms import BundleForm
from schoolgate.evidence.opening import Opened
from schoolgate.evidence.rules import Form
from schoolgate.evidence.views import finding
from schoolgate.people.visits import PersonsVisit


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def listed(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """The bundles of a folder, and a form that asks for one."""
    on, viewer = timezone.localdate(), request.person
    opened = finding.folder(request, pk)
    if why := permissions.why_not_export(viewer, opened.folder, on=on):
        raise PermissionDenied(why)
    items = list(queries.items(folder=opened.folder, viewer=viewer, on=on))
    form = BundleForm(request.POST or None, opened=opened, items=items,
                      people=entitled.people(opened.folder.keeper, viewer))  # fmt: skip
    if request.method == "POST" and form.is_valid() and _asked(request, opened, form):
        return HttpResponseRedirect(reverse("evidence:bundles", args=[school, pk]))
    if request.method == "GET" and items:  # the form names them
        actions.note_folder_view(folder=opened.folder, by=viewer, at=timezone.now())
    context: dict[str, Any] = finding.about(request, opened.folder) | {
        "form": form, "items": items,
        "bundles": queries.bundles(folder=opened.folder, viewer=viewer, on=on),
    }  # fmt: skip
    return render(request, "evidence/bundles.html", context)


def _asked(request: PersonsVisit, opened: Opened, form: BundleForm) -> bool:
    given = form.cleaned_data
    try:
        actions.ask_for_bundle(
            folder=opened.folder, items=given["items"], form=Form(given["form"]),
            words=given["words"], names=form.hidden(), by=request.person, at=timezone.now(),
        )  # fmt: skip
    except actions.UnableToBundle as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, "The bundle is being made. You can leave this page.")
    return True


@require_safe
@never_cache
def progress(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """How far the bundles have come; the page asks again and again. No name stands in it."""
    opened = finding.folder(request, pk)
    found = queries.bundles(folder=opened.folder, viewer=request.person, on=timezone.localdate())
    context = finding.about(request, opened.folder) | {"bundles": found}
    return render(request, "evidence/parts/bundles.html", context)


@require_safe
def fetch(request: PersonsVisit, school: str, pk: int) -> HttpResponseBase:
    """A bundle that is made, as a zip."""
    on = timezone.localdate()
    found = queries.bundle(pk=pk, viewer=request.person, on=on)
    if found is None or found.uuid is None or found.file_key is None:
        finding.folder(request, queries.folder_of_bundle(pk=pk, viewer=request.person))
        raise Http404("There is no such bundle, or it is not made yet.")
    if why := permissions.why_not_export(request.person, found.folder, on=on):
        raise PermissionDenied(why)
    opened = finding.folder(request, found.folder_id)
    key = opened.unseal(found.file_key, field="file", uuid=found.ticket)
    place = storing.place(found.school_id, found.folder.uuid, found.uuid)
    if request.method == "GET":
        actions.note_bundle_fetched(bundle=found, by=request.person, at=timezone.now())
    file = storing.opened(place, key=key, uuid=found.uuid)
    answer = StreamingHttpResponse(storing.pieces(file), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="evidence-{found.pk}.zip"'
    answer["Content-Length"] = str(found.size)
    return finding.private(answer)
