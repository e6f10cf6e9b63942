"""The list of mailboxes to set up for pupils."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.accounts.mailboxes import wanted
from schoolgate.people import queries as people
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies import library
from schoolgate.policies.language.mistakes import PackError
from schoolgate.web import lists


@require_safe
@never_cache
def mailboxes(request: PersonsVisit, school: str) -> HttpResponse:
    """Class mailboxes for the young, own ones for older pupils, as the policy says."""
    here = get_object_or_404(people.schools(), slug=school)
    seen = people.people(viewer=request.person, on=timezone.localdate())
    try:
        book = library.of(here).pack.book
    except PackError:
        found = []
    else:
        found = wanted(seen.filter(kind="pupil"), book)
    if request.GET.get("as") == "csv":
        rows = ((one.name, one.whose, "class" if one.is_shared else "own", one.clause)
                for one in found)  # fmt: skip
        return lists.as_csv(f"{school}-mailboxes", ("Name", "For", "Kind", "Clause"), rows)
    context = {"school": here, "page": lists.page_of(request, found)}
    return render(request, "accounts/mailboxes.html", context)
