"""A version before its approval: what it would change, what has to be answered for, a replay."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.jobs import whose
from schoolgate.people import permissions as people
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies import actions, library, queries, recorded, working_out
from schoolgate.policies.comparing import kept, pairs, wording
from schoolgate.policies.forms import GROUPS, FindingForm
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.models import Version
from schoolgate.policies.queries import blocking, replaying
from schoolgate.policies.queries.blocking import Weighed
from schoolgate.policies.replay_shown import KINDS, rows
from schoolgate.policies.rules.life import Move
from schoolgate.policies.views.shared import mistakes
from schoolgate.policies.views.shared_life import moves
from schoolgate.web import lists

SPANS: Final = (("30", "Last 30 days"), ("92", "Last term (92 days)"), ("366", "Last year"))


def _version(request: PersonsVisit, pk: int) -> Version:
    here = request.person.school
    seen = queries.versions(viewer=request.person, school=here, on=timezone.localdate())
    return get_object_or_404(seen.select_related("school"), pk=pk)


def _context(request: PersonsVisit, version: Version) -> dict[str, Any]:
    """Return what the three pages begin with. Raises PackError."""
    return {
        "school": version.school, "version": version, "before": library.of(version.school),
        "after": queries.of_version(version),
    }  # fmt: skip


@require_safe
@never_cache
def difference(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """What a version would answer differently from the one in force, and then its wording."""
    version = _version(request, pk)
    try:
        context = _context(request, version)
    except PackError as error:
        return mistakes(request, version.school, error)
    before, after = context["before"].pack, context["after"].pack
    found = kept.known(kept.name(before, after))
    if found is None and kept.wanted(kept.name(before, after)):
        with whose.of_school(version.school_id):
            working_out.compare_version.enqueue(version.pk)
    on = timezone.localdate()
    context |= {
        "waits": found is None, "total": len(found or ()), "groups": pairs.grouped(found or []),
        "counts": [(pairs.KINDS[kind], n) for kind, n in pairs.counts(found or []).items()],
        "reworded": context["after"].once(
            ("reworded", before.hash), lambda: wording.reworded(before, after)),
        "open": [one for one in blocking.weighed(version, on=on)
                 if one.reason is None],
        "may_approve": Move.APPROVE in moves(request, version.school, version),
    }  # fmt: skip
    return render(request, "policies/difference.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reasons(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """What has to be answered for before a version is approved: departures and findings."""
    version = _version(request, pk)
    try:
        context = _context(request, version)
    except PackError as error:
        return mistakes(request, version.school, error)
    on = timezone.localdate()
    found = blocking.weighed(version, on=on)
    who, here = request.person, version.school.pk
    may = {
        True: people.may(who, Capability.FINDING_WAIVE, school=here, on=on),
        False: people.may(who, Capability.POLICY_DRAFT, school=here, on=on),
    }
    tried: FindingForm | None = None
    if request.method == "POST":
        about = next((one for one in found if one.mark == request.POST.get("mark")), None)
        if about is None:
            raise Http404("This version has no such finding.")
        tried = FindingForm(request.POST, waivable=about.waivable, auto_id=f"{about.mark[:8]}-%s")
        if tried.is_valid() and _written(request, version, about, tried):
            messages.success(request, "Your reason is kept with the policy.")
            return HttpResponseRedirect(reverse("policies:reasons", args=[school, pk]))
    context |= {
        "tried": tried,
        "rows": [(one, _reason_form(one, tried) if may[one.waivable] else None) for one in found],
        "open": sum(one.reason is None for one in found),
    }
    return render(request, "policies/reasons.html", context)


def _reason_form(one: Weighed, tried: FindingForm | None) -> FindingForm:
    if tried is not None and tried.data.get("mark") == one.mark:
        return tried
    return FindingForm(
        initial={"mark": one.mark}, waivable=one.waivable, auto_id=f"{one.mark[:8]}-%s"
    )


def _written(request: PersonsVisit, version: Version, about: Weighed, form: FindingForm) -> bool:
    given, now = form.cleaned_data, timezone.now()
    try:
        if about.waivable:
            actions.waive(school=version.school, about=about, because=given["because"],
                          until_on=given["until_on"], by=request.person, at=now)  # fmt: skip
        else:
            actions.give_reason(school=version.school, about=about, because=given["because"],
                                by=request.person, at=now)  # fmt: skip
    except actions.UnableToWaive as error:
        form.add_error(None, str(error))
        return False
    return True


@require_safe
@never_cache
def replay(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Which of the recorded requests a version would answer differently."""
    version = _version(request, pk)
    asked = {name: request.GET.get(name, "")[:80] for name in ("source", "kind", "who", "q")}
    days = request.GET.get("days", "")
    days = days if days in dict(SPANS) else SPANS[1][0]
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    source = asked["source"] if asked["source"] in recorded.names() else ""
    try:
        context = _context(request, version)
        made = replaying.replay(version, since=today - timedelta(days=int(days)), source=source)
    except PackError as error:
        return mistakes(request, version.school, error)
    found = rows(made, context["after"].pack, kind=asked["kind"], who=asked["who"],
                 words=asked["q"])  # fmt: skip
    if "csv" in request.GET:
        return lists.as_csv(
            f"replay-{version.pk}", ("Times", "Who", "What", "Before", "Now", "Where asked"),
            [(one.times, one.who, one.what, one.before, one.after, one.label) for one in found],
        )  # fmt: skip
    page = lists.page_of(request, found)
    context |= asked | {
        "made": made, "page": page, "days": days, "spans": SPANS, "groups": GROUPS,
        "sources": recorded.names(), "notes": recorded.notes(), "kinds": KINDS,
        "keep": lists.query_without(request), "shown_times": sum(one.times for one in found),
        "most": replaying.MOST,
    }  # fmt: skip
    return render(request, "policies/replay.html", context)
