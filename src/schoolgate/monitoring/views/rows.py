"""The rows of a look-up: one day at a time, for whoever is named, written down before they show."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.monitoring import actions
from schoolgate.monitoring.actions.asking import midnight
from schoolgate.monitoring.models import LookUp
from schoolgate.monitoring.rules.lookups import PURPOSES, Scope, Wanted
from schoolgate.monitoring.views.lookups import found
from schoolgate.people.forms import day_field
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

HEADER: Final = ("When", "What", "More", "The filter said")


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
    if request.GET.get("as") == "csv":
        return _file(request, row, wanted, context)
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


def _file(
    request: PersonsVisit, row: LookUp, wanted: Wanted, context: dict[str, Any]
) -> HttpResponse:  # fmt: skip
    """Give the rows as a file; what is refused is refused as on the page."""
    seen = actions.export(look_up=row, wanted=wanted, by=request.person, at=timezone.now())
    if seen.refused:
        refused = context | {"seen": seen, "scope": wanted.scope, "day": seen.look.from_on}
        return render(request, "monitoring/rows.html", refused, status=403)
    name = f"look-up-{row.pk}-{wanted.scope}-{seen.look.from_on}-{seen.look.last_on}"
    lines = ((f"{timezone.localtime(one.at):%d/%m/%Y %H:%M:%S}", one.what, one.more, one.verdict)
             for one in seen.rows)  # fmt: skip
    return lists.as_csv(name, HEADER, lines)


def _wanted(request: PersonsVisit) -> Wanted | None:
    """Return what the address asks for: one day, or of a file the days up to `last`; None where it
    asks for nothing that there is."""
    scope, day = request.GET.get("scope", ""), _day(request.GET.get("day", ""))
    if scope not in set(Scope) or day is None:
        return None
    last = _day(request.GET.get("last", "")) if request.GET.get("as") == "csv" else None
    return Wanted(Scope(scope), midnight(day), midnight((last or day) + timedelta(days=1)))


def _day(typed: str) -> date | None:
    try:
        day: date | None = day_field("Day", required=False).clean(typed)
    except ValidationError:
        return None
    return None if day == date.max else day  # no day follows it: it would never be over


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
