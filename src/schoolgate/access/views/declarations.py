"""Links with pupils and families: declared, read with the policy's answer, decided."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.access import permissions, verdicts
from schoolgate.access.actions import declarations
from schoolgate.access.forms import DecisionForm, DeclarationForm
from schoolgate.access.models import Declaration
from schoolgate.access.rules.declarations import (
    ABOUT,
    KEPT,
    TIES,
    VERDICTS,
    About,
    Tie,
    Verdict,
)
from schoolgate.access.views.shared import carry_out
from schoolgate.people.acts import Act, Nothing, forms_of, sent
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists


@require_safe
@never_cache
def declaration_list(request: PersonsVisit, school: str) -> HttpResponse:
    """My own declarations, and those that the policy sends to me: open ones first."""
    today = timezone.localdate()
    found = permissions.declarations(request.person, on=today).select_related("person")
    if request.GET.get("which") == "open":
        found = found.filter(decided_at=None, ended_on=None, erased_at=None)
    context = {
        "page": lists.page_of(request, found.order_by("decided_at", "-declared_at")),
        "keep": lists.query_without(request), "which": request.GET.get("which", ""),
        "told": _told(request), "school_slug": school, "kept": KEPT,
    }  # fmt: skip
    return render(request, "access/declarations.html", context)


def _told(request: PersonsVisit) -> list[str]:
    names = {"dsl": "the designated safeguarding lead", "headteacher": "the headteacher"}
    return [names[role] for role in sorted(verdicts.recipients(request.person.school,
                                                               timezone.now()))]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def declare(request: PersonsVisit, school: str) -> HttpResponse:
    """Declare a link."""
    form = DeclarationForm(sent(request, "declare"))

    def do(said: dict[str, Any]) -> str:
        said["about"], said["tie"] = About(said["about"]), Tie(said["tie"])
        made = declarations.declare(by=request.person, at=timezone.now(), **said)
        return f"Declared. What the policy says: {VERDICTS[Verdict(made.verdict)].lower()}."

    up = reverse("access:declarations", args=[school])
    if done := carry_out(request, {"declare": Act(form, do, to=up)}):
        return done
    context = {"form": form, "up": up, "told": _told(request), "kept": KEPT}
    return render(request, "access/declare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def declaration(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One declaration beside what the policy says. A look by anybody else is written down."""
    today = timezone.localdate()
    found = permissions.declarations(request.person, on=today).select_related("person", "school")
    one = get_object_or_404(found, pk=pk)
    acts = {
        "decide": Act(
            DecisionForm(sent(request, "decide")), lambda said: _decide(request, one, said)
        ),
        "end": Act(Nothing(sent(request, "end")), lambda _: _end(request, one)),
    }
    if done := carry_out(request, acts):
        return done
    own = one.person_id == request.person.pk
    if not own and request.method == "GET":
        declarations.record_look(declaration=one, by=request.person, at=timezone.now())
    context = {
        "one": one, "own": own, "kept": KEPT, "forms": forms_of(acts),
        "about": ABOUT[About(one.about)],
        "tie": TIES[Tie(one.tie)], "verdict": VERDICTS[Verdict(one.verdict)],
        "sentences": one.sentence.splitlines(), "clauses": one.clauses.split(),
        "may_decide": not own and permissions.hears(request.person, one, on=today)
        and one.decided_at is None and one.erased_at is None,
        "up": reverse("access:declarations", args=[school]),
    }  # fmt: skip
    return render(request, "access/declaration.html", context)


def _decide(request: PersonsVisit, one: Declaration, said: dict[str, str]) -> str:
    declarations.decide(declaration=one, decision=said["words"], by=request.person,
                        at=timezone.now())  # fmt: skip
    return "Your decision is recorded, and whoever declared the link can read it."


def _end(request: PersonsVisit, one: Declaration) -> str:
    declarations.end_link(declaration=one, by=request.person, at=timezone.now())
    return "The link is recorded as over."
