"""Ask: who I am, what I want to do, what still matters, the answer.

The whole state is in the address, so every step can be sent to somebody else. Opening an address
never writes. Each choice is sent by POST to the same address: the server adds it to the state and
redirects to the next step; when nothing more could change the answer, it writes the question down
(what was asked and answered, not who asked) before it redirects to the answer.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.people.models import School
from schoolgate.policies import actions, library, queries
from schoolgate.policies.asking import answering, choices, steps, values
from schoolgate.policies.asking.steps import State
from schoolgate.policies.english.sentences import question_for
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.rules import Answer, Question
from schoolgate.policies.views.shared import of_a_policy, only_from_here

MOST_FOUND = 80


@csrf_exempt  # see only_from_here
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_policy
def ask(request: HttpRequest, school: School, known: library.Loaded) -> HttpResponse:
    """One step of Ask, or its answer; a POST adds a choice and redirects."""
    if request.method != "POST":
        return _step(request, school, known, _state(request.GET, known.pack))
    only_from_here(request)
    state = _state(request.POST, known.pack)
    if "answer" not in request.POST and request.POST.get("step") == "fact":
        return _step(request, school, known, state, error="Choose one of the answers.")
    if request.POST.get("step") == "who" and not state.who:
        return _step(request, school, known, state, error="Choose who you are.")
    if state.who and state.act[0]:
        asked, answer = _decide(state, known.pack)
        if not steps.next_key(state, answer):
            actions.ask_question(school=school, question=asked, by=None, at=timezone.now())
    address = f"{reverse('policies:ask', args=[school.slug])}?{state.query()}"
    return HttpResponseRedirect(address, status=303)


def _state(fields: QueryDict, pack: Pack) -> State:
    others = (policy.loaded.pack for policy in queries.policies(viewer=None) if policy.loaded)
    try:
        return steps.read(dict(fields.lists()), pack, others)
    except steps.NotUnderstood as error:
        raise BadRequest(str(error)) from error


def _decide(state: State, pack: Pack) -> tuple[Question, Answer]:
    asked = steps.question(state, pack, timezone.localtime())
    return asked, pack.book.decide(asked)


def _step(
    request: HttpRequest, school: School, known: library.Loaded, state: State, error: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "school": school, "pack": known.pack, "state": state, "error": error,
        "told": answering.told(known.pack, state),
    }  # fmt: skip
    if not state.who:
        context["people"] = known.once("people", lambda: choices.people(known.pack))
        return render(request, "policies/ask_who.html", context)
    if not state.act[0]:
        return render(request, "policies/ask_what.html", context | _acts(request, known, state))
    asked, answer = _decide(state, known.pack)
    wanted = steps.wanted_key(dict(request.GET.lists()), state, known.pack)
    if key := wanted or steps.next_key(state, answer):
        return render(request, "policies/ask_fact.html", context | _fact(known.pack, state, key))
    return render(request, "policies/ask_answer.html",
                  context | _answer(request, school, known.pack, state, asked, answer))  # fmt: skip


def _acts(request: HttpRequest, known: library.Loaded, state: State) -> dict[str, Any]:
    every = known.once("acts", lambda: choices.acts(known.pack))
    groups = choices.for_person(every, state.who)
    words = request.GET.get("find", "")[:MOST_FOUND].strip()
    return {
        "groups": groups,
        "find": words,
        "found": choices.matching(groups, words),
        "count": sum(len(group.acts) for group in groups),
        "something_else": ":".join(steps.SOMETHING_ELSE),
    }


def _fact(pack: Pack, state: State, key: str) -> dict[str, Any]:
    cell = pack.book.cell(state.who, *state.act)
    return {
        "key": key,
        "question": question_for(pack.words, key),
        "options": values.options(cell, key, pack.words),
        "back": _without_last(state).query(),
    }


def _without_last(state: State) -> State:
    if state.facts:
        return state.without(next(reversed(list(state.facts))))
    return State(state.who)


def _answer(
    request: HttpRequest, school: School, pack: Pack, state: State, asked: Question, answer: Answer
) -> dict[str, Any]:
    return {
        "answer": answering.shown(pack, state, asked, answer),
        "assumed": answering.assumed(pack, state),
        "ask_first": answering.head_of(asked),
        "link": request.build_absolute_uri(),
        "others": list(_others(school, state)),
        "document": reverse("policies:document", args=[school.slug]),
    }


def _others(here: School, state: State) -> list[dict[str, Any]]:
    """Return what every school on this installation answers to the same question."""
    rows: list[dict[str, Any]] = []
    for policy in queries.policies(viewer=None):
        row: dict[str, Any] = {"school": policy.school, "here": policy.school == here}
        if policy.loaded is not None:
            pack = policy.loaded.pack
            theirs = steps.fitting(state, pack)
            _, answer = _decide(theirs, pack)
            tone, head = answering.headline(answer)
            row |= {"tone": tone, "head": head, "text": answering.summary(pack, answer),
                    "clauses": answer.clauses, "query": theirs.query()}  # fmt: skip
        rows.append(row)
    return rows


@require_safe
@of_a_policy
def gaps(request: HttpRequest, school: School, known: library.Loaded) -> HttpResponse:
    """What people asked and the policy does not settle: acts and how often, nobody's name."""
    rows = [
        (answering.act_said(known.pack, gap.action, gap.resource), gap.times,
         f"{gap.action}:{gap.resource}")
        for gap in queries.gaps(viewer=None, school=school)
    ]  # fmt: skip
    return render(request, "policies/gaps.html", {"school": school, "gaps": rows})
