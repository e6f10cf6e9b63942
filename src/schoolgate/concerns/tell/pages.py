"""How a page of Tell is made: from a school and plain values, with nothing of the request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from schoolgate.people import queries as people
from schoolgate.people.models import School
from schoolgate.records.tenancy import acting_for

OF_TELL: Final = "schoolgate.concerns.tell.urls"
# Where the quick exit leads: an ordinary page that says nothing about who was where.
AWAY: Final = "https://www.bbc.co.uk/weather"
PROBLEMS: Final = {
    403: "This form came from another website, so we did not take it. Open our page and try again.",
    404: "There is no page at this address. Look at the poster or the newsletter again.",
    405: "This page cannot do that. Go back and try again.",
    413: "That is too long to send. Please write less; you can send more afterwards.",
    415: "Nothing was sent. Files and pictures are never taken here. Tell us in words where it is.",
    429: "Very many people are writing just now. Please wait ten minutes, or ring the school.",
    500: "Something went wrong, and what you wrote may not have reached us. Please try again.",
}
OfSchool = Callable[[HttpRequest, School], HttpResponse]


def of_school(view: OfSchool) -> Callable[..., HttpResponse]:
    """Give a view its school, and the rows of this school alone. Raises Http404."""

    @wraps(view)
    def inner(request: HttpRequest, school: str) -> HttpResponse:
        found = people.schools().filter(slug=school).first()
        if found is None:
            raise Http404("There is no such school.")
        with acting_for(found.pk):
            return view(request, found)

    return inner


def page(name: str, school: School, *, status: int = 200, **values: Any) -> HttpResponse:
    """Return a page; no context processor of the house is asked."""
    values |= {"school": school, "away": AWAY}
    return HttpResponse(render_to_string(f"concerns/tell/{name}.html", values), status=status)


def problem(request: HttpRequest, status: int) -> HttpResponse:
    """Return a page that says what went wrong, what to do, and whom to ring."""
    values = {"says": PROBLEMS[status], "away": AWAY}
    made = render_to_string("concerns/tell/problem.html", values)
    return HttpResponse(made, status=status)


def link(school: School, name: str = "start") -> str:
    """Return where a page of the house leads to a page of Tell."""
    whole = address(school, name)
    return whole if settings.TELL_HOST else whole.removeprefix(settings.TELL_ADDRESS)


def address(school: School, name: str = "start") -> str:
    """Return the whole address of a page of Tell, as it stands on paper."""
    return f"{settings.TELL_ADDRESS}{reverse(f'tell:{name}', OF_TELL, [school.slug])}"
