"""One's own agreements: what waits, one read and signed, or declined."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.agreements import actions, queries
from schoolgate.agreements.actions import Given, UnableToSign
from schoolgate.agreements.forms import DeclineForm, SignForm
from schoolgate.agreements.queries import Line
from schoolgate.agreements.rules.standing import State
from schoolgate.agreements.views.shared import found, how, is_young
from schoolgate.people.models import Person
from schoolgate.people.visits import PersonsVisit


@require_safe
@never_cache
def mine(request: PersonsVisit, school: str) -> HttpResponse:
    """What waits for my signature, and what I have signed."""
    now, viewer = timezone.now(), request.person
    every = queries.mine(viewer=viewer, at=now)
    context = {
        "school": viewer.school,
        "waiting": [one for one in every if one.state in {State.OUTSTANDING, State.CHANGED}],
        "declined": [one for one in every if one.state is State.DECLINED],
        "also": queries.may_also_sign(viewer=viewer, at=now),
        "copies": queries.my_copies(viewer=viewer, on=timezone.localdate(now))[:100],
        "changed": State.CHANGED, "is_trained": queries.is_trained(viewer, now),
        "must_first": queries.parent_must_sign_first(viewer, at=now),
    }  # fmt: skip
    return render(request, "agreements/mine.html", context)


@require_safe
@never_cache
def read(request: PersonsVisit, school: str, key: str, pk: int) -> HttpResponse:
    """Read one agreement; the form below it is sent to `sign`."""
    line = _line(request, key, pk)
    form = SignForm(initial={"text_hash": line.text.hash}, **_of(line))
    return _page(request, line, form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign(request: PersonsVisit, school: str, key: str, pk: int) -> HttpResponse:
    """Sign: whoever does has proved just now who they are."""
    reading = reverse("agreements:read", args=[school, key, pk])
    if request.method != "POST":
        return HttpResponseRedirect(reading)
    line = _line(request, key, pk)
    form = SignForm(request.POST, **_of(line))
    if form.is_valid():
        try:
            made = actions.sign(document=key, for_=line.person, given=_given(request, form),
                                by=request.person, at=timezone.now())  # fmt: skip
        except UnableToSign as error:
            form = _again(request, line, str(error))
        else:
            messages.success(request, _thanks(line, request.person))
            return HttpResponseRedirect(reverse("agreements:copy", args=[school, made.pk]))
    return _page(request, line, form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def decline(request: PersonsVisit, school: str, key: str, pk: int) -> HttpResponse:
    """Say that I will not sign, and why."""
    line = _line(request, key, pk)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline(document=key, for_=line.person, reason=form.cleaned_data["reason"],
                            by=request.person, at=timezone.now())  # fmt: skip
        except UnableToSign as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The headteacher reads it and talks to you.")
            return HttpResponseRedirect(reverse("agreements:mine", args=[school]))
    context = {"school": request.person.school, "line": line, "form": form}
    return render(request, "agreements/decline.html", context)


def _line(request: PersonsVisit, key: str, pk: int) -> Line:
    return found(queries.line_for(viewer=request.person, key=key, pk=pk, at=timezone.now()))


def _of(line: Line) -> dict[str, Any]:
    return {"statements": line.text.statements, "young": is_young(line)}


def _given(request: PersonsVisit, form: SignForm) -> Given:
    said = form.cleaned_data
    return Given(said["text_hash"], tuple(said["statements"]), said["name_written"],
                 how=how(request))  # fmt: skip


def _again(request: PersonsVisit, line: Line, why: str) -> SignForm:
    """Return the form with what was given, for the text that is in force now, and why not yet."""
    data = request.POST.copy()
    data["text_hash"] = line.text.hash
    form = SignForm(data, **_of(line))
    form.add_error(None, why)
    return form


def _thanks(line: Line, by: Person) -> str:
    whom = "" if line.person.pk == by.pk else f" for {line.person}"
    return f"Signed{whom}. This is your copy; keep it or print it."


def _page(request: PersonsVisit, line: Line, form: SignForm) -> HttpResponse:
    now, viewer = timezone.now(), request.person
    waits_for_training = line.document.needs_training and not queries.is_trained(viewer, now)
    context = {
        "school": viewer.school, "line": line, "form": form, "young": is_young(line),
        "whom": "" if line.person.pk == viewer.pk else str(line.person),
        "changes": queries.changed(line, at=now), "untrained": waits_for_training,
        "is_signed": line.state is State.SIGNED,
        "unpublished": line.document.about_use and not line.text.says_monitored,
        "monitoring": [one for one in line.text.sections if one.mark == "monitoring"],
        "liability": [one for one in line.text.sections if one.mark == "liability"],
        "sections": [one for one in line.text.sections if not one.mark],
    }  # fmt: skip
    return render(request, "agreements/read.html", context)
