"""Pages of monitoring, below the school's name."""

from __future__ import annotations

from django.urls import path

from schoolgate.monitoring.views import (
    alerts,
    asking,
    checks,
    classes,
    lookups,
    mail_use,
    mine,
    monitors,
    own_devices,
    private_mail,
    remote,
    reports,
    rotas,
    rows,
    support,
)

app_name = "monitoring"
urlpatterns = [
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/<int:pk>/", alerts.one, name="alert"),
    path("alerts/budget/", reports.budget, name="budget"),
    path("alerts/report/", reports.report, name="report"),
    path("class-now/", classes.now, name="class"),
    path("look-ups/", lookups.look_ups, name="look-ups"),
    path("look-ups/<int:pk>/", lookups.one, name="look-up"),
    path("look-ups/<int:pk>/deliver/", lookups.deliver, name="look-up-deliver"),
    path("look-ups/<int:pk>/end/", lookups.end, name="look-up-end"),
    path("look-ups/<int:pk>/finish/", lookups.finish, name="look-up-finish"),
    path("look-ups/<int:pk>/put-off/", lookups.put_off, name="look-up-put-off"),
    path("look-ups/<int:pk>/review/", lookups.review, name="look-up-review"),
    path("look-ups/<int:pk>/rows/", rows.rows, name="look-up-rows"),
    path("look-ups/case/<int:case>/", asking.for_case, name="look-up-case"),
    path("look-ups/new/", asking.new, name="look-up-new"),
    path("mail-use/allowed/", private_mail.allowance, name="mail-allowance"),
    path("mail-use/private/", private_mail.trend, name="private-mail"),
    path("mail-use/", mail_use.summary, name="mail-use"),
    path("monitors/", monitors.monitors, name="monitors"),
    path("monitors/review/", monitors.review, name="monitors-review"),
    path("my-data/", mine.looks, name="mine"),
    path("my-data/<int:pk>/", mine.notice, name="my-notice"),
    path("remote/", remote.sessions, name="remotes"),
    path("remote/<int:pk>/", remote.one, name="remote"),
    path("remote/new/", remote.new, name="remote-new"),
    path("rotas/", rotas.rotas, name="rotas"),
    path("rotas/<int:pk>/", rotas.rota, name="rota"),
    path("rotas/<int:pk>/fill/", rotas.fill, name="rota-fill"),
    path("rotas/<int:pk>/looked/", rotas.looked, name="rota-looked"),
    path("rotas/new/", rotas.new, name="rota-new"),
    path("own-devices/", own_devices.own_devices, name="own-devices"),
    path("own-devices/audit/", own_devices.audit, name="own-devices-audit"),
    path("support/", support.talks, name="talks"),
    path("support/new/", support.new, name="talk-new"),
    path("use/", checks.checks, name="use-checks"),
    path("use/new/", checks.new, name="use-check-new"),
]
