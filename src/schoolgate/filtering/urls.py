"""Pages of the filter, below the school's name."""

from __future__ import annotations

from django.urls import path

from schoolgate.filtering.views import (
    askers,
    blocked,
    changes,
    checks,
    faults,
    imports,
    lessons,
    lists,
    openings,
    own,
    reports,
    standards,
    switching,
)

app_name = "filtering"
urlpatterns = [
    path("blocked/", blocked.blocked, name="blocked"),
    path("filter/askers/", askers.page, name="askers"),
    path("filter/checks/", checks.checks, name="checks"),
    path("filter/checks/<int:pk>/", checks.check, name="check"),
    path("filter/standards/", standards.standards, name="standards"),
    path("filter/changes/", changes.change_list, name="changes"),
    path("filter/changes/<int:pk>/", changes.one_change, name="change"),
    path("filter/faults/", faults.faults, name="faults"),
    path("filter/faults/<int:pk>/", faults.one, name="fault"),
    path("filter/faults/<int:pk>/mended/", faults.mended, name="fault-mended"),
    path("filter/faults/<int:pk>/told/", faults.told, name="fault-told"),
    path("filter/faults/new/", faults.new, name="fault-new"),
    path("filter/lessons/", lessons.lists, name="lessons"),
    path("filter/lessons/<int:pk>/", lessons.one, name="lesson"),
    path("filter/lessons/<int:pk>/act/", lessons.act, name="lesson-act"),
    path("filter/lessons/<int:pk>/start/", lessons.start, name="lesson-start"),
    path("filter/lessons/new/", lessons.new, name="lesson-new"),
    path("filter/lists/", lists.list_list, name="lists"),
    path("filter/lists/<int:pk>/", lists.one_list, name="list"),
    path("filter/lists/new/", lists.new_list, name="list-new"),
    path("filter/lists/read/<int:pk>/", imports.one_import, name="import"),
    path("filter/off/", switching.switch_offs, name="switch-offs"),
    path("filter/off/<int:pk>/", switching.one, name="switch-off"),
    path("filter/off/<int:pk>/act/", switching.act, name="switch-off-act"),
    path("filter/off/new/", switching.new, name="switch-off-new"),
    path("filter/openings/", openings.openings, name="openings"),
    path("filter/openings/<int:pk>/", openings.one, name="opening"),
    path("filter/openings/<int:pk>/act/", openings.act, name="opening-act"),
    path("filter/openings/<int:pk>/decide/", openings.decide, name="opening-decide"),
    path("filter/openings/new/", openings.new, name="opening-new"),
    path("filter/own/", own.own_list, name="own"),
    path("filter/own/new/", own.add, name="own-new"),
    path("filter/unlisted/", own.unlisted, name="unlisted"),
    path("filter/wrong/", reports.wrongs, name="wrongs"),
    path("filter/wrong/<int:pk>/", reports.one, name="wrong"),
    path("filter/wrong/<int:pk>/answer/", reports.answer, name="wrong-answer"),
    path("filter/wrong/<int:pk>/read/", reports.read, name="wrong-read"),
    path("filter/wrong/new/", reports.new, name="wrong-new"),
]
