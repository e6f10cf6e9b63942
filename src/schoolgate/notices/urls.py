"""Pages of notices, below the school's name."""

from __future__ import annotations

from django.urls import path

from schoolgate.notices.views import letters, reading, sending, telling

app_name = "notices"
urlpatterns = [
    path("notices/", reading.notices, name="list"),
    path("notices/<int:pk>/", reading.one, name="one"),
    path("notices/to-tell/", sending.to_tell, name="to-tell"),
    path("notices/write/", sending.write, name="write"),
    path("notices/poster/", letters.poster, name="poster"),
    path("notices/history/", telling.history, name="history"),
    path("notices/<int:pk>/told/", telling.told, name="told"),
    path("notices/<int:pk>/runs/", letters.runs, name="runs"),
    path("notices/<int:pk>/letters/", letters.ask, name="letters"),
    path("notices/letters/<int:pk>/", letters.part, name="part"),
]
