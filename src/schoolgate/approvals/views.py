"""Pages of leave: what may be asked for, what waits, one request with its history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schoolgate.approvals import actions, elsewhere, queries, rules, showing, spoken_of
from schoolgate.approvals.actions import Terms, Wish
from schoolgate.approvals.forms import AskForm, DecideForm, EndForm
from schoolgate.approvals.models import Approval
from schoolgate.approvals.rules import State
from schoolgate.people import queries as people
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies import library
from schoolgate.policies.asking import answering, steps
from schoolgate.policies.asking.leave import Leave
from schoolgate.web import lists


@require_safe
@never_cache
def approvals(request: PersonsVisit, school: str) -> HttpResponse:
    """What waits for me, what I asked for, and all that I may see: searched, sorted, in pages."""
    now, viewer = timezone.now(), request.person
    found = queries.found(
        viewer=viewer, at=now, which=request.GET.get("which", ""),
        words=request.GET.get("q", "").strip()[:80], sort=request.GET.get("sort", ""),
    )  # fmt: skip
    page = lists.page_of(request, found)
    context = {
        "school": viewer.school, "page": page, "rows": [(one, one.state(now)) for one in page],
        "waiting": queries.to_decide(viewer=viewer, at=now),
        "counts": queries.counts(viewer=viewer, at=now), "live": rules.LIVE,
        "keep": lists.query_without(request), "by": lists.query_without(request, "sort"),
        **{name: request.GET.get(name, "") for name in ("which", "q", "sort")},
    }  # fmt: skip
    return render(request, "approvals/list.html", context)


@require_safe
@never_cache
def what(request: PersonsVisit, school: str) -> HttpResponse:
    """Everything that I may ask for under the school's policy."""
    known = queries.to_ask_for(viewer=request.person, on=timezone.localdate())
    context = {"school": request.person.school, "leaves": known}
    return render(request, "approvals/what.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: PersonsVisit, school: str) -> HttpResponse:
    """Ask for one thing, from the list or from an answer of Ask."""
    leave = queries.leaves_of(request.person.school).get(request.GET.get("leave", ""))
    if leave is None:
        raise Http404("The policy has nothing to ask for under this name.")
    if not queries.may_ask(leave, viewer=request.person, on=timezone.localdate()):
        raise PermissionDenied("The clause does not let you ask for this.")
    if page := elsewhere.page_of(request.person.school, leave):
        return HttpResponseRedirect(page)
    form = _ask_form(request, leave)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(wish=_wish(request, leave, form), by=request.person,
                               at=timezone.now())  # fmt: skip
        except actions.UnableToAsk as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, showing.asked(made))
            return HttpResponseRedirect(reverse("approvals:one", args=[school, made.pk]))
    context = {"school": request.person.school, "leave": leave, "form": form,
               "act": _act_said(request, leave),
               "deciders": showing.names_of(request, leave)}  # fmt: skip
    return render(request, "approvals/ask.html", context)


def _ask_form(request: PersonsVisit, leave: Leave) -> AskForm:
    now, today = timezone.now(), timezone.localdate()
    here = people.people(viewer=request.person, on=today).exclude(pk=request.person.pk)
    holders = queries.Holders(today)
    doers = [person for role in leave.doers
             for person in holders.of(request.person.school, role, delegates=True)]  # fmt: skip
    begins = timezone.localtime(now).replace(second=0, microsecond=0)
    initial = {"from_at": begins, "until_at": rules.usual_end(leave.lasts, now),
               "scope": showing.scope(_state(request), request.person.school)}  # fmt: skip
    return AskForm(request.POST or None, initial=initial, leave=leave, doers=doers,
                   about=here.filter(kind__in=showing.STAFF))  # fmt: skip


def _state(request: PersonsVisit) -> steps.State:
    pack = library.of(request.person.school).pack
    try:
        return steps.read(dict(request.GET.lists()), pack)
    except steps.NotUnderstood as error:
        raise BadRequest(str(error)) from error


def _wish(request: PersonsVisit, leave: Leave, form: AskForm) -> Wish:
    given = {name: value for name, value in form.cleaned_data.items() if value is not None}
    state = _state(request)
    return Wish(key=leave.key, **given, actor=state.who, act=state.act, stated=state.facts)


