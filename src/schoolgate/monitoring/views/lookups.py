"""Pages of look-ups: what was authorised, the rows, the end, the notice, the review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schoolgate.agreements import monitored
from schoolgate.filtering import policy
from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Link, Listed, Shown
from schoolgate.monitoring import actions, naming, permissions
from schoolgate.monitoring.actions import Delay
from schoolgate.monitoring.forms.lookups import DelayForm, DeliverForm, EndForm, ReviewForm
from schoolgate.monitoring.models import LookUp
from schoolgate.monitoring.queries import lookups as queries
from schoolgate.monitoring.rules.lookups import PURPOSES, TONES, Kind, Stage, Step
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit

_COLUMNS: Final = (
    Column("Look-up"), Column("State"), Column("Whom"), Column("What for"), Column("Authorised by"),
    Column("Carried out by"), Column("Reviewed by"), Column("Asked"), Column("To be told by"),
)  # fmt: skip


@require_safe
@never_cache
def look_ups(request: PersonsVisit, school: str) -> HttpResponse:
    """The look-ups that I have a part in; for governors, numbers."""
    now, viewer = timezone.now(), request.person
    today = timezone.localdate(now)
    new = Link("Look at what one employee did", reverse("monitoring:look-up-new", args=[school]))
    may_ask = permissions.may(viewer, Capability.LOOK_UP_ASK, on=today) and (
        naming.for_looking(viewer.school) is not None
    )
    what = Listed(
        "Looks at one person’s doings", "Nobody looks without a request in writing, and each "
        "query is written down. Employees are always told afterwards.", "look-ups", _COLUMNS,
        lambda one: _row(one, now), "There is none that you have a part in. One comes when the "
        "headteacher authorises it and names you; it is on your To do list then.",
        links=[new] if may_ask else [], note=_numbers(request, now),
    )  # fmt: skip
    found = queries.look_ups(viewer=viewer, on=today)
    return pieces.listed(request, "look-ups", what, found)


def _numbers(request: PersonsVisit, now: datetime) -> str:
    said = queries.numbers(viewer=request.person, at=now)
    if said is None:
        return ""
    return (f"Employees: {said.asked} looks were authorised, {said.open} are open, {said.to_tell} "
            f"wait for the notice, {said.overdue} of these are overdue, {said.put_off} are put "
            f"off, {said.unreviewed} are not reviewed, in {said.flagged} two parts were in one "
            "hand.")  # fmt: skip


def _row(one: LookUp, now: datetime) -> Sequence[Cell]:
    stage, page = one.stage(now), reverse("monitoring:look-up", args=[one.school.slug, one.pk])
    due = one.due_on(now) if Step.DELIVERED not in one.written else None
    late = " (overdue)" if one.is_overdue(now) else ""
    return (
        Cell(f"Number {one.pk}", page), Cell(stage.said, tone=TONES[stage]), Cell(one.about),
        Cell(PURPOSES[one.purpose]), Cell(one.asker), Cell(one.doer), Cell(one.reviewer),
        Cell(one.asked_at), Cell(f"{due:%-d %B %Y}{late}" if due else ""),
    )  # fmt: skip


def found(request: PersonsVisit, pk: int) -> LookUp:
    """Return a look-up that the viewer may see, else 404."""
    seen = queries.look_ups(viewer=request.person, on=timezone.localdate())
    return get_object_or_404(seen, pk=pk)


@require_safe
@never_cache
def one(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One look-up: what was authorised, each query, and what I may do."""
    row, now = found(request, pk), timezone.now()
    stage = row.stage(now)
    clause = policy.clause_of(row.school, row.clause) if row.clause else None
    what = Shown(
        f"Look-up {row.pk}: {row.about}", f"Authorised by {row.asker}",
        Cell(stage.said, tone=TONES[stage]), list(_facts(row, now)),
        reverse("monitoring:look-ups", args=[school]), list(_links(request, row, now)),
        notes=list(_notes(row)), clause=clause,
    )  # fmt: skip
    context = {"school": row.school, "what": what, "looks": row.looks.select_related("by")}
    return render(request, "monitoring/look_up.html", context)


def _notes(row: LookUp) -> Iterator[str]:
    if row.exception:
        yield f"Two parts are in one hand: {row.asker} reviews too. {row.exception}"
    if row.is_ours and row.kind == Kind.EMPLOYEE:
        yield (f"The clause says that the employee is told, and gives no time. {row.days_to_tell} "
               "days are ours.")  # fmt: skip


def _facts(row: LookUp, now: datetime) -> Iterator[tuple[str, object]]:
    last = timezone.localdate(row.data_until_at) - timedelta(days=1)
    yield "What for", PURPOSES[row.purpose]
    if row.approval is not None:
        yield "The reason", row.approval.purpose
        yield monitored.known(row.about)
    if row.case is not None:
        yield "For", str(row.case)
    yield "What", row.said_scopes
    yield "Of which days", f"{timezone.localdate(row.data_from_at):%-d %B %Y} to {last:%-d %B %Y}"
    yield "Carried out by", f"{row.doer}, from {pieces.stamp(row.said.span.from_at)} until " \
                            f"{pieces.stamp(row.said.span.until_at)}"  # fmt: skip
    yield "Reviewed by", row.reviewer
    for step in row.steps.all():
        who = step.by or "by itself"
        more = "; ".join(one for one in (step.means, f"clause {step.clause}" if step.clause else "",
                                         step.adviser, step.words) if one)  # fmt: skip
        yield _STEPS[Step(step.kind)], f"{pieces.stamp(step.at)}, {who}\n{more}".strip()
    due = row.due_on(now)
    if due is not None and Step.DELIVERED not in row.written:
        yield "To be told by", f"{due:%-d %B %Y}"


