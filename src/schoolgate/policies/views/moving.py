"""What is done with a version: drafted, revised, consulted, approved, published, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from schoolgate.people.models import School
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies import actions, judging, queries
from schoolgate.policies.forms import (
    ApproveForm,
    ConsultForm,
    NewDocumentForm,
    PublishForm,
    ReasonForm,
    ReviseForm,
)
from schoolgate.policies.models import Version
from schoolgate.policies.rules.life import Move
from schoolgate.policies.views.shared_life import (
    UNABLE,
    about,
    at_a_school,
    said,
    to_version,
    version_for,
)

_METHODS: Final = {"mfa": "second step", "password": "password", "password_reset": "invitation",
                   "socialaccount": "school account"}  # fmt: skip
Act = Callable[..., object]


@require_POST
@at_a_school
def draft(request: PersonsVisit, school: School) -> HttpResponse:
    """Begin a draft of a document from its version in force."""
    document = request.POST.get("document", "")
    try:
        made = actions.draft(school=school, document=document, by=request.person,
                             at=timezone.now())  # fmt: skip
    except UNABLE as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("policies:versions", args=[school.slug]))
    said(request, "A new draft. Write what changes, then consult on it.")
    return to_version(made)


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_school
def new_document(request: PersonsVisit, school: School) -> HttpResponse:
    """Begin a document beside the main policy, and go on writing it."""
    form = NewDocumentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin_document(school=school, by=request.person, at=timezone.now(),
                                          **form.cleaned_data)  # fmt: skip
        except UNABLE as error:
            form.add_error(None, str(error))
        else:
            said(request, "A new document. Write it, then consult on it.")
            return HttpResponseRedirect(reverse("policies:edit", args=[school.slug, made.pk]))
    return render(request, "policies/new_document.html", {"school": school, "form": form})


def _form_page(
    request: PersonsVisit, version: Version, form: forms.Form, act: Callable[[], object],
    words: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    """Show a form, and do what it asks for once it is right; what was typed stays."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except UNABLE as error:
            form.add_error(None, str(error))
        else:
            said(request, words["done"])
            return to_version(version)
    context = about(request, version.school, version) | {"form": form, **words}
    return render(request, "policies/version_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_school
def revise(request: PersonsVisit, school: School, pk: int) -> HttpResponse:
    """Add a line to the revision record."""
    version = version_for(request, school, pk)
    form = ReviseForm(request.POST or None, initial={"revisers": request.person.name})

    def act() -> object:
        given = form.cleaned_data | {"revisers": form.cleaned_data["revisers"].split("\n")}
        return actions.revise(version=version, by=request.person, at=timezone.now(), **given)

    words = {"heading": "Write down what has changed", "button": "Add to the revision record",
             "done": "Added to the revision record.",
             "hint": "A line of the record is never changed. The clauses that differ from the "
                     "version before are linked by themselves."}  # fmt: skip
    return _form_page(request, version, form, act, words)


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_school
def consult(request: PersonsVisit, school: School, pk: int) -> HttpResponse:
    """Add a line to the consultation record."""
    version = version_for(request, school, pk)
    form = ConsultForm(request.POST or None)

    def act() -> object:
        return actions.consult(
            version=version, by=request.person, at=timezone.now(), **form.cleaned_data
        )

    missing = queries.not_consulted(version)
    hint = f"Nobody has asked yet: {', '.join(missing)}." if missing else "Every group was asked."
    words = {"heading": "Record a consultation", "button": "Add to the consultation record",
             "done": "Added to the consultation record.", "hint": hint}  # fmt: skip
    return _form_page(request, version, form, act, words)


_STEPS: Final[dict[str, tuple[Act, str, str, str]]] = {
    Move.REOPEN: (actions.reopen, "Take it back to be edited", "Take it back",
                  "It can be edited again. What was recorded is kept."),
    Move.WITHDRAW: (actions.withdraw, "Withdraw this version", "Withdraw it",
                    "Withdrawn. It is kept, and nobody can put it in force."),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_school
def step(request: PersonsVisit, school: School, pk: int, move: str) -> HttpResponse:
    """Take a version back, or withdraw it; always with a reason."""
    version = version_for(request, school, pk)
    if move not in _STEPS:
        raise Http404("There is no such step.")
    does, heading, button, done = _STEPS[move]
    form = ReasonForm(request.POST or None)

    def act() -> object:
        return does(version=version, by=request.person, at=timezone.now(), **form.cleaned_data)

    words = {"heading": heading, "button": button, "done": done, "hint": ""}
    return _form_page(request, version, form, act, words)


@require_POST
@at_a_school
def consulted(request: PersonsVisit, school: School, pk: int) -> HttpResponse:
    """Close the consultation."""
    version = version_for(request, school, pk)
    try:
        actions.close_consultation(version=version, by=request.person, at=timezone.now())
    except UNABLE as error:
        messages.error(request, str(error))
    else:
        said(request, "The consultation is closed. The governors can approve it now.")
    return to_version(version)


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_school
def approve(request: PersonsVisit, school: School, pk: int) -> HttpResponse:
    """Approve a version and sign it; the password or passkey was asked for just before."""
    version = version_for(request, school, pk)
    front = judging.header(version)
    if Move.APPROVE not in about(request, school, version)["moves"]:
        raise PermissionDenied("This version does not wait for approval.")
    initial = {"text_hash": version.text_hash, "committee": front.approver,
               "on": timezone.localdate()}  # fmt: skip
    form = ApproveForm(request.POST or None, initial=initial)

    def act() -> object:
        given = form.cleaned_data
        signature = actions.Signature(
            given["committee"], given["minute"], given["on"], _method(request)
        )
        return actions.approve(version=version, signature=signature, by=request.person,
                               text_hash=given["text_hash"], at=timezone.now())  # fmt: skip

    on = timezone.localdate()
    words = {"heading": "Approve and sign", "button": "Approve and sign",
             "done": "Approved and signed. It comes into force when a day is set.",
             "hint": "", "blocks": judging.blocks_approval(version, on=on),
             "changed": judging.changed(version, on=on), "signs": request.person,
             "method": _method(request)}  # fmt: skip
    return _form_page(request, version, form, act, words)


def _method(request: PersonsVisit) -> str:
    """Return how the signer proved who they are: last, and not long ago (the route asks)."""
    if request.session.get("demonstration"):
        return "demonstration link"
    proofs = request.session.get("account_authentication_methods", [])
    if not proofs:
        return ""
    last = max(proofs, key=lambda one: float(one.get("at", 0)))
    if last["method"] == "mfa" and last.get("type") == "webauthn":
        return "passkey"
    return _METHODS.get(last["method"], str(last["method"]))


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_school
def publish(request: PersonsVisit, school: School, pk: int) -> HttpResponse:
    """Put an approved version in force from a day."""
    version = version_for(request, school, pk)
    form = PublishForm(request.POST or None)

    def act() -> object:
        return actions.publish(version=version, by=request.person, at=timezone.now(),
                               **form.cleaned_data)  # fmt: skip

    words = {"heading": "Put it in force", "button": "Set the day",
             "done": "The day is set. Until then the version before it holds.",
             "hint": "From that day the version before it is replaced. The day is not changed "
                     "afterwards."}  # fmt: skip
    return _form_page(request, version, form, act, words)
