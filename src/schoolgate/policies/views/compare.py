"""Two policies side by side."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.people import queries as people
from schoolgate.people.models import School
from schoolgate.people.visits import Visit
from schoolgate.policies import library
from schoolgate.policies.comparing import kept, pairs
from schoolgate.policies.forms import CompareForm
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.views.shared import mistakes, of_a_policy

ON_A_PAGE = 50


@require_safe
@of_a_policy
def compare(request: Visit, school: School, known: library.Loaded) -> HttpResponse:
    """Choose two policies; see which questions change their answer, side effects first."""
    schools = {one.slug: one for one in people.schools()}
    choices = [(one.slug, one.name) for one in schools.values()]
    choices += [(name, pairs.label(name)) for name in library.templates()]
    data = request.GET.copy()
    data.setdefault("a", _first(known, choices, school))
    data.setdefault("b", school.slug)
    form = CompareForm(data, choices)
    context: dict[str, Any] = {"school": school, "form": form}
    if form.is_valid():
        try:
            packs = [_pack(form.cleaned_data[side], schools) for side in ("a", "b")]
        except PackError as error:
            return mistakes(request, school, error)
        links = [_document(form.cleaned_data[side], schools) for side in ("a", "b")]
        context |= _shown(form, packs[0], packs[1]) | {"links": links}
    return render(request, "policies/compare.html", context)


def _first(known: library.Loaded, choices: list[tuple[str, str]], school: School) -> str:
    """Return what to compare a school with unasked: its template, else another school."""
    names = [name for name, _ in choices]
    template = known.pack.front.extends
    if template in names:
        return template
    return next((name for name in names if name != school.slug), school.slug)


def _pack(name: str, schools: dict[str, School]) -> Pack:
    return (library.of(schools[name]) if name in schools else library.loaded(name)).pack


def _document(name: str, schools: dict[str, School]) -> str:
    return reverse("policies:document", args=[name]) if name in schools else ""


def _shown(form: CompareForm, before: Pack, after: Pack) -> dict[str, Any]:
    asked = form.cleaned_data
    every = kept.between(before, after)
    group = after.words.people(asked["who"]) if asked["who"] else None
    mine = pairs.filtered(every, kind="", group=group, words=asked["q"])
    shown = [one for one in mine if not asked["kind"] or one.kind == asked["kind"]]
    page = Paginator(shown, ON_A_PAGE).get_page(asked["page"] or 1)
    return {
        "before": before,
        "after": after,
        "total": len(every),
        "found": len(shown),
        "kinds": [(kind, pairs.KINDS[kind], n) for kind, n in pairs.counts(mine).items()],
        "groups": pairs.grouped(list(page)),
        "page": page,
        "unchanged": _query(form, "page"),
        "any_kind": _query(form, "page", "kind"),
    }


def _query(form: CompareForm, *but: str) -> str:
    """Return the form as a query string without some fields."""
    said = {name: form.cleaned_data[name] for name in form.fields if name not in but}
    return urlencode({name: value for name, value in said.items() if value})
