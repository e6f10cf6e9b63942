"""Pages of the regular look at how network, platform, remote access and e-mail are used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Link, Listed
from schoolgate.monitoring import actions, permissions
from schoolgate.monitoring.actions import Looked
from schoolgate.monitoring.forms.checks import UseCheckForm
from schoolgate.monitoring.models import UseCheck
from schoolgate.monitoring.queries import checks as queries
from schoolgate.monitoring.rules.checks import AREAS, FINDINGS, Result
from schoolgate.people import queries as people
from schoolgate.people.models import School
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit

_COLUMNS: Final = (Column("When"), Column("Area"), Column("Result"), Column("Looked at by"))


@require_safe
@never_cache
def checks(request: PersonsVisit, school: str) -> HttpResponse:
    """Reviews that were written down: area, result and day."""
    today = timezone.localdate()
    may = permissions.may(request.person, Capability.USE_CHECK, on=today)
    new = Link("Write down a review", reverse("monitoring:use-check-new", args=[school]))
    what = Listed(
        "How things are used", _about(request.person.school), "looks", _COLUMNS, _row,
        "Nobody has written down a review yet. The network manager or a technician looks at each "
        "area and writes down what was found.", links=[new] if may else [],
    )  # fmt: skip
    return pieces.listed(
        request, "use-checks", what, queries.reviews(viewer=request.person, on=today)
    )


def _about(school: School) -> str:
    asked = queries.asked_for(school)
    if not asked.clause:
        return "The policy sets no time for this. What is found goes to the headteacher."
    return (f"Clause {asked.clause} wants it {_often(asked.every)}; the calendar of duties says "
            "when it is due. What is found goes to the headteacher.")  # fmt: skip


def _often(every: str) -> str:
    return every if every == "regularly" else f"every {every}"


def _row(one: UseCheck) -> Sequence[Cell]:
    result = Result(one.result)
    return (Cell(f"{one.on:%-d %B %Y}"), Cell(AREAS[one.area][0]),
            Cell(result.said, tone="red" if result in FINDINGS else "green"),
            Cell(one.by))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: PersonsVisit, school: str) -> HttpResponse:
    """Write down what a look at each area found."""
    viewer, today = request.person, timezone.localdate()
    there = reverse("monitoring:use-checks", args=[school])
    form = UseCheckForm(
        request.POST or None, areas=queries.asked_for(viewer.school).areas,
        people=people.people(viewer=viewer, on=today), initial={"on": today},
    )  # fmt: skip

    def act(given: dict[str, Any]) -> tuple[str, str]:
        looked = Looked(given["on"], dict(form.seen()), given["ticket"])
        found = actions.check_use(looked=looked, by=viewer, at=timezone.now())
        said = f" The headteacher is told of {len(found)}." if found else ""
        return f"The review is written down.{said}", there

    return pieces.filled(
        request, form, title="Write down a review of how things are used", act=act, back=there,
        button="Write it down", about="Look at each area. An attempt counts as well as what "
        "succeeded. Look at no more of a person than you need to see that something is wrong.",
    )  # fmt: skip
