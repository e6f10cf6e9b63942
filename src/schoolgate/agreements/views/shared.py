"""What the pages of the room share: acts on a page, and how somebody has proved who they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect

from schoolgate.accounts import sessions
from schoolgate.accounts.actions import UnableToOpen
from schoolgate.agreements import actions
from schoolgate.agreements.queries import Line
from schoolgate.agreements.rules.kinds import PUPILS
from schoolgate.people import actions as people
from schoolgate.people.visits import PersonsVisit

REFUSED = (actions.UnableToAllow, actions.UnableToPublish, actions.UnableToSign, UnableToOpen)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done on a page: its form, bound when it was sent, and how it is done.

    `do` gets what the form holds and returns the sentence that says it is done.
    """

    form: forms.Form
    do: Callable[[dict[str, Any]], str]


class Nothing(forms.Form):
    """A button without fields."""


def sent(request: PersonsVisit, name: str) -> Any:
    """Return what was sent if it was for the act of this name; else None."""
    return request.POST if request.method == "POST" and request.POST.get("act") == name else None


def carry_out(
    request: PersonsVisit, acts: Mapping[str, Act], to: str = ""
) -> HttpResponse | None:  # fmt: skip
    """Do what was sent and lead on; None where nothing was, or where its form says why not.

    Raises PermissionDenied for what whoever is here may see and not do.
    """
    act = acts.get(request.POST.get("act", "")) if request.method == "POST" else None
    if act is None or not act.form.is_valid():
        return None
    try:
        said = act.do(act.form.cleaned_data)
    except people.NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except REFUSED as error:
        act.form.add_error(None, str(error))
        return None
    messages.success(request, said)
    return HttpResponseRedirect(to or request.get_full_path(), status=303)


def number(request: PersonsVisit, name: str) -> int:
    """Return a key that was sent; 0, which no row has, for anything else."""
    given = request.POST.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 19 else 0


def found(line: Line | None) -> Line:
    """Return a line, or answer that there is no such page."""
    if line is None:
        raise Http404("There is nothing here for you to sign.")
    return line


def shown_picture(picture: bytes) -> HttpResponse:
    """Answer with a scanned page."""
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(picture, content_type="image/jpeg", headers=headers)


def is_young(line: Line) -> bool:
    """Tell whether a pupil reads the page."""
    return line.document.group in PUPILS and not line.document.by_parent


def how(request: PersonsVisit) -> str:
    """Return how whoever signs has proved who they are."""
    return sessions.means(request, request.account)[:120]
