"""Pages of how the internet is used, below the school's name."""

from __future__ import annotations

from django.urls import path

from schoolgate.activity.views import usage

app_name = "activity"
urlpatterns = [
    path("activity/", usage.usage, name="usage"),
    path("activity/export/", usage.export, name="export"),
]
