"""Tests of the filter: the list, one of them, and what followed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.access import permissions
from schoolgate.access.views.shared import carry_out
from schoolgate.filtering.actions import checks as actions
from schoolgate.filtering.forms.checks import FollowForm, HandForm
from schoolgate.filtering.models import FilterCheck
from schoolgate.filtering.queries import checks as queries
from schoolgate.filtering.rules.categories import label
from schoolgate.filtering.rules.checks import Kind
from schoolgate.filtering.rules.profiles import profile_name
from schoolgate.people.acts import Act, Nothing, forms_of, sent
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_KINDS: Final = {Kind.DAILY: "By itself", Kind.NOW: "Asked for", Kind.HAND: "On a device"}
_WORDS: Final = {"allow": "open", "block": "closed"}
_HEADER: Final = ("When", "By", "How", "Answers", "Wrong", "Trouble", "What followed")
_ONE_HEADER: Final = ("When", "By", "Network", "Device", "Whose rules", "What was tried",
                      "Expected", "Got", "Why")  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def checks(request: PersonsVisit, school: str) -> HttpResponse:
    """All tests, newest first; the filter tested now, or a test on a device written down."""
    on = timezone.localdate()
    acts = _acts(request)
    if done := carry_out(request, acts):
        return done
    which = request.GET.get("which", "")
    found = queries.listed(viewer=request.person, on=on, which=which)
    if request.GET.get("as") == "csv":
        return lists.as_csv(f"{school}-filter-tests", _HEADER, map(_row, found[:10_000]))
    context: dict[str, Any] = {
        "school_slug": school, "page": lists.page_of(request, found), "which": which,
        "keep": lists.query_without(request), "kinds": _KINDS.items(), "forms": forms_of(acts),
        "may_make": permissions.may(request.person, Capability.FILTER_CHECK_MAKE, on=on),
    }  # fmt: skip
    return render(request, "filtering/checks.html", context)


def _acts(request: PersonsVisit) -> dict[str, Act]:
    here, hand = request.person.school, HandForm(sent(request, "record"))

    def test(_: dict[str, Any]) -> str:
        made = actions.make_check(school=here, by=request.person, at=timezone.now())
        wrong = made.trouble or f"{made.wrong} of {made.count} answers were wrong."
        return "Tested: everything is as expected." if made.is_right else f"Tested. {wrong}"

    def record(said: dict[str, Any]) -> str:
        actions.record_by_hand(school=here, tried=hand.by_hand(), followed=said["followed"],
                               by=request.person, at=timezone.now())  # fmt: skip
        return "The test is written down."

    return {"test": Act(Nothing(sent(request, "test")), test), "record": Act(hand, record)}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One test: what was tried where, what was wrong, and what followed."""
    on = timezone.localdate()
    one = get_object_or_404(queries.listed(viewer=request.person, on=on), pk=pk)

    def follow(said: dict[str, Any]) -> str:
        actions.follow(check=one, by=request.person, at=timezone.now(), **said)
        return "What followed is written down."

    act = Act(FollowForm(sent(request, "follow")), follow)
    if done := carry_out(request, {"follow": act}):
        return done
    if request.GET.get("as") == "csv":
        return lists.as_csv(f"{school}-filter-test-{pk}", _ONE_HEADER, _outcomes(one))
    context = {
        "school_slug": school, "one": one, "form": act.form, "how": _KINDS[Kind(one.kind)],
        "lines": [(line, profile_name(line.profile), _wrong(line)) for line in one.lines.all()],
        "may_follow": permissions.may(request.person, Capability.FILTER_CHECK_FOLLOW, on=on),
    }  # fmt: skip
    return render(request, "filtering/check.html", context)


def _wrong(line: Any) -> list[tuple[str, str, str, str]]:
    return [(label(what), _WORDS.get(o.expected, o.expected), _WORDS.get(o.got, o.got),
             o.why.replace("_", " ")) for what, o in line.wrong.items()]  # fmt: skip


def _row(one: FilterCheck) -> tuple[object, ...]:
    steps = "; ".join(f"{step.words} ({step.by})" for step in one.steps.all())
    return (_moment(one.at), one.by or "itself", _KINDS[Kind(one.kind)], one.count, one.wrong,
            one.trouble, steps)  # fmt: skip


def _outcomes(one: FilterCheck) -> Iterator[tuple[object, ...]]:
    for line in one.lines.all():
        for what, o in line.outcomes.items():
            yield (_moment(one.at), one.by or "itself", line.network, line.device,
                   profile_name(line.profile), label(what), _WORDS.get(o.expected, o.expected),
                   _WORDS.get(o.got, o.got), o.why)  # fmt: skip


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")
