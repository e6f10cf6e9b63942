"""A page with one form that does one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from schoolgate.people import actions
from schoolgate.people.models import Person
from schoolgate.people.visits import PersonsVisit

MOST_OFFERED: Final = 30
_REFUSALS: Final = (actions.UnableToAppoint, actions.UnableToChange, actions.UnableToFlag,
                    actions.UnableToRunAgain)  # fmt: skip


def acted(
    request: PersonsVisit, form: forms.Form, act: Callable[[], str], *, then: str, **page: Any
) -> HttpResponse:
    """Show a form; when it is sent and sound, act and go to `then` with what `act` says.

    `page` is what `people/act.html` takes: title, button, back, words, q.
    """
    if request.method == "POST" and form.is_valid():
        try:
            said = act()
        except _REFUSALS as error:
            form.add_error(None, str(error))
        except actions.NotAllowed as error:
            raise PermissionDenied(str(error)) from None
        else:
            messages.success(request, said)
            return HttpResponseRedirect(then)
    return render(request, "people/act.html", page | {"form": form})


def offered(request: PersonsVisit, people: QuerySet[Person]) -> tuple[str, Iterable[Person]]:
    """Return the words that `?q=` searches for and the first people who fit."""
    words = request.GET.get("q", "").strip()[:80]
    return words, searched(people, words).order_by("name", "pk")[:MOST_OFFERED]


def searched(people: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Return those of whom every word stands in name, class or title."""
    for word in words.split()[:6]:
        people = people.filter(
            Q(name__icontains=word) | Q(class_name__icontains=word) | Q(title__icontains=word)
        )
    return people
