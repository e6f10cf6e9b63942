"""A folder: what lies in it, putting something in, and who handled what."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.evidence import actions, entitled, permissions, queries, scanning, uploads
from schoolgate.evidence.forms import AttachForm, HoldForm
from schoolgate.evidence.models import Destruction, Folder
from schoolgate.evidence.opening import Opened
from schoolgate.evidence.uploads import SealingHandler
from schoolgate.evidence.views import finding
from schoolgate.people.visits import PersonsVisit


@csrf_exempt  # `_attach` asks for the token, once files can be sealed on their way in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def folder(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """What lies in a folder. Where nothing may be attached, no byte of what is sent is read."""
    gone = queries.destruction(pk=pk, viewer=request.person, on=timezone.localdate())
    if gone is not None:
        return _destroyed(request, gone)
    opened = finding.folder(request, pk)
    if request.method != "POST":
        return _show(request, opened, _form(opened))
    if why := permissions.why_not_attach(opened.folder):
        raise PermissionDenied(why)
    request.upload_handlers = [SealingHandler(request)]
    answer: HttpResponse = _attach(request, opened)
    return answer


@csrf_protect
def _attach(request: PersonsVisit, opened: Opened) -> HttpResponse:
    form = AttachForm(request.POST, request.FILES, too_large=uploads.too_large(request))
    try:
        if not form.is_valid():
            return _render(request, opened, form)
        items, refused = actions.attach_all(
            folder=opened.folder, coming=form.coming(), by=request.person, at=timezone.now()
        )
    finally:
        uploads.forget(request.FILES.getlist("sent"))
    if refused:
        for one in refused:
            form.add_error("sent", one)
        _told(request, len(items))
        return _render(request, opened, form)
    _told(request, len(items))
    return HttpResponseRedirect(reverse("evidence:folder", args=[opened.folder.school.slug,
                                                                 opened.folder.pk]))  # fmt: skip


def _told(request: PersonsVisit, count: int) -> None:
    if count:
        says = "1 file is in the vault." if count == 1 else f"{count} files are in the vault."
        messages.success(request, says)


def _form(opened: Opened) -> AttachForm | None:
    return None if permissions.why_not_attach(opened.folder) else AttachForm()


def _show(request: PersonsVisit, opened: Opened, form: AttachForm | None) -> HttpResponse:
    if request.method == "GET":
        actions.note_folder_view(folder=opened.folder, by=request.person, at=timezone.now())
    return _render(request, opened, form)


def _render(request: PersonsVisit, opened: Opened, form: AttachForm | None) -> HttpResponse:
    on, viewer, one = timezone.localdate(), request.person, opened.folder
    found = queries.items(folder=one, viewer=viewer, on=on)
    context: dict[str, Any] = finding.about(request, one) | {
        "rows": [(item, opened.name(item)) for item in found], "form": form,
        "no_files": permissions.why_not_attach(one), "scanner": scanning.is_there(),
        "until": entitled.until(one.keeper), "held": queries.hold(one),
        "is_held": queries.is_held(one), "beside": _beside(request, one),
        "no_export": permissions.why_not_export(viewer, one, on=on),
    }  # fmt: skip
    return render(request, "evidence/folder.html", context)


def _beside(request: PersonsVisit, one: Folder) -> list[tuple[Folder, str]]:
    found = queries.beside(folder=one, viewer=request.person, on=timezone.localdate())
    return [(other, entitled.title(other.keeper, request.person)[0]) for other in found]


def _destroyed(request: PersonsVisit, gone: Destruction) -> HttpResponse:
    """The record of what was here: sums, and who handled what."""
    if request.method == "POST":
        raise PermissionDenied("What was here was destroyed. Nothing is put in any more.")
    if request.method == "GET":
        actions.note_custody_view(folder=gone.folder, by=request.person, at=timezone.now())
    items = gone.folder.items.all()
    context = finding.about(request, gone.folder) | {
        "gone": gone, "items": items, "lines": queries.custody(items=items),
        "beside": _beside(request, gone.folder),
    }  # fmt: skip
    return render(request, "evidence/destroyed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def hold(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Stop that a folder is destroyed, for the police or a court; or let its period run again."""
    opened, now = finding.folder(request, pk), timezone.now()
    one, viewer = opened.folder, request.person
    if why := permissions.why_not_export(viewer, one, on=timezone.localdate()):
        raise PermissionDenied(why)
    held = queries.hold(one)
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = actions.release if held else actions.hold
        try:
            act(folder=one, why=form.cleaned_data["why"], by=viewer, at=now)
        except actions.UnableToHold as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("evidence:folder", args=[school, pk]))
    why_held = opened.unseal(held.why, field="why", uuid=held.token).decode() if held else ""
    context = finding.about(request, one) | {"form": form, "held": held, "why_held": why_held}
    return render(request, "evidence/hold.html", context)


@require_safe
@never_cache
def custody(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Who handled what in a folder, and when."""
    opened, viewer = finding.folder(request, pk), request.person
    if request.method == "GET":
        actions.note_custody_view(folder=opened.folder, by=viewer, at=timezone.now())
    found = queries.items(folder=opened.folder, viewer=viewer, on=timezone.localdate())
    context = finding.about(request, opened.folder) | {"lines": queries.custody(items=found)}
    return render(request, "evidence/custody.html", context)
