"""Scans taken in: sent, looked at page by page, and confirmed."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.agreements import actions, queries
from schoolgate.agreements.actions import Sent, UnableToSign
from schoolgate.agreements.models import Scan
from schoolgate.agreements.paper_forms import ScansForm
from schoolgate.agreements.views.shared import shown_picture
from schoolgate.people import actions as people
from schoolgate.people.acts import number
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists
from schoolgate.web.uploads import too_large

_HOUR: Final = 3600
_SALT: Final = "agreements:scan-page"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def every(request: PersonsVisit, school: str) -> HttpResponse:
    """Send scans, and see what was sent."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ScansForm(*sent, too_large=too_large(request))
    is_good = request.method == "POST" and form.is_valid()
    if is_good and (done := _send(request, form)) is not None:
        return done
    seen = queries.scans(viewer=request.person, on=timezone.localdate())
    context = {"school": request.person.school, "form": form, "keep": lists.query_without(request),
               "page": lists.page_of(request, seen)}  # fmt: skip
    return render(request, "agreements/scans.html", context)


def _send(request: PersonsVisit, form: ScansForm) -> HttpResponse | None:
    files = [Sent(str(one.name), one.read()) for one in form.cleaned_data["sent"]]
    try:
        kept, refused = actions.send_scans(files=files, by=request.person, at=timezone.now())
    except UnableToSign as error:
        form.add_error("sent", str(error))
        return None
    if not kept:
        for says in refused:
            form.add_error("sent", says)
        return None
    for says in refused:
        messages.error(request, says)
    if len(kept) == 1:
        to = reverse("agreements:scan", args=[kept[0].school.slug, kept[0].pk])
    else:
        messages.success(request, f"{len(kept)} files are sent. Open each to look at its pages.")
        to = reverse("agreements:scans", args=[kept[0].school.slug])
    return HttpResponseRedirect(to, status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def one(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """The pages of one scan, each beside the form that it is."""
    now, viewer = timezone.now(), request.person
    scan = get_object_or_404(queries.scans(viewer=viewer, on=timezone.localdate(now)), pk=pk)
    wrong: dict[str, Any] = {}
    if request.method == "POST":
        try:
            wrong = _act(request, scan)
        except people.NotAllowed as error:
            raise PermissionDenied(str(error)) from error
        if not wrong:
            return HttpResponseRedirect(request.path, status=303)
    elif request.method == "GET" and scan.read_at and not scan.trouble:
        actions.note_scan_view(scan=scan, by=viewer, at=now)
    back = queries.came_back(scan=scan, at=now)
    context = {
        "school": viewer.school, "scan": scan, "wrong": wrong,
        "pages": [(one, _key(request, one.page.pk)) for one in back],
        "ready": sum(one.is_ready for one in back),
        "settled": scan.pages.exclude(settled_at=None).defer("picture"),
    }  # fmt: skip
    return render(request, "agreements/scan.html", context)


def _act(request: PersonsVisit, scan: Scan) -> dict[str, Any]:
    """Do what was sent; return what was wrong with it, nothing where it is done."""
    page_pk, now, by = number(request, "page"), timezone.now(), request.person
    act = request.POST.get("act")
    try:
        if act == "take":
            return _take(request, scan)
        page = get_object_or_404(scan.pages.defer("picture"), pk=page_pk)
        if act == "aside":
            actions.set_aside(page=page, by=by, at=now)
            messages.success(request, f"Page {page.place} is set aside.")
        elif act == "name":
            form = actions.name_form(page=page, number=request.POST.get("number", ""), by=by,
                                     at=now)  # fmt: skip
            messages.success(request, f"Page {page.place} is the {form}.")
    except UnableToSign as error:
        return {"page": page_pk, "says": str(error), "number": request.POST.get("number", "")}
    return {}


def _take(request: PersonsVisit, scan: Scan) -> dict[str, Any]:
    ticked = [int(one) for one in request.POST.getlist("ticked") if one.isdecimal()]
    if not ticked:
        return {"says": "Tick the pages that are signed."}
    chosen = {pk: number(request, f"signer-{pk}") for pk in ticked}
    made, left = actions.take_in(scan=scan, chosen=chosen, by=request.person, at=timezone.now())
    if made:
        count = "1 signature is" if len(made) == 1 else f"{len(made)} signatures are"
        messages.success(request, f"{count} taken in. The pages are kept with them.")
    for says in left:
        messages.error(request, says)
    return {} if made or not left else {"says": left[0]}


def _key(request: PersonsVisit, page: int) -> str:
    """Return what opens a page's picture: whoever has it has opened the list, and that is
    written down."""
    return signing.dumps([request.person.pk, page], salt=_SALT)


@require_safe
@never_cache
def picture(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """The picture of one page, for the page that lists it."""
    try:
        given = signing.loads(request.GET.get("key", ""), salt=_SALT, max_age=_HOUR)
    except signing.BadSignature:
        given = None
    seen = queries.page_picture(viewer=request.person, pk=pk, on=timezone.localdate())
    if seen is None or seen.picture is None or given != [request.person.pk, pk]:
        raise Http404("Open the page that lists the scan again.")
    return shown_picture(bytes(seen.picture))
