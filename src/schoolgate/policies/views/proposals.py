"""A template's new issue: what it changes clause by clause, to take or to leave, and the draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from schoolgate.jobs import whose
from schoolgate.people import permissions as people
from schoolgate.people.models import School
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies import actions, working_out
from schoolgate.policies.comparing import kept, pairs, wording
from schoolgate.policies.comparing.pairs import Difference
from schoolgate.policies.comparing.wording import Run
from schoolgate.policies.forms import ChooseForm
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.proposing.choosing import usual
from schoolgate.policies.proposing.offering import Item
from schoolgate.policies.queries import proposals as queries
from schoolgate.policies.queries.proposals import Offer
from schoolgate.policies.views.shared import mistakes


@dataclass(frozen=True, slots=True)
class Shown:
    """A clause on the page: its words before and after, what it would change, and its fields.

    `effect` is None while it is not worked out; `fault` says that it makes no text by itself.
    """

    item: Item
    runs: tuple[Run, ...]
    effect: list[tuple[str, str, list[Difference]]] | None
    fault: str
    choice: Any
    because: Any


@require_safe
@never_cache
def proposals(request: PersonsVisit, school: str) -> HttpResponse:
    """What the next issue of the school's template changes, and the drafts made so far."""
    here = request.person.school
    try:
        given = queries.offer(here)
    except PackError as error:
        return mistakes(request, here, error)
    return _page(request, here, given, _form(given))


@require_POST
def choose(request: PersonsVisit, school: str) -> HttpResponse:
    """Write down what was chosen; with `do=rest` for all that is open, with `do=draft` make it."""
    here = request.person.school
    given = queries.offer(here)
    if given is None:
        messages.info(request, "There is no new issue. You have the newest.")
        return HttpResponseRedirect(reverse("policies:proposals", args=[school]))
    form = ChooseForm(request.POST, items=given.items)
    if not form.is_valid():
        return _page(request, here, given, form)
    if request.POST.get("do") == "draft" and form.ask_for_the_rest(queries.choices(given)):
        return _page(request, here, given, form)
    try:
        done = _carried_out(request, given, form)
    except (actions.UnableToChoose, actions.UnableToDraft) as error:
        form.add_error(None, str(error))
    except PackError as error:
        form.add_error(None, f"These choices make no text: {error.mistakes[0].text}.")
    else:
        return done
    return _page(request, here, given, form)


def _carried_out(request: PersonsVisit, given: Offer, form: ChooseForm) -> HttpResponse:
    now, by, what = timezone.now(), request.person, request.POST.get("do", "")
    chosen = form.choices()
    if what == "rest":
        open_ = {one.ref: usual(one) for one in given.items if one.ref not in chosen}
        chosen = open_ | chosen
    if what == "draft":
        made = actions.draft_from_issue(offer=given, chosen=chosen, by=by, at=now)
        messages.success(request, f"{made.version} is a draft now. See what it would change.")
        return HttpResponseRedirect(
            reverse("policies:difference", args=[given.school.slug, made.version.pk])
        )
    actions.choose_clauses(offer=given, chosen=chosen, by=by, at=now)
    messages.success(request, "Your choices are kept.")
    return HttpResponseRedirect(reverse("policies:proposals", args=[given.school.slug]))


def _form(given: Offer | None) -> ChooseForm | None:
    if given is None:
        return None
    return ChooseForm(items=given.items, known=queries.choices(given))


def _page(
    request: PersonsVisit, school: School, given: Offer | None, form: ChooseForm | None
) -> HttpResponse:
    on = timezone.localdate()
    context: dict[str, Any] = {
        "school": school, "offer": given, "form": form, "slots": queries.slots(school),
        "drafts": queries.proposals(viewer=request.person, school=school, on=on),
        "may_choose": people.may(request.person, Capability.POLICY_DRAFT, school=school.pk, on=on),
    }  # fmt: skip
    if given is not None and form is not None:
        shown = [_shown(given, item, form) for item in given.items]
        waits = any(one.effect is None for one in shown)
        if waits and kept.wanted(kept.name(given.known.pack, given.new)):
            with whose.of_school(school.pk):
                working_out.compare_offer.enqueue(school.pk)
        context |= {
            "shown": shown, "waits": waits, "slot_fault": queries.slot_fault(given, on),
            "label": pairs.label(given.issue),
            "chosen": queries.chosen(given),
        }  # fmt: skip
    return render(request, "policies/proposals.html", context)


def _shown(given: Offer, item: Item, form: ChooseForm) -> Shown:
    sides = (item.before, given.old.words), (item.after, given.new.words)
    found = queries.known_effect(given, item)
    fault = next((one.gate for one in found or () if one.kind == queries.FAULT), "")
    grouped = None if found is None else pairs.grouped(found)
    choice, because = form.fields_of(item.ref)
    return Shown(item, wording.marked(*sides), grouped, fault, choice, because)
