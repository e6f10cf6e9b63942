"""What the page of a case shows: everything in it, and what the viewer can do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from schoolgate.concerns import (
    beside,
    finding,
    identity,
    letterbox,
    letters,
    meetings,
    permissions,
    queries,
)
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Case, Task
from schoolgate.concerns.queries import Told, Written
from schoolgate.concerns.rules import gates, noticing, posts, telling
from schoolgate.concerns.rules.gates import Shut, Standing
from schoolgate.concerns.rules.kinds import KINDS, OF_PROCEDURE, Kind, grouped
from schoolgate.concerns.rules.words import SHUT_OUT, State
from schoolgate.concerns.views import route_shown, showing
from schoolgate.people import permissions as people
from schoolgate.people.models import Person

# Forms that are no kind of entry, and mend what is missing.
_PAGES: Final = {"sort": "concerns:sort", "people": "concerns:party"}
STOPPED: Final = "use-stopped"
_ON_TIME_SECONDS: Final = 24 * 3600


def whole(opened: Opened, viewer: Person, on: date) -> dict[str, Any]:
    """Return what is in a case, as far as the viewer may read it."""
    held = people.roles_of(viewer, on=on)
    reports, entries = queries.reports(opened), queries.chronology(opened, held=held)
    return {
        **route_shown.shown(opened, at=timezone.now()),
        "reports": [showing.report(one) for one in reports],
        "parties": queries.parties(opened),
        "tasks": [(one, _to_do(one, words), _whose(one)) for one, words in queries.tasks(opened)],
        "entries": _entries(entries, opened.case, held),
        "stood_down": meetings.notices_of(opened.case),
        "talks": letterbox.talks_of(opened), "letters": letters.LETTERS,
        "guided": opened.case.situation in posts.SITUATIONS and posts.may_run(held),
        "responses": _responses(reports, entries),
        "merged": list(finding.merged_into(opened.case)), "beside": beside.of(opened.case),
        "is_live": opened.case.state in {State.NEW, State.OPEN},
    }  # fmt: skip


def _entries(entries: list[Written], case: Case, held: frozenset[str]) -> list[showing.Shown]:
    """Return entries with what each goes on from, what the viewer can write that goes on from it,
    and where it is corrected."""
    then: dict[str, list[Kind]] = {}
    for kind in KINDS.values():
        if kind.adds_to and case.closed_at is None and not kind.by.isdisjoint(held):
            then.setdefault(kind.adds_to, []).append(kind)
    before, after = reverse("concerns:correct", args=[case.school.slug, case.pk, 0]).rsplit("0", 1)
    return [_entry(one, case, then, f"{before}{one.row.pk}{after}") for one in entries]


def _entry(
    one: Written, case: Case, then: Mapping[str, list[Kind]], correct: str
) -> showing.Shown:  # fmt: skip
    first, may = one.row.adds_to, one.kind.slug != "read" and case.state != State.MERGED
    after = ((KINDS[first.kind].title, first.happened_at),) if first else ()
    following = tuple(then.get(one.kind.slug, ()))
    number = one.said.get("resource", "").partition(":")[0] if one.kind.slug == STOPPED else ""
    hangs = after or following or one.corrected or number or one.kind.slug in letters.LETTERS
    return showing.entry(one)._replace(
        next=following, after=after, correct=correct if may else "",
        has_more=bool(hangs) or one.case.pk != case.pk, number=number,
    )  # fmt: skip


def _to_do(task: Task, words: str) -> str:
    return words or (KINDS[task.kind].title if task.kind in KINDS else "Task")


def _whose(task: Task) -> str:
    return str(task.person or telling.ROLES.get(task.role, task.role.replace("_", " ")))


def for_viewer(opened: Opened, viewer: Person, on: date) -> dict[str, Any]:
    """Return what the viewer can do in a case, what is missing in it and where it is mended."""
    case, standing = opened.case, queries.standing(opened)
    leads = permissions.may_lead(viewer, case, on=on)
    roles = people.roles_of(viewer, on=on)
    missing = gates.missing(gates.BEFORE_CLOSING, standing)
    return {
        "leads": leads, "missing": [(one.said, *_mend(one)) for one in missing],
        "kinds": grouped(one for one in KINDS.values() if _offered(one, case, standing, roles)),
        "admissions": queries.admissions(case) if leads else [],
        "isolated": gates.isolated(standing),
        "alert": gates.needs_support(standing) and not standing.has("support"),
        "policy": "pupil" in standing.subjects or "other" in standing.subjects,
        "shut_out": SHUT_OUT, "held": roles,
        "asked_names": identity.asked_in(opened, viewer, at=timezone.now(), on=on),
        "asks": identity.may_be_asked(opened, viewer, at=timezone.now(), on=on),
        "linked": finding.linked(case, viewer=viewer, on=on),
        "earlier": finding.earlier(case, viewer=viewer, on=on) if leads else [],
        "notice": noticing.community(case.school.name) if leads and case.closed_at else "",
    }  # fmt: skip


def _offered(kind: Kind, case: Case, standing: Standing, roles: frozenset[str]) -> bool:
    elsewhere = kind.slug == "correction" or kind.slug in OF_PROCEDURE
    if not kind.by_hand or elsewhere or case.state == State.MERGED:
        return False
    if kind.by and kind.by.isdisjoint(roles):
        return False
    return gates.offered(kind.slug, standing) and (kind.after or case.closed_at is None)


def _mend(shut: Shut) -> tuple[str, str]:
    """Return the route and the kind of the form that opens a gate."""
    return (_PAGES[shut.mend], "") if shut.mend in _PAGES else ("concerns:write", shut.mend)


def _responses(reports: list[Told], entries: list[Written]) -> list[tuple[str, str, bool]]:
    """Return how long after the first report it was first read, and first acted on; and whether
    that took longer than a day. Source: CON-43."""
    came = min((one.row.made_at for one in reports if one.row.made_at), default=None)
    if came is None:
        return []
    read = min((one.row.happened_at for one in entries if one.kind.slug == "read"), default=None)
    acted = min((one.row.written_at for one in entries if one.kind.by_hand), default=None)
    return [_after(came, "First read", read), _after(came, "First written about", acted)]


def _after(came: datetime, what: str, at: datetime | None) -> tuple[str, str, bool]:
    if at is None:
        return what, "not yet", False
    seconds = max(0, int((at - came).total_seconds()))
    said = showing.lasting(seconds)
    return what, f"{said} after it came in" if said else "at once", seconds > _ON_TIME_SECONDS
