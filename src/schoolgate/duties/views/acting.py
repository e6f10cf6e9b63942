"""What is done about one duty: recorded, acknowledged, left out, handed over, asked how often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.duties import actions
from schoolgate.duties.actions import Wrote
from schoolgate.duties.forms import AcknowledgeForm, DoneForm, HandOverForm, PeriodForm, SkipForm
from schoolgate.duties.queries import Item
from schoolgate.duties.views.one import found
from schoolgate.people import queries as people
from schoolgate.people.actions import NotAllowed
from schoolgate.people.rules import STAFF_KINDS, Kind
from schoolgate.people.views.acting import offered
from schoolgate.people.visits import PersonsVisit

_FORM = require_http_methods(["GET", "HEAD", "POST"])
_REFUSALS: Final = (actions.UnableToChoose, actions.UnableToRecord)


def _acted(  # noqa: PLR0913 one page with one form
    request: PersonsVisit, item: Item, form: forms.Form, act: Callable[[], str], *, title: str,
    button: str, template: str = "people/act.html", **more: Any,
) -> HttpResponse:  # fmt: skip
    slug, key = request.person.school.slug, item.duty.key
    back = reverse("duties:one", args=[slug, key])
    if request.method == "POST" and form.is_valid():
        try:
            said = act()
        except _REFUSALS as error:
            form.add_error(None, str(error))
        except NotAllowed as error:
            raise PermissionDenied(str(error)) from None
        else:
            messages.success(request, said)
            return HttpResponseRedirect(back)
    what = f"{item.duty.what[:1].upper()}{item.duty.what[1:]}"
    page = {"form": form, "title": title, "button": button, "back": back, "words": f"{what}."}
    return render(request, template, page | more)


def _asked(request: PersonsVisit) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:60] for name in ("occurrence", "part")}


@_FORM
@never_cache
def done(request: PersonsVisit, school: str, key: str) -> HttpResponse:
    """Record that a part was done, or acknowledge what one was told."""
    _, item = found(request, key)
    if request.method == "POST" and "acknowledge" in request.POST:
        return _acknowledge(request, item)
    initial = {**_asked(request), "on": timezone.localdate()}
    form = DoneForm(request.POST or None, initial=initial, kind=item.duty.kind)

    def act() -> str:
        given = form.cleaned_data
        wrote = Wrote(given["on"], given["evidence"], given["link"], given.get("attendance", ""))
        actions.do(duty=key, occurrence=given["occurrence"], part=given["part"], wrote=wrote,
                   by=request.person, at=timezone.now())  # fmt: skip
        return "It is recorded as done."

    return _acted(request, item, form, act, title="Record that it was done", button="Record it")


def _acknowledge(request: PersonsVisit, item: Item) -> HttpResponse:
    form = AcknowledgeForm(request.POST)

    def act() -> str:
        actions.acknowledge(duty=item.duty.key, occurrence=form.cleaned_data["occurrence"],
                            by=request.person, at=timezone.now())  # fmt: skip
        return "Thank you. It is recorded that you were told and have understood."

    return _acted(request, item, form, act, title="Acknowledge", button="I have read this",
                  extra="acknowledge")  # fmt: skip


@_FORM
@never_cache
def skip(request: PersonsVisit, school: str, key: str) -> HttpResponse:
    """Leave a time out, with the reason."""
    _, item = found(request, key)
    form = SkipForm(request.POST or None, initial=_asked(request))

    def act() -> str:
        given = form.cleaned_data
        actions.skip(duty=key, occurrence=given["occurrence"], part=given["part"],
                     because=given["because"], by=request.person, at=timezone.now())  # fmt: skip
        return "It is left out this time; the reason is kept."

    return _acted(request, item, form, act, title="Leave it out this time", button="Leave it out")


@_FORM
@never_cache
def hand_over(request: PersonsVisit, school: str, key: str) -> HttpResponse:
    """Give the duty to somebody else, or back to the role that the clause names."""
    _, item = found(request, key)
    here = people.people(viewer=request.person, on=timezone.localdate())
    here = here.filter(kind__in=[*STAFF_KINDS, Kind.GOVERNOR])
    words, some = offered(request, here)
    form = HandOverForm(request.POST or None, people=some)
    back = "back" in request.POST
    if back:
        del form.fields["person"]

    def act() -> str:
        actions.hand_over(duty=key, to=None if back else form.chosen, by=request.person,
                          because=form.cleaned_data["because"], at=timezone.now())  # fmt: skip
        return "It is back with its role." if back else f"{form.chosen} does this from now on."

    return _acted(request, item, form, act, title="Hand over", button="Hand over", search=True,
                  template="duties/hand_over.html", handed=item.owners.handed,
                  q=words)  # fmt: skip


@_FORM
@never_cache
def answer(request: PersonsVisit, school: str, key: str) -> HttpResponse:
    """Say how often, where the policy does not."""
    _, item = found(request, key)
    form = PeriodForm(request.POST or None, initial={"begins_on": timezone.localdate()})

    def act() -> str:
        given = form.cleaned_data
        actions.choose_period(duty=key, period=given["period"], begins_on=given["begins_on"],
                              by=request.person, at=timezone.now())  # fmt: skip
        return "The answer is kept. The duty falls due by it from now on."

    return _acted(request, item, form, act, title="How often?", button="Keep this answer")
