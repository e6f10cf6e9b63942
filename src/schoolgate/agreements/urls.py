"""Pages of agreements, below the school's name."""

from __future__ import annotations

from django.urls import path

from schoolgate.agreements.views import (
    asked,
    chasing,
    classes,
    copies,
    families,
    meeting,
    own,
    papers,
    roster,
    scans,
    uses,
)

app_name = "agreements"
urlpatterns = [
    path("agreements/", own.mine, name="mine"),
    path("agreements/asked/", asked.asked, name="asked"),
    path("agreements/asked/<slug:key>/", asked.text, name="text"),
    path("agreements/chasing/", chasing.chasing, name="chasing"),
    path("agreements/classes/", classes.classes, name="classes"),
    path("agreements/classes/<str:name>/", classes.one, name="class"),
    path("agreements/copies/<int:pk>/", copies.one, name="copy"),
    path("agreements/copies/<int:pk>/pdf/", copies.as_pdf, name="copy-pdf"),
    path("agreements/copies/<int:pk>/scan/", copies.scan, name="copy-scan"),
    path("agreements/declined/<int:pk>/", chasing.refusal, name="refusal"),
    path("agreements/devices-and-channels/", uses.uses, name="uses"),
    path("agreements/forms/", papers.forms, name="forms"),
    path("agreements/forms/<int:pk>/", papers.part, name="forms-file"),
    path("agreements/home-school/", families.check, name="home-school"),
    path("agreements/meeting/", meeting.meeting, name="meeting"),
    path("agreements/meeting/<slug:key>/<int:pk>/", meeting.sign, name="meeting-sign"),
    path("agreements/roster/", roster.roster, name="roster"),
    path("agreements/roster/file/", roster.as_file, name="roster-file"),
    path("agreements/scans/", scans.every, name="scans"),
    path("agreements/scans/<int:pk>/", scans.one, name="scan"),
    path("agreements/scans/pages/<int:pk>/", scans.picture, name="scan-page"),
    path("agreements/training/", classes.training, name="training"),
    path("agreements/<slug:key>/<int:pk>/", own.read, name="read"),
    path("agreements/<slug:key>/<int:pk>/decline/", own.decline, name="decline"),
    path("agreements/<slug:key>/<int:pk>/sign/", own.sign, name="sign"),
]
