"""The school's own list: searched, sorted, in pages, as a file; sites added and taken out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.access.views.shared import carry_out, words_sought
from schoolgate.filtering import permissions
from schoolgate.filtering.actions import own
from schoolgate.filtering.actions.own import SomeAreWrong, Wish
from schoolgate.filtering.forms.lists import OwnForm, UnlistedForm, Why
from schoolgate.filtering.lists.own import Sorted
from schoolgate.filtering.models import OwnEntry
from schoolgate.filtering.queries import lists as of_filter
from schoolgate.filtering.queries import own as queries
from schoolgate.filtering.rules.groups import ANSWERS, LABELS, words
from schoolgate.people.acts import Act, forms_of, number, sent
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_HEADER = ("Site", "What happens", "For whom", "Why", "Added", "Added by", "Last day", "Taken out")
_A_DAY = timedelta(days=1)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def own_list(request: PersonsVisit, school: str) -> HttpResponse:
    """What the school itself opens and closes."""
    today = timezone.localdate()
    acts = {"remove": Act(Why(sent(request, "remove")), lambda said: _remove(request, said["why"]))}
    if done := carry_out(request, acts):
        return done
    which, sort = request.GET.get("which", ""), request.GET.get("sort", "")
    sought = words_sought(request)
    found = queries.entries(request.person, on=today, which=which, words=sought, sort=sort)
    if request.GET.get("as") == "csv":
        return lists.as_csv(f"{school}-own-list", _HEADER, map(_row, found.iterator()))
    page = lists.page_of(request, found)
    context = {
        "page": page, "rows": [(one, words(one.groups.split()), _last(one)) for one in page],
        "which": which, "sort": sort, "q": sought, "whiches": queries.WHICH, "today": today,
        "keep": lists.query_without(request), "by": lists.query_without(request, "sort"),
        "forms": forms_of(acts), "school_slug": school, "wanted": number(request, "entry"),
        "may_keep": permissions.may_keep(request.person, on=today),
    }  # fmt: skip
    return render(request, "filtering/own.html", context)


def _last(one: OwnEntry) -> Any:
    return one.until_on - _A_DAY if one.until_on else None


def _row(one: OwnEntry) -> tuple[object, ...]:
    last, gone = _last(one), one.removed_at
    return (
        f"{one}", "open" if one.allow else "closed", words(one.groups.split()), one.comment,
        f"{timezone.localtime(one.added_at):%d/%m/%Y}", one.added_by,
        f"{last:%d/%m/%Y}" if last else "",
        f"{timezone.localtime(gone):%d/%m/%Y}, {one.removed_by}" if gone else "",
    )  # fmt: skip


def _remove(request: PersonsVisit, why: str) -> str:
    mine = queries.entries(request.person, on=timezone.localdate()).select_related("school")
    entry = get_object_or_404(mine, pk=number(request, "entry"))
    own.remove_entry(entry=entry, why=why, by=request.person, at=timezone.now())
    return f"{entry} is out of the list."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def add(request: PersonsVisit, school: str) -> HttpResponse:
    """Add sites, one on a line; those that cannot be added are shown with the reason, and kept."""
    form = OwnForm(sent(request, "add"))
    context: dict[str, Any] = {"form": form, "school_slug": school}

    def do(said: dict[str, Any]) -> str:
        found = own.add_entries(school=request.person.school, wish=_wish(said), by=request.person,
                                at=timezone.now(), leave_bad="leave" in request.POST)  # fmt: skip
        return _said(found)

    there = reverse("filtering:own", args=[school])
    acts = {"add": Act(form, lambda said: _keeping_bad(do, said, context), there)}
    return carry_out(request, acts) or render(request, "filtering/own_new.html", context)


def _keeping_bad(do: Any, said: dict[str, Any], context: dict[str, Any]) -> str:
    """Do it; where lines cannot be added, show them on the page."""
    try:
        return str(do(said))
    except SomeAreWrong as error:
        context |= {"bad": error.bad[:200], "more": max(len(error.bad) - 200, 0),
                    "good": error.good}  # fmt: skip
        raise


def _wish(said: dict[str, Any]) -> Wish:
    last = said["last_day"]
    return Wish(said["text"], said["allow"] == "yes", said["comment"], said["groups"],
                last + _A_DAY if last else None)  # fmt: skip


def _said(found: Sorted) -> str:
    count = len(found.good)
    added = f"{count:,} site{'' if count == 1 else 's'} added."
    left = ", ".join(str(one.line) for one in found.bad[:20])
    return f"{added} Not added, as you said: line {left}." if left else added


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unlisted(request: PersonsVisit, school: str) -> HttpResponse:
    """What happens to sites that stand on no list, for each group."""
    answers, today = of_filter.unlisted_of(request.person.school), timezone.localdate()
    form = UnlistedForm(sent(request, "set"), initial=answers)

    def do(said: dict[str, Any]) -> str:
        given = {group: said[group] for group in LABELS}
        new = own.set_unlisted(school=request.person.school, answers=given, why=said["why"],
                               by=request.person, at=timezone.now())  # fmt: skip
        return "Stored. It holds from now on." if new else "Nothing was changed."

    if done := carry_out(request, {"set": Act(form, do)}):
        return done
    context = {
        "form": form, "may_keep": permissions.may_keep(request.person, on=today),
        "school_slug": school,
        "answers": [(LABELS[one], ANSWERS[answers[one]]) for one in answers],
        "history": [(one, LABELS[one.group], ANSWERS[one.answer])
                    for one in queries.answers(request.person, on=today)[:20]],
    }  # fmt: skip
    return render(request, "filtering/unlisted.html", context)
