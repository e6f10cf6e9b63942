"""Pages on which a look is authorised: of an employee in writing, of a pupil for a case."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.approvals import queries as approvals
from schoolgate.approvals.rules import longest, usual_end
from schoolgate.concerns import queries as concerns
from schoolgate.filtering.views import pieces
from schoolgate.monitoring import actions, naming
from schoolgate.monitoring.actions import Request
from schoolgate.monitoring.forms.lookups import AskForm, CaseForm
from schoolgate.monitoring.queries import lookups as queries
from schoolgate.monitoring.rules.lookups import Scope
from schoolgate.people import queries as people
from schoolgate.people.models import Person
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies.asking.leave import Leave

_USUAL: Final = timedelta(days=14)
_LONGEST_KEY: Final = 20


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: PersonsVisit, school: str) -> HttpResponse:
    """The headteacher’s request in writing, with good cause."""
    viewer, now = request.person, timezone.now()
    today = timezone.localdate(now)
    leave = naming.for_looking(viewer.school)
    staff = people.people(viewer=viewer, on=today).filter(kind__in=sorted(STAFF_KINDS))
    reviewers = [*queries.reviewers(school=viewer.school, about=viewer, on=today), viewer]
    begins = pieces.minute(now)
    form = AskForm(
        request.POST or None, about=staff.exclude(pk=viewer.pk), reviewers=reviewers,
        doers=_doers(viewer, leave) if leave else (),
        initial={"about": request.GET.get("about", "")[:_LONGEST_KEY], "from_at": begins,
                 "until_at": _usual_end(leave, begins), "last": today,
                 "first": today - timedelta(days=7)},
    )  # fmt: skip

    def act(given: dict[str, Any]) -> tuple[str, str]:
        made = actions.ask(request=_request(given), by=viewer, at=timezone.now())
        return "It is authorised, in writing. Whoever carries it out sees it on their list.", (
            reverse("monitoring:look-up", args=[school, made.pk])
        )

    return pieces.filled(
        request, form, title="Look at what one employee did", button="Authorise it", act=act,
        about=_how(leave), back=reverse("monitoring:look-ups", args=[school]),
    )  # fmt: skip


def _usual_end(leave: Leave | None, begins: datetime) -> datetime:
    """Return the last end that the clause allows; two weeks where it counts none."""
    counted = leave is not None and longest(leave.lasts) is not None
    return usual_end(leave.lasts, begins) if leave and counted else begins + _USUAL


def _how(leave: Leave | None) -> str:
    if leave is None:
        return f"{naming.NO_CLAUSE} This form will be refused."
    return (f"Clause {leave.clause}: {leave.asked_by}. It is done by {leave.done_by}. The employee "
            "is always told afterwards, in writing, with the reason that you give.")  # fmt: skip


def _doers(viewer: Person, leave: Leave) -> list[Person]:
    held = approvals.Holders(timezone.localdate())
    every = (one for role in leave.doers for one in held.of(viewer.school, role, delegates=True))
    return [one for one in dict.fromkeys(every) if one.pk != viewer.pk]


def _request(given: dict[str, Any], **more: Any) -> Request:
    scopes = tuple(Scope(one) for one in given.pop("scopes"))
    return Request(scopes=scopes, **(given | more))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def for_case(request: PersonsVisit, school: str, case: int) -> HttpResponse:
    """A look at what a pupil of a case did, by the safeguarding lead."""
    viewer, now = request.person, timezone.now()
    today = timezone.localdate(now)
    found = concerns.one(viewer=viewer, pk=case, on=today)
    if found is None:
        raise Http404
    begins = pieces.minute(now)
    form = CaseForm(
        request.POST or None, about=queries.pupils_in(found, viewer=viewer, on=today),
        reviewers=queries.reviewers(school=viewer.school, about=viewer, on=today),
        initial={"from_at": begins, "until_at": begins + _USUAL, "last": today,
                 "first": today - timedelta(days=7)},
    )  # fmt: skip

    def act(given: dict[str, Any]) -> tuple[str, str]:
        asked = _request(given, doer=viewer, reason="")
        made = actions.ask_for_case(request=asked, case=found, by=viewer, at=timezone.now())
        return "You may look, for this case.", (
            reverse("monitoring:look-up", args=[school, made.pk])
        )

    return pieces.filled(
        request, form, title=f"Look at what a pupil did, for {found}", button="Begin", act=act,
        about="Only pupils who are named in the case. Each query is written down, and somebody "
        "else reviews them.", back=reverse("concerns:case", args=[school, found.pk]),
    )  # fmt: skip
