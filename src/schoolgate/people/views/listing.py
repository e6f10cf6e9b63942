"""Who is at the school."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.people import permissions, queries, rules
from schoolgate.people.forms import kind_name
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.people.rules import Kind
from schoolgate.people.views.acting import searched
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_SORTS: Final = {
    "name": ("name", "pk"), "kind": ("kind", "name", "pk"), "post": ("title", "name", "pk"),
    "year": ("year", "class_name", "name", "pk"), "class": ("class_name", "name", "pk"),
}  # fmt: skip
_HEADER: Final = ("Name", "Kind", "Post", "Year", "Class", "E-mail", "First day", "Last day",
                  "Source", "Id there")  # fmt: skip


@require_safe
@never_cache
def people(request: PersonsVisit, school: str) -> HttpResponse:
    """Everyone whom the viewer may see: searched, filtered, sorted, in pages, or as a file."""
    here, today = get_object_or_404(queries.schools(), slug=school), timezone.localdate()
    keeps = permissions.sees_who_left(request.person, on=today)
    state = request.GET.get("state", "here")
    found = queries.listed(viewer=request.person, on=today, state=state)
    found = _fitting(found, request.GET)
    if request.GET.get("as") == "csv":
        return lists.as_csv(f"{here.slug}-people", _HEADER, _rows(found))
    sort = request.GET.get("sort", "name")
    may = {one.name.lower(): permissions.may(request.person, one, school=here.pk, on=today)
           for one in (Capability.PERSON_CHANGE, Capability.ROSTER_IMPORT)}  # fmt: skip
    context = {
        "school": here, "page": lists.page_of(request, found), "may": may, "sort": sort,
        "given": request.GET, "keep": lists.query_without(request),
        "by": lists.query_without(request, "sort"), "states": queries.STATES if keeps else {},
        "kinds": [(kind.value, kind_name(kind)) for kind in Kind], "state": state,
        "classes": queries.classes(viewer=request.person, on=today),
        "years": [(str(year), rules.year_name(year)) for year in range(-1, 14)],
        "filtered": any(request.GET.get(name) for name in ("q", "kind", "year", "class", "state")),
    }  # fmt: skip
    return render(request, "people/people.html", context)


def _fitting(found: QuerySet[Person], given: QueryDict) -> QuerySet[Person]:
    """Filter and sort as the address says; what it says wrongly is left out."""
    found = searched(found, given.get("q", "").strip()[:80])
    for name, field in (("kind", "kind"), ("role", "role"), ("class", "class_name")):
        if value := given.get(name, ""):
            found = found.filter(**{field: value[:60]})
    year = given.get("year", "")
    if year.lstrip("-").isdecimal() and len(year) < 4:
        found = found.filter(year=int(year))
    return found.order_by(*_SORTS.get(given.get("sort", ""), _SORTS["name"]))


def _rows(found: QuerySet[Person]) -> Iterable[tuple[object, ...]]:
    for one in found.iterator():
        last = one.ends_on and date.fromordinal(one.ends_on.toordinal() - 1)
        yield (one.name, kind_name(one.kind), one.title, rules.year_name(one.year), one.class_name,
               one.email, _day(one.starts_on), _day(last), one.source, one.external_id)  # fmt: skip


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""
