"""The policy as people read it: on a page, and on paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from schoolgate.people.models import School
from schoolgate.policies import library
from schoolgate.policies.forms import SearchForm
from schoolgate.policies.reading import pages
from schoolgate.policies.reading.rendering import document_pdf, facts_about
from schoolgate.policies.views.shared import of_a_policy


@require_safe
@of_a_policy
def document(request: HttpRequest, school: School, known: library.Loaded) -> HttpResponse:
    """The whole policy, or with `?q=` the clauses that hold every word."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    today = timezone.localdate()
    every = pages.sections(known, school, today)
    shown = pages.search(every, words) if words else every
    context = {
        "school": school,
        "pack": known.pack,
        "facts": facts_about(known.pack),
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


@require_safe
@of_a_policy
def pdf(request: HttpRequest, school: School, known: library.Loaded) -> HttpResponse:
    """The policy on paper, with a code that leads back to the page."""
    url = request.build_absolute_uri(reverse("policies:document", args=[school.slug]))
    # One at a time: the address repeats what the browser sent, and may differ each time.
    kept: dict[str, bytes] = known.once(("pdf", school.slug), dict)
    if (made := kept.get(url)) is None:
        made = document_pdf(known.pack, url)
        kept.clear()
        kept[url] = made
    name = f"{school.slug}-policy-{known.pack.front.version}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
