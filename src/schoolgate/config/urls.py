"""Where each room's pages hang."""

from __future__ import annotations

from django.urls import include, path

from schoolgate.accounts.urls import signing_in
from schoolgate.accounts.views import demonstration
from schoolgate.people.views import home
from schoolgate.web.views import healthz

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("account/", include(signing_in)),
    path("demonstration/<str:token>/", demonstration, name="accounts_demonstration"),
    path("<slug:school>/", include("schoolgate.access.urls")),
    path("<slug:school>/", include("schoolgate.accounts.urls")),
    path("<slug:school>/", include("schoolgate.activity.urls")),
    path("<slug:school>/", include("schoolgate.agreements.urls")),
    path("<slug:school>/", include("schoolgate.approvals.urls")),
    path("<slug:school>/", include("schoolgate.concerns.urls")),
    path("<slug:school>/", include("schoolgate.duties.urls")),
    path("<slug:school>/", include("schoolgate.evidence.urls")),
    path("<slug:school>/", include("schoolgate.filtering.urls")),
    path("<slug:school>/", include("schoolgate.monitoring.urls")),
    path("<slug:school>/", include("schoolgate.gateways.urls")),
    path("<slug:school>/", include("schoolgate.notices.urls")),
    path("<slug:school>/", include("schoolgate.people.urls")),
    path("<slug:school>/", include("schoolgate.policies.urls")),
    path("<slug:school>/", include("schoolgate.records.urls")),
]
