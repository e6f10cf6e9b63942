"""What every page of a policy begins with: the school, its policy, plain words for mistakes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page

from schoolgate.people import queries as people
from schoolgate.people.models import School
from schoolgate.people.visits import Visit
from schoolgate.policies import library
from schoolgate.policies.language.mistakes import PackError

MOST_CHARACTERS = 3000
Page = Callable[[Visit, School, library.Loaded], HttpResponse]
View = Callable[[Visit, str], HttpResponse]


def of_a_policy(page: Page) -> View:
    """Turn a page of a policy into a view: 404 for no such school, 503 with the list for mistakes.

    What a visitor sees carries no cookie, so that anyone between may keep it for a minute.
    """

    @wraps(page)
    def view(request: Visit, school: str) -> HttpResponse:
        if len(request.META.get("QUERY_STRING", "")) > MOST_CHARACTERS:
            raise BadRequest("The address is too long.")
        here = get_object_or_404(people.schools(), slug=school)
        try:
            known = library.of(here)
        except PackError as error:
            return mistakes(request, here, error)
        answer = page(request, here, known)
        if request.account is not None:
            patch_cache_control(answer, private=True, no_store=True)
        elif request.method != "POST" and answer.status_code == 200:
            patch_cache_control(answer, public=True, max_age=60)
        return answer

    made: View = conditional_page(view)
    return made


def mistakes(request: Visit, school: School, error: PackError) -> HttpResponse:
    """Answer 503 with the mistakes of the school's pack, file and line."""
    context = {"school": school, "mistakes": error.mistakes[:100], "count": len(error.mistakes)}
    answer = render(request, "policies/mistakes.html", context, status=503)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def only_from_here(request: Visit) -> None:
    """Refuse a form that another site sent.

    There is no sign-in to protect and no cookie to prove anything, so the browser's own word is
    asked for in place of a token, which would need a cookie on every page.
    """
    origin = request.headers.get("Origin")
    foreign = origin is not None and origin != f"{request.scheme}://{request.get_host()}"
    if foreign or request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        raise PermissionDenied("This form came from another site.")
