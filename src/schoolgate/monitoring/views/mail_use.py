"""How much mail each employee has, in numbers, for the headteacher; never what it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Listed
from schoolgate.monitoring import actions, naming
from schoolgate.monitoring.queries import mail_use as queries
from schoolgate.monitoring.rules.mail_use import Line, in_order
from schoolgate.people.visits import PersonsVisit

_TITLE: Final = "How much mail each employee has"
_ABOUT: Final = ("Messages in numbers: no subject, and no word of what they say. Each time that "
                 "these numbers are shown or taken away is written in the journal.")  # fmt: skip
_COLUMNS: Final = (
    Column("Employee", "name"), Column("Sent", "sent"), Column("To outside", "sent-outside"),
    Column("Received", "received"), Column("From outside", "received-outside"),
    Column("With attachments", "attachments"), Column("Bytes", "size"),
)  # fmt: skip
_EMPTY: Final = ("The mail journal has no whole week yet: a week is shown when it is over. Ask "
                 "whoever keeps the network whether the school’s mail comes in.")  # fmt: skip


@require_safe
@never_cache
def summary(request: PersonsVisit, school: str) -> HttpResponse:
    """The numbers of a week, or why the policy provides for none."""
    viewer, now = request.person, timezone.now()
    today = timezone.localdate(now)
    clause = naming.for_summaries(viewer.school)
    if clause is None:
        none = Listed(_TITLE, _ABOUT, "employees", _COLUMNS, _plain, "Nothing is shown here.",
                      note=naming.NO_SUMMARY)  # fmt: skip
        return pieces.listed(request, "mail", none, [])
    there = queries.weeks(viewer=viewer, on=today)
    wanted, is_file = pieces.asked(request), request.GET.get("as") == "csv"
    week = next((one for one in there if one.isoformat() == wanted["which"]), None)
    week = week or next(iter(there), None)
    found: list[Line] = []
    if week is not None:
        form = "as a file" if is_file else "on a page"
        found = actions.read_mail_use(week=week, form=form, by=viewer, at=now)
    what = Listed(
        _TITLE, f"{_ABOUT} Clause {clause.ref} provides for them.", "employees",
        _COLUMNS if is_file else (*_COLUMNS, Column("What they say")),
        _plain if is_file else lambda one: _with_a_way_on(one, school), _EMPTY,
        which=[(one.isoformat(), _said(one)) for one in there],
        note=f"{_said(week)}." if week else "",
    )  # fmt: skip
    listed = in_order(found, sort=wanted["sort"], words=wanted["words"])
    return pieces.listed(request, f"mail-{week:%d-%m-%Y}" if week else "mail", what, listed)


def _said(week: date) -> str:
    return f"{week:%-d %B %Y} to {week + timedelta(days=6):%-d %B %Y}"


def _plain(one: Line) -> Sequence[Cell]:
    use = one.use
    return Cell(one.name), *(Cell(str(number)) for number in use)


def _with_a_way_on(one: Line, school: str) -> Sequence[Cell]:
    there = f"{reverse('monitoring:look-up-new', args=[school])}?about={one.person}"
    return (*_plain(one)[:-1], Cell(filesizeformat(one.use.size)),
            Cell("Ask to look, in writing", there))  # fmt: skip
