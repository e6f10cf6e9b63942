"""What the pages of the room are made of: a list with sorting and a file, one thing, one form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from schoolgate.filtering.actions import UnableToAct
from schoolgate.filtering.policy import Clause
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_MOST: Final = 80


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a list: text, perhaps a link, or a tag of a colour."""

    text: object
    url: str = ""
    tone: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and the word that sorts by it."""

    head: str
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A way on: a link, or with `act` a button that sends one word."""

    text: str
    url: str
    act: str = ""
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A page with a list. `which` are the choices beside the search; `row` makes cells of one."""

    title: str
    about: str
    of: str
    columns: Sequence[Column]
    row: Callable[[Any], Sequence[Cell]]
    empty: str
    which: Sequence[tuple[str, str]] = ()
    links: Sequence[Link] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page about one thing: facts, what happened, and what may be done."""

    title: str
    caption: str
    tag: Cell
    facts: Sequence[tuple[str, object]]
    back: str
    links: Sequence[Link] = ()
    notes: Sequence[str] = ()
    clause: Clause | None = None
    more: dict[str, Any] = field(default_factory=dict)


def asked(request: PersonsVisit) -> dict[str, str]:
    """Return what a list is asked for: which, words, sort."""
    return {"which": request.GET.get("which", "")[:_MOST],
            "words": request.GET.get("q", "").strip()[:_MOST],
            "sort": request.GET.get("sort", "")[:_MOST]}  # fmt: skip


def listed(request: PersonsVisit, name: str, what: Listed, found: Any) -> HttpResponse:
    """Return a page of a list, or all of it as a file."""
    here = request.person.school
    if request.GET.get("as") == "csv":
        rows = ([_plain(cell.text) for cell in what.row(one)] for one in found)
        return lists.as_csv(f"{here.slug}-{name}", [one.head for one in what.columns], rows)
    page = lists.page_of(request, found)
    context = {
        "school": here, "what": what, "page": page, "rows": [what.row(one) for one in page],
        "keep": lists.query_without(request), "by": lists.query_without(request, "sort"),
        "as_file": lists.query_without(request, "as"), **asked(request),
    }  # fmt: skip
    return render(request, "filtering/listed.html", context)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return stamp(value)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


def stamp(at: datetime | None) -> str:
    """Return an instant for a file: 14/10/2026 15:30."""
    return timezone.localtime(at).strftime("%d/%m/%Y %H:%M") if at else ""


def shown(request: PersonsVisit, what: Shown) -> HttpResponse:
    """Return the page of one thing."""
    context = {"school": request.person.school, "what": what, **what.more}
    return render(request, "filtering/one.html", context)


def minute(at: datetime) -> datetime:
    """Return an instant as a form shows it."""
    return timezone.localtime(at).replace(second=0, microsecond=0)


def filled(  # noqa: PLR0913 what every page with a form says
    request: PersonsVisit, form: forms.Form, *, title: str, button: str, back: str,
    act: Callable[[dict[str, Any]], tuple[str, str]], about: str = "",
    facts: Iterable[tuple[str, object]] = (), links: Iterable[Link] = (),
) -> HttpResponse:  # fmt: skip
    """Show a form; when it is sent and sound, act, say what `act` says and go where it leads. What
    was typed stays on a refusal."""
    if request.method == "POST" and form.is_valid():
        try:
            said, there = act(form.cleaned_data)
        except UnableToAct as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return HttpResponseRedirect(there)
    context = {"school": request.person.school, "form": form, "title": title, "button": button,
               "back": back, "about": about, "facts": tuple(facts),
               "links": tuple(links)}  # fmt: skip
    return render(request, "filtering/form.html", context)


def confirmed(  # noqa: PLR0913 what every page with a form says
    request: PersonsVisit, act: Callable[[], object], *, title: str, button: str, back: str,
    said: str, facts: Iterable[tuple[str, object]],
) -> HttpResponse:  # fmt: skip
    """Show what is about to be confirmed; when the button is pressed, act, say so and go back."""

    def then(_: dict[str, Any]) -> tuple[str, str]:
        act()
        return said, back

    form = forms.Form(request.POST if request.method == "POST" else None)  # it has no fields
    return filled(request, form, title=title, button=button, back=back, act=then, facts=facts)


def pressed(request: PersonsVisit, there: str, act: Callable[[], str]) -> HttpResponse:
    """Do what a button says and go on; a refusal is said on the page that follows."""
    try:
        messages.success(request, act())
    except UnableToAct as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(there)
