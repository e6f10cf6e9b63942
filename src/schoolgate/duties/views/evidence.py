"""What shows that the school takes all reasonable steps: by clause, on a page and in files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.duties import actions, paper
from schoolgate.duties.queries import evidence as queries
from schoolgate.duties.queries.evidence import Evidence
from schoolgate.duties.queries.listed import natural
from schoolgate.duties.showing import Light
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies.language.mistakes import PackError
from schoolgate.records.models import Entry
from schoolgate.web import lists, prose
from schoolgate.web.downloads import pdf_of

_ALL: Final = ("Clause", "Title", "Shown", "Duties", "Last proof", "Next due")
_ONE: Final = ("Clause", "Kind", "What", "Whose", "How often", "Shown", "Day", "Proof or entry")
_SORTS: Final[dict[str, Callable[[Evidence], Any]]] = {
    "clause": lambda one: natural(one.ref),
    "last": lambda one: (one.last_on or date.min, natural(one.ref)),
    "next": lambda one: (one.next_on or date.max, natural(one.ref)),
}


@require_safe
@never_cache
def clauses(request: PersonsVisit, school: str) -> HttpResponse:
    """Every clause that obliges somebody: the worst first, filtered, in pages, or as a file."""
    here, today = request.person.school, timezone.localdate()
    light, sort = request.GET.get("light", ""), request.GET.get("sort", "")
    words = request.GET.get("q", "").strip()[:80]
    try:
        every = queries.of_clauses(viewer=request.person, on=today)
    except PackError:
        return render(request, "duties/mistakes.html", {"school": here})
    found = [one for one in every if light in ("", one.light) and _has(one, words)]
    found.sort(key=_SORTS.get(sort, _worst_first))
    if request.GET.get("as") == "csv":
        return lists.as_csv(f"{here.slug}-proof", _ALL, (
            (one.ref, one.title, one.light, len(one.duties), one.last_on or "", one.next_on or "")
            for one in found
        ))  # fmt: skip
    context = {
        "school": here, "page": lists.page_of(request, found), "light": light, "sort": sort,
        "lights": list(Light), "q": words, "keep": lists.query_without(request),
        "by": lists.query_without(request, "sort"), "filtered": bool(light or words),
        "counts": [(one, sum(each.light is one for each in every)) for one in Light],
    }  # fmt: skip
    return render(request, "duties/clauses.html", context)


def _has(one: Evidence, words: str) -> bool:
    said = f"{one.ref} {one.title} {' '.join(each.item.duty.what for each in one.duties)}".lower()
    return all(word in said for word in words.lower().split())


def _worst_first(one: Evidence) -> tuple[Any, ...]:
    return list(Light).index(one.light), natural(one.ref)


@require_safe
@never_cache
def clause(request: PersonsVisit, school: str, ref: str) -> HttpResponse:
    """One clause with its rules, duties, records and dates: a page, a PDF or a file (CSV)."""
    now, here = timezone.now(), request.person.school
    today = timezone.localdate(now)
    try:
        found = queries.of_clause(viewer=request.person, ref=ref, on=today)
    except PackError:
        return render(request, "duties/mistakes.html", {"school": here})
    if found is None:
        raise Http404("No such clause.")
    entries = queries.entries_of(viewer=request.person, ref=ref, on=today)
    actions.look_at_evidence(clause=ref, by=request.person, at=now)
    name, wanted = f"{here.slug}-clause-{ref}", request.GET.get("as", "")
    if wanted == "csv":
        return lists.as_csv(name, _ONE, _rows(found, entries))
    if wanted == "pdf":
        return pdf_of(paper.evidence(here, found, entries, today), name, save=True)
    html = prose.html(found.clause.prose) if found.clause is not None else ""
    context = {"school": here, "found": found, "entries": entries, "clause_html": html}
    return render(request, "duties/clause.html", context)


def _rows(found: Evidence, entries: Sequence[tuple[Entry, str]]) -> Iterable[tuple[object, ...]]:
    for said in found.said:
        yield found.ref, said.mark, said.text, "", "", "", "", ""
    for one in found.duties:
        duty = (found.ref, "duty", one.item.duty.what, one.item.owners.in_words,
                one.item.period.in_words(), f"{one.shown.light}: {one.shown.because}")  # fmt: skip
        yield *duty, one.last_on or "", "last proof"
        yield *duty, one.next_on or "", "next due"
        for record in one.records:
            yield *duty, record.on, record.words
    for entry, words in entries:
        yield (found.ref, "journal", words, "", "", "", timezone.localdate(entry.at),
               f"entry {entry.sequence}")  # fmt: skip
