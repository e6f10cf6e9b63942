"""The log of changes: what is not confirmed, up to when it is read, and one change as a whole."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.access.views.shared import carry_out
from schoolgate.filtering import permissions
from schoolgate.filtering.actions import changes
from schoolgate.filtering.forms.lists import SignForm
from schoolgate.filtering.models import Change
from schoolgate.filtering.queries import changes as queries
from schoolgate.people.acts import Act, Nothing, forms_of, sent
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_HEADER = ("When", "Who", "What", "Before", "After", "Why", "Confirmed by", "Confirmed")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change_list(request: PersonsVisit, school: str) -> HttpResponse:
    """Every change, newest first; signed as read by two of the committee."""
    now, viewer = timezone.now(), request.person
    today = timezone.localdate(now)
    others = [one for one in queries.signers(viewer.school, on=today) if one != viewer]
    sign = SignForm(sent(request, "sign"), others=others)
    acts = {"sign": Act(sign, lambda said: _sign(request, said))}
    if done := carry_out(request, acts):
        return done
    which = request.GET.get("which", "")
    found = queries.changes(viewer, on=today, which=which)
    if request.GET.get("as") == "csv":
        return lists.as_csv(f"{school}-filter-changes", _HEADER, map(_row, found))
    last, due = queries.last_reading(viewer.school), queries.reading_due(viewer.school)
    page = lists.page_of(request, found)
    context = {
        "page": page, "rows": [_shown(one, last.up_to if last else None) for one in page],
        "which": which, "whiches": queries.WHICH, "keep": lists.query_without(request),
        "forms": forms_of(acts), "school_slug": school, "last": last, "due": due,
        "late": due is not None and due < now, "crew": queries.crew(viewer.school, on=today),
        "sole": queries.sole_charge(viewer.school, now),
        "may_sign": permissions.may_sign(viewer, on=today),
        "unread": queries.changes(viewer, on=today, which="unread").count(),
        "unconfirmed": queries.changes(viewer, on=today, which="unconfirmed").count(),
    }  # fmt: skip
    return render(request, "filtering/changes.html", context)


def _shown(one: Change, read_up_to: datetime | None) -> tuple[Change, Any, bool]:
    """A change with who confirmed it, and whether the committee has read it."""
    return one, next(iter(one.confirmations.all()), None), bool(read_up_to and one.at <= read_up_to)


def _row(one: Change) -> tuple[object, ...]:
    second = next(iter(one.confirmations.all()), None)
    when = f"{timezone.localtime(second.at):%d/%m/%Y %H:%M}" if second else ""
    return (f"{timezone.localtime(one.at):%d/%m/%Y %H:%M}", one.by_label, one.what,
            "; ".join(one.before), "; ".join(one.after), one.why,
            second.by_label if second else "", when)  # fmt: skip


def _sign(request: PersonsVisit, said: dict[str, Any]) -> str:
    now = timezone.now()
    end = datetime.combine(said["up_to"] + timedelta(days=1), time.min)
    up_to = timezone.make_aware(end)
    if said["up_to"] == timezone.localdate(now):
        up_to = now
    changes.sign_log(school=request.person.school, up_to=up_to, second=said["second"],
                     words=said["words"], by=request.person, at=now)  # fmt: skip
    return "Signed. Changes after this are not read yet."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def one_change(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One change: before and after, why, and who stands by it."""
    today = timezone.localdate()
    mine = queries.changes(request.person, on=today).select_related("school")
    one = get_object_or_404(mine, pk=pk)

    def do(said: dict[str, Any]) -> str:
        changes.confirm_change(change=one, by=request.person, at=timezone.now())
        return "Confirmed."

    acts = {"confirm": Act(Nothing(sent(request, "confirm")), do)}
    if done := carry_out(request, acts):
        return done
    second = one.confirmations.first()
    may = permissions.may_confirm(request.person, on=today)
    context = {
        "change": one, "second": second, "forms": forms_of(acts), "school_slug": school,
        "may_confirm": may and second is None and one.by_id != request.person.pk,
        "is_mine": one.by_id == request.person.pk,
    }  # fmt: skip
    return render(request, "filtering/change.html", context)
