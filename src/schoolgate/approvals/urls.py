"""Pages of leave, below the school's name."""

from __future__ import annotations

from django.urls import path

from schoolgate.approvals import views

app_name = "approvals"
urlpatterns = [
    path("permissions/", views.approvals, name="list"),
    path("permissions/ask/", views.ask, name="ask"),
    path("permissions/what/", views.what, name="what"),
    path("permissions/<int:pk>/", views.one, name="one"),
    path("permissions/<int:pk>/decide/", views.decide, name="decide"),
    path("permissions/<int:pk>/end/", views.end, name="end"),
    path("permissions/<int:pk>/read/", views.read, name="read"),
]
