"""Where each room's pages hang."""

from __future__ import annotations

from django.urls import include, path

from schoolgate.people.views import home
from schoolgate.web.views import healthz

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("<slug:school>/", include("schoolgate.policies.urls")),
]
