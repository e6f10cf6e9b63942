"""Who looked at my data: for each member of staff, as far as it may be told."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.monitoring import actions, naming
from schoolgate.monitoring.queries import lookups as queries
from schoolgate.monitoring.rules.lookups import USUAL_DAYS, Step, days_to_tell
from schoolgate.people.visits import PersonsVisit


@require_safe
@never_cache
def looks(request: PersonsVisit, school: str) -> HttpResponse:
    """Who looked at what I did, when, why, at what; and what the rules are."""
    now = timezone.now()
    leave = naming.for_looking(request.person.school)
    days = (days_to_tell(leave.then) or USUAL_DAYS) if leave else 0
    context = {
        "school": request.person.school, "rows": queries.about_me(viewer=request.person, at=now),
        "leave": leave, "days": days, "silent": naming.NO_CLAUSE,
        "machine": naming.for_judging(request.person.school).staff,
        "summaries": naming.for_summaries(request.person.school),
    }  # fmt: skip
    return render(request, "monitoring/mine.html", context)


@require_safe
@never_cache
def notice(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """The notice, and each query that was made. Opening it is its delivery."""
    now = timezone.now()
    row = queries.one_about_me(viewer=request.person, pk=pk, at=now)
    if row is None:
        raise Http404
    actions.note_read(look_up=row, by=request.person, at=now)
    context = {
        "school": row.school, "row": row, "words": row.written[Step.NOTICED].words,
        "looks": row.looks.filter(refused="").select_related("by"),
        "last": row.data_until_at - timedelta(seconds=1),
    }  # fmt: skip
    return render(request, "monitoring/notice.html", context)