def _act_said(request: PersonsVisit, leave: Leave) -> list[answering.Stated]:
    state = _state(request)
    pack = library.of(request.person.school).pack
    return answering.told(pack, state) if state.act in leave.acts else []


@require_safe
@never_cache
def one(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One request with its history, and what I may do with it."""
    approval = _approval(request, pk)
    return render(request, "approvals/one.html", _context(request, approval))


def _approval(request: PersonsVisit, pk: int) -> Approval:
    """Return a request that I may see. A look at what is about somebody is written down."""
    seen = queries.approvals(viewer=request.person, on=timezone.localdate())
    found = get_object_or_404(seen, pk=pk)
    if request.method == "GET":
        actions.note_view(approval=found, by=request.person, at=timezone.now())
    return found


def _context(request: PersonsVisit, approval: Approval) -> dict[str, Any]:
    now, viewer = timezone.now(), request.person
    state = approval.state(now)
    deciders = queries.deciders(approval, holders=queries.Holders(timezone.localdate(now)))
    mine = approval.asker_id == viewer.pk
    return {
        "school": viewer.school, "approval": approval, "state": state, "mine": mine,
        "live": state in rules.LIVE, "history": showing.history(approval, now),
        "deciders": queries.names(deciders), "instead": deciders.instead,
        "may_decide": state is State.WAITING and viewer.pk in deciders.people,
        "may_withdraw": mine and state is State.WAITING,
        "may_revoke": state in {State.NOT_BEGUN, State.IN_FORCE}
        and actions.may_revoke(approval, by=viewer, at=now),
        "unread": approval in queries.to_read(viewer=viewer, at=now),
        "leave": queries.leaves_of(viewer.school).get(approval.key),
        "question": showing.question(approval),
        "known": spoken_of.of(approval.about) if approval.about else [],
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def decide(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Grant or refuse one request."""
    approval, now = _approval(request, pk), timezone.now()
    context = _context(request, approval)
    initial = {"from_at": timezone.localtime(max(approval.from_at, now)),
               "until_at": timezone.localtime(approval.until_at)}  # fmt: skip
    form = DecideForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            said = _decided(request, approval, form.cleaned_data)
        except actions.UnableToDecide as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("approvals:one", args=[school, pk]))
    elif request.method != "POST" and not context["may_decide"]:
        messages.error(request, "This is not yours to decide, or it is decided.")
        return HttpResponseRedirect(reverse("approvals:one", args=[school, pk]))
    return render(request, "approvals/decide.html", context | {"form": form})


def _decided(request: PersonsVisit, approval: Approval, given: dict[str, Any]) -> str:
    now, by = timezone.now(), request.person
    if given["decision"] == "refuse":
        actions.refuse(approval=approval, reason=given["reason"], by=by, at=now)
        return f"Refused. {approval.asker} reads it on the list of things to do."
    span = showing.same_minutes(approval, given["from_at"], given["until_at"])
    terms = Terms(given["reason"], given["conditions"], *span)
    actions.grant(approval=approval, terms=terms, by=by, at=now)
    return f"Granted. {approval.asker} reads it on the list of things to do."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def end(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Take back a request that waits, or leave that was granted."""
    approval, now = _approval(request, pk), timezone.now()
    context = _context(request, approval)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = actions.withdraw if context["may_withdraw"] else actions.revoke
        try:
            act(approval=approval, reason=form.cleaned_data["reason"], by=request.person, at=now)
        except (actions.UnableToAsk, actions.UnableToRevoke) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It has ended. What was written is kept.")
            return HttpResponseRedirect(reverse("approvals:one", args=[school, pk]))
    elif request.method != "POST" and not (context["may_withdraw"] or context["may_revoke"]):
        messages.error(request, "There is nothing here for you to take back.")
        return HttpResponseRedirect(reverse("approvals:one", args=[school, pk]))
    return render(request, "approvals/end.html", context | {"form": form})


@require_POST
def read(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Take a decision off my Do list."""
    approval = _approval(request, pk)
    actions.note_reading(approval=approval, by=request.person, at=timezone.now())
    return HttpResponseRedirect(reverse("approvals:list", args=[school]))
