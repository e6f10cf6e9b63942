"""What I was told: my notices, and one of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.notices import actions, permissions, queries
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists, prose


@require_safe
@never_cache
def notices(request: PersonsVisit, school: str) -> HttpResponse:
    """My notices, those to be read first."""
    on, viewer = timezone.localdate(), request.person
    words = request.GET.get("q", "").strip()[:80]
    found = queries.mine(viewer=viewer, on=on)
    if words:
        found = found.filter(notice__subject__icontains=words)
    unread = {one.pk for one in queries.to_read(viewer=viewer, on=on)}
    context = {
        "school": viewer.school, "page": lists.page_of(request, found), "unread": unread,
        "q": words, "keep": lists.query_without(request),
        "may_send": permissions.may_send(viewer, on=on),
    }  # fmt: skip
    return render(request, "notices/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def one(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One notice. Whom it was for has read it by opening it, and may say so in words."""
    on, now, viewer = timezone.localdate(), timezone.now(), request.person
    notice = get_object_or_404(queries.notices(viewer=viewer, on=on), pk=pk)
    mine = queries.mine(viewer=viewer, on=on).filter(notice=notice).first()
    if request.method == "POST":
        if mine is not None and actions.acknowledge(telling=mine, by=viewer, at=now):
            messages.success(request, "Thank you. It is written down that you have read this.")
        return HttpResponseRedirect(reverse("notices:one", args=[school, pk]))
    if mine is not None and request.method == "GET":
        actions.note_read(telling=mine, by=viewer, at=now)
    context = {
        "school": viewer.school, "notice": notice, "mine": mine, "body": prose.html(notice.body),
        "confirm": mine is not None and notice.asks and mine.is_open,
        "may_send": permissions.may_send(viewer, on=on),
    }  # fmt: skip
    return render(request, "notices/one.html", context)
