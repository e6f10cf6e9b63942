"""The home page for visitors, and the Do list for whoever has signed in."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.people import needs, queries
from schoolgate.people.visits import Visit
from schoolgate.web import lists, menu


@require_safe
def home(request: Visit) -> HttpResponse:
    """What Schoolgate is, and the schools whose policy can be opened; or one's own Do list."""
    if request.account is not None:
        return HttpResponseRedirect(reverse("people:do", args=[request.account.school.slug]))
    schools = [(school, menu.links(request, school.slug)) for school in queries.schools()]
    return render(request, "people/home.html", {"schools": schools})


@require_safe
@never_cache
def do(request: Visit, school: str) -> HttpResponse:
    """What needs me, oldest first, with who asked and the clause."""
    now = timezone.now()
    waiting = needs.of_visit(request, now)
    context = {
        "school": get_object_or_404(queries.schools(), slug=school),
        "page": lists.page_of(request, waiting),
        "today": timezone.localdate(now),
    }
    return render(request, "people/do.html", context)


@require_safe
@never_cache
def more(request: Visit, school: str) -> HttpResponse:
    """Every further page that is open to whoever looks, with what it is for."""
    return render(request, "people/more.html", {"links": menu.further(request, school)})
