"""Forms on paper: choose for whom, see how far the printing is, take the files away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.agreements import actions, queries
from schoolgate.agreements.models import FormRun
from schoolgate.agreements.paper_forms import PrintForm
from schoolgate.agreements.queries import Wanted
from schoolgate.agreements.views.shared import carry_out
from schoolgate.people.acts import Act, Nothing, number, sent
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists
from schoolgate.web.downloads import pdf_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def forms(request: PersonsVisit, school: str) -> HttpResponse:
    """Ask for forms, withdraw some, and see how far each run is."""
    now, viewer = timezone.now(), request.person
    there = queries.to_print(viewer=viewer, want=Wanted(), at=now)
    found = queries.runs(viewer=viewer, on=timezone.localdate(now))
    given = {"whom": "person"} | {
        name: request.GET.get(name, "") for name in ("person", "document")
    }
    form = PrintForm(sent(request, "print"), lines=there.lines,
                     initial=given if given["person"] else None)  # fmt: skip

    def ask(said: dict[str, Any]) -> str:
        want, whose = form.wanted()
        run = actions.print_forms(want=want, whose=whose, by=viewer, at=now)
        ready = all(part.made_at for part in run.parts.all())
        return "The forms are ready below." if ready else "The forms are being made. See below."

    def withdraw(said: dict[str, Any]) -> str:
        run = get_object_or_404(found, pk=number(request, "run"))
        actions.withdraw_forms(run=run, by=viewer, at=now)
        return f"Withdrawn: {run}. None of them is taken in any more."

    here = reverse("agreements:forms", args=[school])
    acts = {"print": Act(form, ask, here),
            "withdraw": Act(Nothing(sent(request, "withdraw")), withdraw, here)}  # fmt: skip
    if done := carry_out(request, acts):
        return done
    page = lists.page_of(request, found)
    context = {
        "school": viewer.school, "form": form, "there": there, "page": page,
        "withdraw": acts["withdraw"].form, "runs": [progress(run) for run in page],
        "keep": lists.query_without(request),
    }  # fmt: skip
    return render(request, "agreements/forms.html", context)


def progress(run: FormRun) -> dict[str, Any]:
    """Return how far a run has come: forms made of all, and its files."""
    parts = list(run.parts.all())
    made = [part for part in parts if part.made_at]
    return {
        "run": run, "parts": parts, "total": sum(part.count for part in parts),
        "done": sum(part.count for part in made), "is_going": len(made) < len(parts),
    }  # fmt: skip


@require_safe
@never_cache
def part(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One file of forms."""
    found = queries.form_part(viewer=request.person, pk=pk, on=timezone.localdate())
    if found is None or found.pdf is None:
        raise Http404("There is no such file, or it is not made yet.")
    if request.method == "GET":
        actions.note_fetched(part=found, by=request.person, at=timezone.now())
    return pdf_of(bytes(found.pdf), f"{school}-agreement-forms-{found.run_id}-{found.number}")
