"""Pages of people."""

from __future__ import annotations

from django.urls import path

from schoolgate.people import views

app_name = "people"
urlpatterns = [
    path("do/", views.do, name="do"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/<int:year>/", views.calendar_year, name="calendar-year"),
    path("calendar/<int:year>/file/", views.calendar_file, name="calendar-file"),
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<int:pk>/again/", views.job_again, name="job-again"),
    path("more/", views.more, name="more"),
    path("people/", views.people, name="people"),
    path("people/add/", views.add, name="add"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/change/", views.change, name="change"),
    path("people/<int:pk>/leaving/", views.leaving, name="leaving"),
    path("people/<int:pk>/guardian/", views.guardian, name="guardian"),
    path("people/<int:pk>/flags/", views.flags, name="flags"),
    path("people/roles/", views.roles, name="roles"),
    path("people/roles/<slug:role>/appoint/", views.appoint, name="appoint"),
    path("people/roles/held/<int:pk>/<slug:act>/", views.appointment, name="appointment"),
]
