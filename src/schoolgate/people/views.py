"""The home page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schoolgate.people import queries
from schoolgate.web import menu


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Schoolgate is, and the schools whose policy can be opened."""
    schools = [(school, menu.links(school.slug)) for school in queries.schools()]
    return render(request, "people/home.html", {"schools": schools})
