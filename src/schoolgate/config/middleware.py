"""Closed by default: a page opens without signing in only if the public list names its route."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from schoolgate.config.public_routes import PUBLIC_ROUTES


class ClosedByDefault:
    """Answers 403 for every route that `PUBLIC_ROUTES` does not name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        match = request.resolver_match
        if match is None or match.view_name not in PUBLIC_ROUTES:
            raise PermissionDenied("This page is not on the list of public pages.")
