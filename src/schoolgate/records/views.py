"""The journal as people read it: newest first, by what they look for. Each look is written down."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.records import actions, permissions, queries
from schoolgate.records.forms import SearchForm
from schoolgate.records.models import Entry
from schoolgate.records.parties import Thing
from schoolgate.records.verbs import RecordsVerb
from schoolgate.web import lists

_MOST_IN_A_FILE: Final = 10_000


@require_safe
@never_cache
def journal(request: Any, school: str) -> HttpResponse:
    """Who did what, when and under which clause: filtered, a page at a time, or as a file."""
    form = SearchForm(request.GET, permissions.readable(request.reader))
    found = _found(request, form) if form.is_valid() else Entry.objects.none()
    _write_down(request)
    if request.GET.get("as") == "csv":
        return _file(school, found)
    before = request.GET.get("before", "")
    shown = found.filter(sequence__lt=int(before)) if before.isdecimal() else found
    some = list(shown[: lists.ON_A_PAGE + 1])
    context = {
        "form": form,
        "rows": [(entry, queries.sentence(entry)) for entry in some[: lists.ON_A_PAGE]],
        "older": some[lists.ON_A_PAGE - 1].sequence if len(some) > lists.ON_A_PAGE else None,
        "keep": lists.query_without(request, "before"),
        "is_newest": not before,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "head": queries.last_head(viewer=request.reader),
    }
    return render(request, "records/journal.html", context)


def _found(request: Any, form: SearchForm) -> QuerySet[Entry]:
    told = form.cleaned_data
    found = queries.entries(
        viewer=request.reader, school=request.account.school,
        filters=queries.Filters(
            verb=told["verb"], clause=told["clause"], from_at=_midnight(told["from_on"]),
            until_at=_midnight(told["to_on"] and told["to_on"] + timedelta(days=1)),
            object_kind=request.GET.get("kind", ""), object_id=request.GET.get("id", ""),
        ),
    )  # fmt: skip
    return found.filter(actor_label__icontains=told["who"]) if told["who"] else found


def _midnight(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None


@transaction.atomic
def _write_down(request: Any) -> None:
    here = request.account.school
    actions.write(school=here, by=request.person, at=timezone.now(), verb=RecordsVerb.JOURNAL_READ,
                  object=Thing("records.journal", str(here.pk), f"journal of {here.slug}"),
                  body={"asked": request.GET.urlencode()[:500]})  # fmt: skip


def _file(school: str, found: QuerySet[Entry]) -> HttpResponse:
    header = ("Entry", "When", "What", "Clause", "By", "Verb", "Action")
    rows = (
        (entry.sequence, timezone.localtime(entry.at).strftime("%d/%m/%Y %H:%M:%S"),
         queries.sentence(entry), entry.clause, entry.actor, entry.verb, entry.action)
        for entry in found[:_MOST_IN_A_FILE]
    )  # fmt: skip
    return lists.as_csv(f"{school}-journal", header, rows)
