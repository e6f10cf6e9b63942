"""Pages of the vault, below the school's name. The room that keeps a folder leads here."""

from __future__ import annotations

from django.urls import path

from schoolgate.evidence.views import bundles, folders, items

app_name = "evidence"
urlpatterns = [
    path("evidence/<int:pk>/", folders.folder, name="folder"),
    path("evidence/<int:pk>/hold/", folders.hold, name="hold"),
    path("evidence/<int:pk>/custody/", folders.custody, name="custody"),
    path("evidence/<int:pk>/bundles/", bundles.listed, name="bundles"),
    path("evidence/<int:pk>/bundles/progress/", bundles.progress, name="progress"),
    path("evidence/bundles/<int:pk>/", bundles.fetch, name="bundle"),
    path("evidence/items/<int:pk>/", items.item, name="item"),
    path("evidence/items/<int:pk>/picture/", items.picture, name="picture"),
    path("evidence/items/<int:pk>/download/", items.download, name="download"),
]
