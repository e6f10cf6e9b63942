"""The page of a class that is online now, for its own teacher, in a lesson."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.activity import days
from schoolgate.monitoring import actions, permissions
from schoolgate.monitoring.actions import UnableToAct
from schoolgate.people.visits import PersonsVisit

_NONE: Final = (
    "You teach no class, as far as the list of people says. Whoever teaches one sees here where it "
    "is online while a lesson goes on."
)


@require_safe
@never_cache
def now(request: PersonsVisit, school: str) -> HttpResponse:
    """Where my class is online in this lesson. Each look is written down."""
    mine = permissions.classes_of(request.person)
    chosen = request.GET.get("class", mine[0] if mine else "")
    context = {"school": request.person.school, "mine": mine, "chosen": chosen}
    if not mine and not chosen:
        return render(request, "monitoring/class.html", {**context, "refused": _NONE})
    if chosen not in mine:
        raise Http404
    try:
        watched = actions.watch_class(class_name=chosen, by=request.person, at=timezone.now())
    except UnableToAct as error:
        return render(request, "monitoring/class.html", {**context, "refused": str(error)})
    rows = [(one, _at(one.last)) for one in watched.seen]
    return render(request, "monitoring/class.html",
                  {**context, "lesson": watched.lesson, "rows": rows})  # fmt: skip


def _at(ms: int) -> datetime:
    return timezone.localtime(days.moment(ms))
