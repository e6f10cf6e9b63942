"""Who is missing from the roster: they stay until somebody says that they left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.gateways.forms import HeldForm
from schoolgate.people import actions, queries
from schoolgate.people.models import Person
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def held(request: PersonsVisit, school: str) -> HttpResponse:
    """Those who are held, a page at a time, and whom of them to let go."""
    here = get_object_or_404(queries.schools(), slug=school)
    found = queries.missing(school=here, viewer=request.person, on=timezone.localdate())
    page = lists.page_of(request, found.order_by("missing_since", "name", "pk"))
    people = {one.pk: one for one in page}
    form = HeldForm(
        request.POST or None, people=[(one.pk, _told(one)) for one in people.values()],
        last_day=_last_day(people.values()),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        leaving = [people[pk] for pk in form.cleaned_data["people"]]
        try:
            actions.confirm_gone(school=here, people=leaving, by=request.person, at=timezone.now(),
                                 last_day=form.cleaned_data["last_day"])  # fmt: skip
        except actions.UnableToChange as error:
            messages.error(request, str(error))
        else:
            count = len(leaving)
            messages.success(request, f"{count} {'person' if count == 1 else 'people'} left.")
        return HttpResponseRedirect(request.get_full_path())
    return render(request, "gateways/held.html", {"school": here, "page": page, "form": form})


def _told(one: Person) -> str:
    said = ", ".join(part for part in (one.title, one.class_name) if part)
    since = timezone.localtime(one.missing_since).strftime("%-d %B %Y")
    return f"{one.name}{f', {said}' if said else ''}, missing since {since}"


def _last_day(people: Iterable[Person]) -> date | None:
    """Return the day before the first of them was missing."""
    first = min((one.missing_since for one in people if one.missing_since), default=None)
    return timezone.localdate(first) - timedelta(days=1) if first else None
