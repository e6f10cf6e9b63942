"""What a page does with what was sent: act, say so and lead on, or keep it and say why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect

from schoolgate.people.actions import NotAllowed
from schoolgate.people.visits import PersonsVisit

Done = Callable[[dict[str, Any]], str]
Refusals = tuple[type[Exception], ...]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done on a page: its form (bound when it was sent), and how.

    `do` is given what the form holds and returns the sentence that says it is done. `to` is where
    that leads, the same page where it is empty.
    """

    form: forms.Form
    do: Done
    to: str = ""
    initial: Mapping[str, Any] = field(default_factory=dict)


class Nothing(forms.Form):
    """A button without fields."""


def sent(request: PersonsVisit, name: str) -> Any:
    """Return what was sent if it was for the act of this name: data for its form, else None."""
    return request.POST if request.method == "POST" and request.POST.get("act") == name else None


def forms_of(acts: Mapping[str, Act]) -> dict[str, forms.Form]:
    """Return the forms by the names of their acts, for a template."""
    return {name.replace("-", "_"): act.form for name, act in acts.items()}


def number(request: PersonsVisit, name: str) -> int:
    """Return a key that was sent; 0, which no row has, for anything else."""
    given = request.POST.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 19 else 0


def carry_out(
    request: PersonsVisit, acts: Mapping[str, Act], *, refused: Refusals
) -> HttpResponse | None:  # fmt: skip
    """Do what was sent, and lead on; None where nothing was, or where its form now says why not:
    `refused` are what an act raises with a sentence for whoever tried it.

    Raises PermissionDenied for what whoever is here may see and not do.
    """
    act = acts.get(request.POST.get("act", "")) if request.method == "POST" else None
    if act is None or not act.form.is_valid():
        return None
    try:
        said = act.do(act.form.cleaned_data)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except refused as error:
        act.form.add_error(None, str(error))
        return None
    messages.success(request, said)
    return HttpResponseRedirect(act.to or request.get_full_path(), status=303)
