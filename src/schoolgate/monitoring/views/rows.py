"""The rows of a look-up: one day at a time, for whoever is named, written down before they show."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.monitoring import actions
from schoolgate.monitoring.actions.asking import midnight
from schoolgate.monitoring.rules.lookups import PURPOSES, Scope, Wanted
from schoolgate.monitoring.views.lookups import found
from schoolgate.people.forms import day_field
from schoolgate.people.visits import PersonsVisit


@require_safe
@never_cache
def rows(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """The rows of one day, for whoever is named to look, in scope and time; written down first."""
    row, now = found(request, pk), timezone.now()
    first = timezone.localdate(row.data_from_at)
    last = timezone.localdate(row.data_until_at) - timedelta(days=1)
    context: dict[str, Any] = {
        "school": row.school, "row": row, "first": first, "last": last,
        "scopes": [(one.value, one.said) for one in Scope if one.value in row.scopes.split()],
        "purpose": PURPOSES[row.purpose],
    }  # fmt: skip
    wanted = _wanted(request)
    if wanted is None:
        return render(request, "monitoring/rows.html", context)
    page = _number(request.GET.get("page", "1"))
    seen = actions.look(look_up=row, wanted=wanted, by=request.person, at=now, page=page,
                        message=request.GET.get("message", ""))  # fmt: skip
    here = {"scope": wanted.scope.value, "day": request.GET.get("day", "")}
    context |= {
        "seen": seen, "scope": wanted.scope, "day": timezone.localdate(wanted.from_at),
        "bodies": wanted.scope is Scope.MAIL_BODIES and not seen.look.message,
        "query": urlencode(here), "next": urlencode({**here, "page": page + 1}),
    }  # fmt: skip
    return render(request, "monitoring/rows.html", context, status=403 if seen.refused else 200)


def _wanted(request: PersonsVisit) -> Wanted | None:
    """Return what the address asks for; None where it asks for nothing that there is."""
    scope, typed = request.GET.get("scope", ""), request.GET.get("day", "")
    try:
        day = day_field("Day", required=False).clean(typed)
    except ValidationError:
        day = None
    if scope not in set(Scope) or day is None:
        return None
    return Wanted(Scope(scope), midnight(day), midnight(day + timedelta(days=1)))


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
