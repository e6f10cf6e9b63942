"""Excessive private mail, week by week, for the headteacher; and how much is too much."""

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
from schoolgate.monitoring import actions
from schoolgate.monitoring.actions.private_mail import NO_CLAUSE
from schoolgate.monitoring.detection.mail import Allowance
from schoolgate.monitoring.forms.mail import AllowanceForm
from schoolgate.monitoring.queries import private_mail as queries
from schoolgate.monitoring.rules.private_mail import Line, in_order
from schoolgate.people.models import School
from schoolgate.people.visits import PersonsVisit

_TITLE: Final = "Excessive private mail"
_ABOUT: Final = (
    "Messages that employees sent to private addresses alone, in numbers: no address, no subject "
    "and no word of them. Private is what lies outside the school’s domains and its partners’, "
    "and goes to nobody whom the school knows. Whoever keeps to what is allowed is not named."
)
_EMPTY: Final = ("Nobody went beyond what is allowed in the weeks that the mail journal holds. A "
                 "week is shown when it is over.")  # fmt: skip


@require_safe
@never_cache
def trend(request: PersonsVisit, school: str) -> HttpResponse:
    """Who went beyond what is allowed, week by week, or why nobody counts it."""
    viewer, now = request.person, timezone.now()
    clauses = queries.clauses(viewer.school, at=now)
    way = Link("Change what is allowed", reverse("monitoring:mail-allowance", args=[school]))
    found: list[Line] = []
    if clauses:
        form = "as a file" if request.GET.get("as") == "csv" else "on a page"
        found = actions.read_private_mail(form=form, by=viewer, at=now)
    weeks = queries.weeks(viewer=viewer, at=now)
    columns = (Column("Employee", "name"), *(Column(f"{one:%-d %b}") for one in weeks),
               Column("Heading", "heading"), Column("Days beyond", "beyond"),
               Column("At times not allowed", "refused"))  # fmt: skip
    what = Listed(
        _TITLE, _ABOUT, "employees", columns, _row, _EMPTY, links=[way] if clauses else (),
        note=_allowed(viewer.school, clauses) if clauses else NO_CLAUSE,
    )  # fmt: skip
    wanted = pieces.asked(request)
    listed = in_order(found, sort=wanted["sort"], words=wanted["words"])
    return pieces.listed(request, "private-mail", what, listed)


def _allowed(school: School, clauses: Sequence[str]) -> str:
    now = queries.allowed_at(school)
    few = now.allowance
    partners = f" Partners: {', '.join(now.partners)}." if now.partners else ""
    return (f"Clauses: {', '.join(clauses)}. Too much is more than {few.messages} messages a day, "
            f"about {few.messages * few.minutes} minutes, or more than {few.refused} at times at "
            f"which the policy allows none.{partners}")  # fmt: skip


def _row(one: Line) -> Sequence[Cell]:
    return (Cell(one.name), *(Cell(str(number)) for number in one.trend.weeks), Cell(one.heading),
            Cell(str(one.beyond)), Cell(str(one.trend.refused)))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def allowance(request: PersonsVisit, school: str) -> HttpResponse:
    """How much private mail is too much, and whose domains are partners’."""
    there = reverse("monitoring:private-mail", args=[school])
    now = queries.allowed_at(request.person.school)
    form = AllowanceForm(request.POST or None, initial={
        **now.allowance._asdict(), "partners": "\n".join(now.partners)})  # fmt: skip

    def act(given: dict[str, Any]) -> tuple[str, str]:
        wanted = Allowance(given["messages"], given["minutes"], given["refused"])
        actions.set_mail_allowance(allowance=wanted, partners=given["partners"].split(),
                                   because=given["because"], by=request.person,
                                   at=timezone.now())  # fmt: skip
        return "This holds from now on.", there

    return pieces.filled(request, form, title="How much private mail is too much", button="Set it",
                         act=act, back=there)  # fmt: skip
