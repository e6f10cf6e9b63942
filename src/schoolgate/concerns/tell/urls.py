"""Pages of Tell. Everybody may open them; nobody is known there."""

from __future__ import annotations

from django.urls import include, path

from schoolgate.concerns.tell import adults, back, children, start

_PAGES = [
    path("", start.start, name="start"),
    path("help/", start.who_can_help, name="help"),
    path("family/", adults.family, name="family"),
    path("work/", adults.work, name="work"),
    path("child/", children.tell, name="child"),
    path("receipt/", back.come_back, name="receipt"),
    path("receipt/pictures/", back.pictures, name="pictures"),
]
urlpatterns = [path("tell/<slug:school>/", include((_PAGES, "tell")))]
