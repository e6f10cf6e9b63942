"""Posters and stickers for the office to print."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.concerns.paper import Piece, printed
from schoolgate.concerns.tell import pages
from schoolgate.people.visits import PersonsVisit
from schoolgate.web.downloads import pdf_of


@require_safe
@never_cache
def posters(request: PersonsVisit, school: str) -> HttpResponse:
    """What can be printed, and the addresses that stand on it."""
    here = request.person.school
    names = {"Everybody": "start", "Children": "child", "Families": "family",
             "Who works here": "work"}  # fmt: skip
    addresses = [(whom, pages.address(here, name), pages.link(here, name))
                 for whom, name in names.items()]  # fmt: skip
    context = {"school": here, "pieces": [*Piece], "addresses": addresses}
    return render(request, "concerns/posters.html", context)


@require_safe
@never_cache
def poster(request: PersonsVisit, school: str, which: str) -> HttpResponse:
    """One piece as PDF; nobody is named on it."""
    if which not in {*Piece}:
        raise Http404("There is no such poster.")
    return pdf_of(printed(Piece(which), request.person.school), f"{school}-{which}")
