"""PLACEHOLDER of the house builder: replace me."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "policies"


def _soon(request: HttpRequest, school: str) -> HttpResponse:
    return HttpResponse("soon")


urlpatterns = [
    path("policy/", _soon, name="document"),
    path("ask/", _soon, name="ask"),
    path("compare/", _soon, name="compare"),
]
