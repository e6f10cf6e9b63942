"""Pages of duties, below the school's name."""

from __future__ import annotations

from django.urls import path

from schoolgate.duties import views

app_name = "duties"
urlpatterns = [
    path("duties/", views.listing, name="list"),
    path("duties/governors/", views.governors, name="governors"),
    path("duties/month/", views.month, name="month"),
    path("duties/feed/", views.feeds, name="feeds"),
    path("duties/feed/<str:token>.ics", views.feed, name="feed"),
    path("duties/clauses/", views.clauses, name="clauses"),
    path("duties/clauses/<str:ref>/", views.clause, name="clause"),
    path("duties/of/<str:key>/", views.one, name="one"),
    path("duties/of/<str:key>/done/", views.done, name="done"),
    path("duties/of/<str:key>/leave-out/", views.skip, name="skip"),
    path("duties/of/<str:key>/hand-over/", views.hand_over, name="hand-over"),
    path("duties/of/<str:key>/how-often/", views.answer, name="answer"),
]