_STEPS: Final = {
    Step.ENDED: "Ended", Step.NOTICED: "Notice written", Step.DELAYED: "Telling put off",
    Step.DELIVERED: "Told", Step.FINISHED: "Finished", Step.REVIEWED: "Reviewed",
}  # fmt: skip


def _links(request: PersonsVisit, row: LookUp, now: datetime) -> Iterator[Link]:
    viewer, stage = request.person, row.stage(now)

    def page(name: str) -> str:
        return reverse(f"monitoring:look-up-{name}", args=[row.school.slug, row.pk])

    if viewer.pk == row.doer_id and stage is Stage.OPEN:
        yield Link("Look", page("rows"))
    if stage in {Stage.OPEN, Stage.NOT_BEGUN} and actions.may_end(row, by=viewer, at=now):
        yield Link("End it", page("end"))
    if stage is Stage.TO_TELL and actions.may_tell(row, by=viewer, at=now):
        yield Link("Write down how the notice was delivered", page("deliver"))
    puts_off = {Stage.OPEN, Stage.NOT_BEGUN, Stage.TO_TELL}
    if row.tells and viewer.pk == row.asker_id and stage in puts_off and (
        naming.delaying(row.school)
    ):  # fmt: skip
        yield Link("Put off telling", page("put-off"))
    if actions.may_review(row, by=viewer, at=now):
        yield Link("Review it", page("review"))
    mine = actions.may_tell(row, by=viewer, at=now) or viewer.pk == row.asker_id
    if stage is Stage.TOLD and mine and Step.REVIEWED in row.written:
        yield Link("Finish it", page("finish"), "finish")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def end(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """End a look; the notice is written with it."""
    row, there = found(request, pk), reverse("monitoring:look-up", args=[school, pk])

    def act(given: dict[str, Any]) -> tuple[str, str]:
        actions.end(look_up=row, words=given["words"], by=request.person, at=timezone.now())
        return ("It has ended, and the notice to the employee is written." if row.tells
                else "It has ended."), there  # fmt: skip

    return pieces.filled(request, EndForm(request.POST or None), title=f"End look-up {pk}",
                         button="End it", act=act, back=there)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def deliver(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Write down how a notice on paper reached the employee."""
    row, there = found(request, pk), reverse("monitoring:look-up", args=[school, pk])
    notice = row.written.get(Step.NOTICED)

    def act(given: dict[str, Any]) -> tuple[str, str]:
        actions.deliver(look_up=row, means=given["means"], on=given["on"], by=request.person,
                        at=timezone.now())  # fmt: skip
        return "It is written down that the employee has the notice.", there

    mine = actions.may_tell(row, by=request.person, at=timezone.now())
    facts = [("The notice", notice.words)] if notice and mine else []
    return pieces.filled(request, DeliverForm(request.POST or None), title="The notice on paper",
                         button="Write it down", act=act, back=there, facts=facts,
                         about="An employee who opens it on screen has it by that.")  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def put_off(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Put off telling, under a clause of the policy that allows it."""
    row, there = found(request, pk), reverse("monitoring:look-up", args=[school, pk])
    clauses = [(one.ref, f"{one.ref} {one.title}") for one in naming.delaying(row.school)]

    def act(given: dict[str, Any]) -> tuple[str, str]:
        actions.put_off(look_up=row, delay=Delay(**given), by=request.person, at=timezone.now())
        return "Telling is put off until that day. Governors see that.", there

    about = "" if clauses else ("The policy in force has no clause that lets telling be put off, "
                                "so this is refused.")  # fmt: skip
    return pieces.filled(request, DelayForm(request.POST or None, clauses=clauses), about=about,
                         title="Put off telling", button="Put it off", act=act,
                         back=there)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def review(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Write what the second person found."""
    row, there = found(request, pk), reverse("monitoring:look-up", args=[school, pk])

    def act(given: dict[str, Any]) -> tuple[str, str]:
        actions.review(look_up=row, words=given["words"], by=request.person, at=timezone.now())
        return "Your review is written down.", there

    return pieces.filled(request, ReviewForm(request.POST or None), title=f"Review look-up {pk}",
                         button="Write it down", act=act, back=there)  # fmt: skip


@require_POST
def finish(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Finish a look that is told and reviewed."""
    row = found(request, pk)

    def do() -> str:
        actions.finish(look_up=row, by=request.person, at=timezone.now())
        return "It is finished."

    return pieces.pressed(request, reverse("monitoring:look-up", args=[school, pk]), do)
