"""The headteacher's procedure for abusive posts, stage by stage, and its letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.concerns import actions, directory, letters, permissions, queries, registers
from schoolgate.concerns.models import Case
from schoolgate.concerns.queries import Written
from schoolgate.concerns.rules import posts
from schoolgate.concerns.rules.kinds import KINDS, Kind
from schoolgate.concerns.rules.registers import What
from schoolgate.concerns.views.cases import case_of
from schoolgate.people.visits import PersonsVisit
from schoolgate.web.downloads import pdf_of


def run(request: PersonsVisit, pk: int) -> Case:
    """Return a case in which the visitor runs the procedure: 404 if it is not for them, 403 if they
    only read it."""
    case, on = case_of(request, pk), timezone.localdate()
    if not posts.may_run(permissions.held_by(request.person, on=on)):
        raise PermissionDenied("The headteacher, the deputy or the chair runs this.")
    return case


@require_safe
@never_cache
def guide(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """The stages of a case, each with what it asks for. Whoever runs it may go in any order."""
    case, on = run(request, pk), timezone.localdate()
    actions.note_view(case=case, by=request.person, at=timezone.now())
    opened = queries.opened(case=case, viewer=request.person, on=on)
    steps = posts.steps(queries.standing(opened))
    written = queries.chronology(opened, held=permissions.held_by(request.person, on=on))
    context = {
        "school": request.person.school, "case": case,
        "steps": [_shown(one, case, school, written) for one in steps],
        "team": directory.by_kind(case.school, on=on).get("press", []),
        "buys": registers.arranged(case.school, What.DRAFTING) == "yes",
        "unwritten": directory.unwritten(case.school, on=on),
    }  # fmt: skip
    return render(request, "concerns/procedure.html", context)


def _shown(
    step: posts.Step, case: Case, school: str, written: Sequence[Written]
) -> dict[str, Any]:  # fmt: skip
    kinds = [(KINDS[kind], kind in step.written, _links(KINDS[kind], case, school, written))
             for kind in step.stage.kinds]  # fmt: skip
    return {"stage": step.stage, "how": step.how, "why": step.why, "kinds": kinds}


def _links(
    kind: Kind, case: Case, school: str, written: Sequence[Written]
) -> list[tuple[str, str]]:  # fmt: skip
    """Return where a kind is written: on its form, or beside each entry that it goes on from."""
    if kind.page == "concerns:media":
        return [(kind.title, reverse(kind.page, args=[school]))]
    if not kind.adds_to:
        args = [school, case.pk] if kind.page else [school, case.pk, kind.slug]
        return [(kind.title, reverse(kind.page or "concerns:write", args=args))]
    firsts = [one for one in written if one.kind.slug == kind.adds_to]
    return [(f"{kind.title}: {_name(one)}",
             reverse("concerns:add", args=[school, case.pk, one.row.pk, kind.slug]))
            for one in firsts]  # fmt: skip


def _name(one: Written) -> str:
    day = date_format(timezone.localdate(one.row.happened_at), "j F")
    said = one.said.get("whom") or one.said.get("platform")
    return f"{said}, {day}" if said else day


@require_safe
@never_cache
def letter(request: PersonsVisit, school: str, pk: int, entry: int) -> HttpResponse:
    """A letter of the case, to print and sign."""
    case, on = case_of(request, pk), timezone.localdate()
    opened = queries.opened(case=case, viewer=request.person, on=on)
    written = queries.chronology(opened, held=permissions.held_by(request.person, on=on))
    found = next((one for one in written if one.row.pk == entry), None)
    if found is None or found.kind.slug not in letters.LETTERS:
        raise Http404("There is no such letter.")
    actions.note_view(case=case, by=request.person, at=timezone.now())
    may_go = letters.is_approved(found, written)
    made = letters.letter(found, request.person.school, approved=may_go)
    return pdf_of(made, f"{school}-letter")
