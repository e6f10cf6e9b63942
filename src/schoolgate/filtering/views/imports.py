"""What was read of a list, before it is let in: the plan, the questions, the yes or no."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.access.views.shared import carry_out
from schoolgate.filtering import permissions
from schoolgate.filtering.actions import imports, lists
from schoolgate.filtering.forms.lists import Why, WordsForm
from schoolgate.filtering.models import ListImport
from schoolgate.filtering.queries import lists as queries
from schoolgate.filtering.taking_in import read_now_or_later
from schoolgate.filtering.views.lists import counted
from schoolgate.people.acts import Act, forms_of, sent
from schoolgate.people.visits import PersonsVisit


class SeenForm(forms.Form):
    """What was shown when somebody said yes."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def one_import(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """What a list would change. While it is read the page asks again every two seconds."""
    today = timezone.localdate()
    mine = queries.imports(request.person, on=today).select_related("by", "source__school")
    made = get_object_or_404(mine, pk=pk)
    acts = _acts(request, made, school)
    if done := carry_out(request, acts):
        return done
    is_mine = made.by == request.person
    keeps = permissions.may_keep(request.person, on=today)
    may = keeps if is_mine else permissions.may_confirm(request.person, on=today)
    context = {
        "made": made, "plan": made.plan, "counts": counted(made), "forms": forms_of(acts),
        "may_keep": keeps, "is_mine": is_mine, "school_slug": school, "may_refuse": may,
        "may_apply": may and not made.obstacles and not (made.asks and is_mine),
    }  # fmt: skip
    return render(request, "filtering/import.html", context)


def _acts(request: PersonsVisit, made: ListImport, school: str) -> dict[str, Act]:
    seen = SeenForm(sent(request, "apply"), initial={"seen": made.sha256})
    unknown = made.plan.get("unknown", {})
    words = WordsForm(sent(request, "words"), unknown=unknown)
    there = reverse("filtering:list", args=[school, made.source_id])
    return {
        "apply": Act(seen, lambda said: _apply(request, made, said["seen"]), there),
        "refuse": Act(Why(sent(request, "refuse")), lambda said: _refuse(request, made, said),
                      there),
        "words": Act(words, lambda _: _say_words(request, made, words)),
    }  # fmt: skip


def _apply(request: PersonsVisit, made: ListImport, seen: str) -> str:
    imports.apply_import(made=made, sha256=seen, by=request.person, at=timezone.now())
    return f"The list {made.source} is in use: {made.entries:,} entries."


def _refuse(request: PersonsVisit, made: ListImport, said: dict[str, Any]) -> str:
    imports.refuse_import(made=made, why=said["why"], by=request.person, at=timezone.now())
    return "Nothing was changed. The list stays as it was."


def _say_words(request: PersonsVisit, made: ListImport, words: WordsForm) -> str:
    now = timezone.now()
    lists.map_words(source=made.source, words=words.said(), by=request.person, at=now)
    imports.read_again(made=made, by=request.person, at=now)
    read_now_or_later(made)
    return "The list was read again with what you said."
