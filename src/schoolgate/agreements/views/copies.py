"""Signed copies: on the page, and as PDF with the text."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.agreements import actions, paper, queries
from schoolgate.agreements.models import Signature
from schoolgate.agreements.views.shared import shown_picture
from schoolgate.people.visits import PersonsVisit
from schoolgate.web.downloads import pdf_of


@require_safe
@never_cache
def one(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One signature with the very text."""
    made = _signature(request, pk)
    whose = {made.signer_id, made.for_person_id}
    context = {"school": made.school, "one": made, "text": made.text.shown,
               "mine": request.person.pk in whose, "has_scan": queries.has_scan(made)}  # fmt: skip
    return render(request, "agreements/copy.html", context)


@require_safe
@never_cache
def as_pdf(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """The same as PDF."""
    made = _signature(request, pk)
    name = f"agreement-{made.document}-{timezone.localdate(made.signed_at)}"
    return pdf_of(paper.signed_copy(made), name)


@require_safe
@never_cache
def scan(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """The page that was signed, as it came back."""
    picture = queries.scan_of(_signature(request, pk))
    if picture is None:
        raise Http404("This was not signed on a form that was scanned.")
    return shown_picture(picture)


def _signature(request: PersonsVisit, pk: int) -> Signature:
    """Return a signature that I may see. A look at somebody else's is written down."""
    seen = queries.copies(viewer=request.person, on=timezone.localdate())
    made = get_object_or_404(seen, pk=pk)
    if request.method == "GET":
        actions.note_view(signature=made, by=request.person, at=timezone.now())
    return made
