"""What the policy wants told, and a notice written and sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.notices import actions, owed, queries
from schoolgate.notices.actions import Draft
from schoolgate.notices.forms import WriteForm
from schoolgate.notices.owed import ToTell
from schoolgate.notices.rules import How, Means, means
from schoolgate.people import queries as people
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies import library
from schoolgate.policies.language.mistakes import PackError
from schoolgate.web import prose


@require_safe
@never_cache
def to_tell(request: PersonsVisit, school: str) -> HttpResponse:
    """Everything that the policy wants told, with when that was done last."""
    try:
        found = queries.owed_by(viewer=request.person, at=timezone.now())
    except PackError:
        found = []
    context = {"school": request.person.school, "rows": found}
    return render(request, "notices/to_tell.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def write(request: PersonsVisit, school: str) -> HttpResponse:
    """Write a notice, look at it and at whom it reaches, and send it."""
    about = _about(request)
    form = _form(request, about)
    context: dict[str, Any] = {"school": request.person.school, "form": form, "about": about}
    if request.method == "POST" and form.is_valid():
        draft = form.draft(key=about.key if about else "", clause=about.clause if about else "")
        if "send" not in request.POST:
            return render(request, "notices/look.html", context | _look(request, draft))
        try:
            notice = actions.send(draft=draft, by=request.person, at=timezone.now())
        except actions.UnableToSend as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Sent: {notice.subject}.")
            return HttpResponseRedirect(reverse("notices:told", args=[school, notice.pk]))
    return render(request, "notices/write.html", context)


def _about(request: PersonsVisit) -> ToTell | None:
    key = request.GET.get("about", "")
    if not key:
        return None
    try:
        known = owed.to_tell(library.of(request.person.school))
    except PackError:
        known = {}
    if key not in known:
        raise Http404("The policy asks for no such notice.")
    return known[key]


def _form(request: PersonsVisit, about: ToTell | None) -> WriteForm:
    person = request.person
    initial: dict[str, Any] = {}
    if about is not None:
        initial = {
            "subject": owed.subject(about), "body": owed.body(about, library.of(person.school)),
            "groups": list(about.groups), "asks": about.asks,
        }  # fmt: skip
    classes = people.classes(viewer=person, on=timezone.localdate())
    return WriteForm(request.POST or None, initial=initial, classes=classes)


def _look(request: PersonsVisit, draft: Draft) -> dict[str, Any]:
    """Return the words as they will read, and whom they reach: seen before they go."""
    on = timezone.localdate()
    found = queries.persons(
        school=request.person.school, groups=draft.groups, class_name=draft.class_name, on=on
    )
    by = [means(draft.how, email=one.email) for one in found]
    return {
        "draft": draft, "body": prose.html(draft.body), "count": len(found),
        "names": found[:200], "letters": by.count(Means.LETTER), "emails": by.count(Means.EMAIL),
        "how": dict(WriteForm.base_fields["how"].choices)[How(draft.how)],  # type: ignore[attr-defined]
    }  # fmt: skip
