"""What the national standards ask of a filter, and what is met."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.filtering import standards as known
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_HEADER: Final = ("Number", "It asks", "Answer", "Why", "Shown by")


@require_safe
@never_cache
def standards(request: PersonsVisit, school: str) -> HttpResponse:
    """Every point with its answer: searched, by answer, as a file."""
    words = request.GET.get("q", "").strip()[:80]
    answer = request.GET.get("answer", "")
    found = known.found(words=words, answer=answer)
    if request.GET.get("as") == "csv":
        rows = ((*one[:2], one.said, one.why, ", ".join(one.proof)) for one in found)
        return lists.as_csv(f"{school}-filter-standards", _HEADER, rows)
    context = {
        "school_slug": school, "items": found, "q": words, "answer": answer,
        "answers": known.WORDS.items(), "counts": known.counts(), "total": len(known.items()),
        "keep": lists.query_without(request), "by": lists.query_without(request, "answer"),
    }  # fmt: skip
    return render(request, "filtering/standards.html", context)
