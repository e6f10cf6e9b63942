"""The policy as people read it: on a page, and on paper."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.people import queries as people
from schoolgate.people.models import Person, School
from schoolgate.people.visits import Visit
from schoolgate.policies import library, queries
from schoolgate.policies.forms import SearchForm
from schoolgate.policies.models.versions import MAIN
from schoolgate.policies.reading import beside, pages
from schoolgate.policies.reading.rendering import document_pdf, facts_about
from schoolgate.policies.rules.life import State
from schoolgate.policies.views.shared import of_a_policy
from schoolgate.policies.views.shared_life import life_facts
from schoolgate.records.tenancy import acting_for
from schoolgate.web.downloads import pdf_of


@require_safe
@never_cache
def school(request: Visit, school: str) -> HttpResponse:
    """A school's own address: its Do list for whoever signed in there, its policy for others."""
    here = get_object_or_404(people.schools(), slug=school)
    signed_in_here = request.account is not None and request.account.school_id == here.pk
    page = "people:do" if signed_in_here else "policies:document"
    return HttpResponseRedirect(reverse(page, args=[here.slug]))


@require_safe
@of_a_policy
def document(request: Visit, school: School, known: library.Loaded) -> HttpResponse:
    """The whole policy, or with `?q=` the clauses that hold every word."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    today = timezone.localdate()
    links = beside.open_to(_of_here(request, school), today)
    every = pages.sections(known, school, today, links)
    shown = pages.search(every, words) if words else every
    context = {
        "school": school,
        "pack": known.pack,
        "facts": facts_about(known.pack, _facts(school, today)),
        "contents": pages.contents(known, school, today),
        "summary": pages.summary(known, today),
        "findings": len(library.found_in(known, today)),
        "q": words,
        "hits": pages.hits(every, words) if words else 0,
        "shown": len(shown),
        # Every piece was escaped when its template was rendered, or cleaned by `prose`.
        "body": mark_safe("".join(one.html for one in shown)),  # noqa: S308
    }
    return render(request, "policies/document.html", context)


def _of_here(request: Visit, school: School) -> Person | None:
    person = request.person
    return person if person is not None and person.school_id == school.pk else None


def _facts(school: School, on: date) -> dict[str, str]:
    """Return what the life of the version in force says of it; nothing for a pack on file."""
    with acting_for(school.pk):
        here = queries.versions(viewer=None, school=school, on=on).filter(document=MAIN)
        found = next((one for one in here if queries.state(one, on=on) is State.IN_FORCE), None)
    return life_facts(found, State.IN_FORCE) if found else {}


@require_safe
@of_a_policy
def pdf(request: Visit, school: School, known: library.Loaded) -> HttpResponse:
    """The policy on paper, with a code that leads back to the page."""
    url = request.build_absolute_uri(reverse("policies:document", args=[school.slug]))
    # One at a time: the address repeats what the browser sent, and may differ each time.
    kept: dict[str, bytes] = known.once(("pdf", school.slug), dict)
    if (made := kept.get(url)) is None:
        made = document_pdf(known.pack, url, _facts(school, timezone.localdate()))
        kept.clear()
        kept[url] = made
    return pdf_of(made, f"{school.slug}-policy-{known.pack.front.version}")
