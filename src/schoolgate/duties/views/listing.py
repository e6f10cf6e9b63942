"""The list of duties: mine or the school's, what is late, what the school has to answer."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.duties import permissions, queries
from schoolgate.duties.queries import Filters, Item
from schoolgate.duties.queries.listed import WHICH
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies.language.mistakes import PackError
from schoolgate.web import lists

_HEADER = ("What", "Clause", "Who by the policy", "Who today", "How often", "For", "From", "Due",
           "State", "Question")  # fmt: skip


@require_safe
@never_cache
def listing(request: PersonsVisit, school: str) -> HttpResponse:
    """The duties that I may see: filtered, searched, sorted, in pages, or as a file."""
    here, today = request.person.school, timezone.localdate()
    every = permissions.sees_all(request.person, on=today)
    which = request.GET.get("which", "" if every else "mine")
    words = request.GET.get("q", "").strip()[:80]
    filters = Filters(which, words, request.GET.get("sort", ""))
    try:
        found = queries.listed(viewer=request.person, on=today, filters=filters)
    except PackError:
        return render(request, "duties/mistakes.html", {"school": here})
    if request.GET.get("as") == "csv":
        return lists.as_csv(f"{here.slug}-duties", _HEADER, _rows(found))
    context = {
        "school": here, "page": lists.page_of(request, found), "filters": filters, "every": every,
        "which": WHICH if every else {}, "keep": lists.query_without(request), "today": today,
        "by": lists.query_without(request, "sort"),
        "keeps": permissions.keeps(request.person, on=today),
        "terms_missing": any(item.question == queries.ASKS_TERMS for item in found),
    }  # fmt: skip
    return render(request, "duties/list.html", context)


def _rows(found: Iterable[Item]) -> Iterable[tuple[object, ...]]:
    for item in found:
        turn, duty = item.now, item.duty
        occurrence = turn.occurrence if turn else None
        yield (duty.what, duty.clause, "; ".join(duty.who), item.owners.in_words,
               item.period.in_words(), turn.label if turn else "",
               occurrence.from_on if occurrence else "", (occurrence.due_on if occurrence else "")
               or "", turn.state if turn else "", item.question)  # fmt: skip
