"""The review of access: opened, worked through line by line, closed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.access.actions import reviews
from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.access.models import Review, ReviewLine
from schoolgate.access.queries import reviews as queries
from schoolgate.access.rules.register import Level
from schoolgate.access.rules.reviews import Decision, Mark, Sort, choices
from schoolgate.access.views.shared import carry_out, words_sought
from schoolgate.people.actions import NotAllowed
from schoolgate.people.acts import Act, Nothing, number, sent
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_WHICH = (("open", "Still open"), ("marked", "Open and marked"), ("decided", "Decided"),
          ("", "All"))  # fmt: skip
_SORTS = {
    Sort.ACCOUNT: "Account",
    Sort.RIGHT: "Group’s right",
    Sort.SURPLUS: "More than the groups",
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def review_list(request: PersonsVisit, school: str) -> HttpResponse:
    """Past reviews, the open one, and when the next is due."""
    now = timezone.now()
    today = timezone.localdate(now)

    def do(_: dict[str, Any]) -> str:
        made = reviews.open_review(school=request.person.school, by=request.person, at=now)
        return f"The {made} is open. Decide on each line; you can stop and go on at any time."

    act = Act(Nothing(sent(request, "open")), do)
    if done := carry_out(request, {"open": act}):
        return done
    every = queries.reviews(request.person, on=today)
    context = {
        "page": lists.page_of(request, every), "form": act.form, "today": today,
        "running": queries.running(request.person, on=today),
        "due": queries.due_on(request.person, on=today), "school_slug": school,
    }  # fmt: skip
    return render(request, "access/reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def review(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One review: its lines, each with its decision."""
    today = timezone.localdate()
    one = get_object_or_404(queries.reviews(request.person, on=today), pk=pk)
    acts = {
        "keep": Act(Nothing(sent(request, "keep")), lambda _: _keep(request, one)),
        "close": Act(Nothing(sent(request, "close")), lambda _: _close(request, one)),
    }
    if done := carry_out(request, acts):
        return done
    wrong: tuple[int, str] = (0, "")
    if request.method == "POST" and "line" in request.POST:
        wrong = _decide(request, one)
        if not wrong[1]:
            return HttpResponseRedirect(f"{request.get_full_path()}#lines", status=303)
    return _page(request, one, wrong, [*acts["keep"].form.non_field_errors(),
                                       *acts["close"].form.non_field_errors()])  # fmt: skip


def _page(
    request: PersonsVisit, one: Review, wrong: tuple[int, str], errors: list[str]
) -> HttpResponse:
    words, which = words_sought(request), request.GET.get("which", "open")
    found = _filtered(queries.lines(request.person, one, on=timezone.localdate()), which)
    if words:
        found = found.filter(label__icontains=words)
    page = lists.page_of(request, found)
    context = {
        "review": one, "page": page, "which": which, "ways": _WHICH, "q": words,
        "rows": [_row(line, request, wrong) for line in page], "levels": list(Level),
        "progress": queries.progress(one), "keep": lists.query_without(request), "errors": errors,
        "by_which": lists.query_without(request, "which"), "wrong": wrong[1],
        "up": reverse("access:reviews", args=[one.school.slug]),
    }  # fmt: skip
    return render(request, "access/review.html", context)


def _filtered(lines: QuerySet[ReviewLine], which: str) -> QuerySet[ReviewLine]:
    if which in {"open", "marked"}:
        lines = lines.filter(decision="")
    if which == "marked":
        lines = lines.exclude(marks="")
    if which == "decided":
        return lines.exclude(decision="").order_by("-decided_at", "pk")
    first = Case(When(marks="", then=Value(1)), default=Value(0), output_field=IntegerField())
    return lines.order_by(first, "pk")


def _row(line: ReviewLine, request: PersonsVisit, wrong: tuple[int, str]) -> dict[str, Any]:
    mine = wrong[0] == line.pk
    return {
        "line": line, "sort": _SORTS[Sort(line.sort)],
        "marks": [Mark(one).words for one in line.marks.split()],
        "choices": choices(line.sort), "about_you": line.person_id == request.person.pk,
        "typed": request.POST.get("because", "") if mine else "", "error": wrong[1] if mine else "",
    }  # fmt: skip


def _decide(request: PersonsVisit, one: Review) -> tuple[int, str]:
    """Decide on the line that was sent; return it with the sentence that says why not."""
    mine = queries.lines(request.person, one, on=timezone.localdate()).select_related("school")
    line = get_object_or_404(mine, pk=number(request, "line"))
    given = request.POST.get("decision", "")
    level = number(request, "level")
    if given not in list(Decision):
        return line.pk, "Choose keep, remove or change."
    try:
        reviews.decide_line(
            line=line, decision=Decision(given), because=request.POST.get("because", "")[:300],
            level=Level(level) if level in list(Level) and level else None, by=request.person,
            at=timezone.now(),
        )  # fmt: skip
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except UnableToRecord as error:
        return line.pk, str(error)
    return line.pk, ""


def _keep(request: PersonsVisit, one: Review) -> str:
    kept = reviews.keep_unmarked(review=one, by=request.person, at=timezone.now())
    return f"Accounts kept: {kept}. Marked ones, rights and your own account still wait."


def _close(request: PersonsVisit, one: Review) -> str:
    reviews.close_review(review=one, by=request.person, at=timezone.now())
    return f"The {one} is closed. The next is due in a year."
