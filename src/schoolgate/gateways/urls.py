"""Where an import hangs: beside the people; sources; and the file that names the proxies."""

from __future__ import annotations

from django.urls import path

from schoolgate.gateways import views

app_name = "gateways"
urlpatterns = [
    path("people/import/", views.upload, name="import"),
    path("people/import/columns/", views.columns, name="columns"),
    path("people/import/plan/", views.plan, name="plan"),
    path("people/import/progress/", views.how_far, name="progress"),
    path("people/held/", views.held, name="held"),
    path("sources/", views.sources, name="sources"),
    path("proxy.pac", views.proxy_file, name="pac"),
]
