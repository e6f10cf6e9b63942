"""What comes before every view: a request that can be read, from whom the page is open to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render, resolve_url
from django.utils import timezone

from schoolgate.accounts import actions, sessions
from schoolgate.config import routes
from schoolgate.people.visits import Visit

_METHODS = ("GET", "HEAD", "OPTIONS", "POST")
_FIELDS = "application/x-www-form-urlencoded"


class Readable:
    """Answers 400 where an address, its query or the fields that were sent hold the character 0,
    which PostgreSQL keeps in no text and fails on, and nobody types. Forms that send files say so
    themselves, field by field."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        fields = request.body if request.content_type == _FIELDS else b""
        if "\0" in request.path_info or "\0" in unquote(query) or b"%00" in fields:
            raise BadRequest("The address holds a character that no text has.")
        return self.get_response(request)


class NeverBlank:
    """Shows a page where a method is not allowed: signing in again, or Back, leads a browser to the
    address that a form was sent to, and it would show its own error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if isinstance(answer, HttpResponseNotAllowed) and not answer.content:
            answer.content = render(request, "405.html").content
        return answer


class ClosedByDefault:
    """Sends a visitor to sign-in, answers 404 for another school's page and 403 for what is not
    open to whoever is signed in; the last is written into the journal."""

    def __init__(self, get_response: Callable[[Visit], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Visit) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: Visit, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if request.method not in _METHODS:
            return HttpResponseNotAllowed(_METHODS)
        route = request.resolver_match.view_name if request.resolver_match else ""
        if routes.is_public(route):
            return None
        row = routes.ROUTES.get(route)
        if row is None or row.opening is routes.Opening.CLOSED:
            raise PermissionDenied("This page is not open to anybody.")
        if request.account is None:
            return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
        if kwargs.get("school", request.account.school.slug) != request.account.school.slug:
            raise Http404("No such page.")
        self._require(request, route)
        return sessions.ask_again(request) if row.dangerous else None

    def process_exception(self, request: Visit, error: Exception) -> None:
        """Write into the journal that a view itself refused, as for a page that is not open."""
        match, person = request.resolver_match, request.person
        if isinstance(error, PermissionDenied) and person is not None and match is not None:
            actions.record_refusal(person=person, route=match.view_name, at=timezone.now())

    def _require(self, request: Visit, route: str) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        if not routes.is_open(route, person=request.person, signed_in=True, on=today):
            if request.person is not None:
                actions.record_refusal(person=request.person, route=route, at=now)
            raise PermissionDenied("This page is not open to you.")
