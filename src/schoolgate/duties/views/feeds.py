"""The calendar feed: opened and closed on a page, and read by a calendar program."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.duties import actions
from schoolgate.duties import feed as feeds_
from schoolgate.duties.actions.feeds import digest
from schoolgate.duties.models import Feed
from schoolgate.duties.queries.listed import read
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies.language.mistakes import PackError


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def feeds(request: PersonsVisit, school: str) -> HttpResponse:
    """Open my feed, or close it. The address is shown once."""
    address = ""
    if request.method == "POST" and "close" in request.POST:
        if actions.close_feed(by=request.person, at=timezone.now()):
            messages.success(request, "The address works no more.")
        return HttpResponseRedirect(request.path)
    if request.method == "POST":
        token = actions.open_feed(by=request.person, at=timezone.now())
        address = settings.ADDRESS + reverse("duties:feed", args=[school, token])
    open_ = Feed.objects.filter(person=request.person, closed_at=None).first()
    context = {"school": request.person.school, "open": open_, "address": address}
    return render(request, "duties/feeds.html", context)


@require_safe
@never_cache
def feed(request: HttpRequest, school: str, token: str) -> HttpResponse:
    """The feed behind a secret address. A wrong or closed address is not there."""
    found = Feed.objects.filter(digest=digest(token), closed_at=None, school__slug=school)
    mine = found.select_related("person__school").first()
    if mine is None:
        raise Http404("No such feed.")
    now = timezone.now()
    try:
        board = read(mine.person, timezone.localdate(now))
    except PackError:
        board = None
    if board is None:  # whoever has left, or holds no role any more
        raise Http404("No such feed.")
    page = settings.ADDRESS + reverse("duties:list", args=[school])
    return HttpResponse(
        feeds_.calendar(board, mine.person, page=page, at=now),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="duties.ics"',
                 "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"},
    )  # fmt: skip
