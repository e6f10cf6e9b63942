"""Where the journal is read."""

from __future__ import annotations

from django.urls import path

from schoolgate.records import views

app_name = "records"
urlpatterns = [path("journal/", views.journal, name="journal")]
