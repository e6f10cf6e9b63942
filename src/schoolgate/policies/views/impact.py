"""Whether the policy works: what its sources say of a term, without anybody's name."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.people import queries as people
from schoolgate.people.models import School
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies import impact
from schoolgate.web import lists


class Span(NamedTuple):
    """Days that a report is about."""

    slug: str
    name: str
    first: date
    last: date


@require_safe
@never_cache
def impacts(request: PersonsVisit, school: str) -> HttpResponse:
    """A section for each source, for a term or the school year; as a file too."""
    here = request.person.school
    spans = _spans(here)
    chosen = next((one for one in spans if one.slug == request.GET.get("of")), spans[0])
    sections = impact.sections(here, chosen.first, chosen.last)
    if request.GET.get("as") == "csv":
        rows = [
            (one.source, figure.what, figure.count)
            for one in sections
            for figure in one.figures or [impact.Figure("missing", "")]
        ]
        return lists.as_csv(f"{school}-impact-{chosen.slug}", ("Source", "What", "Count"), rows)
    context = {"school": here, "spans": spans, "chosen": chosen, "sections": sections}
    return render(request, "policies/impact.html", context)


def _spans(school: School) -> list[Span]:
    """Return this school year, and the terms that have begun, newest first."""
    today, dates = timezone.localdate(), people.dates(school)
    year = dates.year_of(today)
    whole = Span(f"year-{year}", f"School year {year} to {year + 1}", dates.year_start(year), today)
    begun = [one for one in dates.terms if one.first <= today]
    terms = [Span(f"term-{one.year}-{one.number}", one.name or f"Term {one.number}", one.first,
                  min(one.last, today)) for one in reversed(begun)]  # fmt: skip
    return [*terms[:6], whole]
