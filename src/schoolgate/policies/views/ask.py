"""Ask: who I am, what I want to do, what still matters, the answer.

The whole state is in the address, so every step can be sent to somebody else. Opening an address
never writes. Each choice is sent by POST to the same address: the server adds it to the state and
redirects to the next step; when nothing more could change the answer, it writes the question down
(what was asked and answered, not who asked) before it redirects to the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.people.models import School
from schoolgate.people.visits import Visit
from schoolgate.policies import actions, library, queries
from schoolgate.policies.asking import answering, choices, steps, values
from schoolgate.policies.asking.steps import State
from schoolgate.policies.english.sentences import question_for
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.views import own
from schoolgate.policies.views.shared import of_a_policy, only_from_here

MOST_FOUND = 80


@csrf_exempt  # see only_from_here
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_policy
def ask(request: Visit, school: School, known: library.Loaded) -> HttpResponse:
    """One step of Ask, or its answer; a POST adds a choice and redirects."""
    if request.method != "POST":
        return _step(request, school, known, _state(request, request.GET, school, known))
    only_from_here(request)
    state = _state(request, request.POST, school, known)
    if "answer" not in request.POST and request.POST.get("step") == "fact":
        return _step(request, school, known, state, error="Choose one of the answers.")
    if request.POST.get("step") == "who" and not state.who:
        return _step(request, school, known, state, error="Choose who you are.")
    if state.who and state.act[0]:
        made = own.decide(request, school, known, state)
        if not steps.next_key(state, made.answer):
            actions.ask_question(school=school, question=made.asked, by=None, at=timezone.now(),
                                 grants=[one.ref for one in made.granted])  # fmt: skip
    address = f"{reverse('policies:ask', args=[school.slug])}?{state.query()}"
    return HttpResponseRedirect(address, status=303)


def _everywhere_else() -> Iterator[Pack]:
    """Yield every school's policy; asked only where this school's own does not know a word."""
    for policy in queries.policies(viewer=None):
        if policy.loaded:
            yield policy.loaded.pack


def _state(request: Visit, fields: QueryDict, school: School, known: library.Loaded) -> State:
    others = _everywhere_else()
    try:
        state = steps.read(dict(fields.lists()), known.pack, others)
    except steps.NotUnderstood as error:
        raise BadRequest(str(error)) from error
    return own.heard(request, school, known, state)


def _step(
    request: Visit, school: School, known: library.Loaded, state: State, error: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "school": school, "pack": known.pack, "state": state, "error": error,
        "told": answering.told(known.pack, state),
    }  # fmt: skip
    if not state.who:
        context["people"] = known.once("people", lambda: choices.people(known.pack))
        context["me"] = [
            (name, known.pack.words.lexicon.actors[name].one)
            for name in own.actors(request, school, known)
        ]
        return render(request, "policies/ask_who.html", context)
    if not state.act[0]:
        return render(request, "policies/ask_what.html", context | _acts(request, known, state))
    made = own.decide(request, school, known, state)
    wanted = steps.wanted_key(dict(request.GET.lists()), state, known.pack)
    if key := wanted or steps.next_key(state, made.answer):
        return render(request, "policies/ask_fact.html", context | _fact(known.pack, state, key))
    return render(request, "policies/ask_answer.html",
                  context | _answer(request, school, known.pack, state, made))  # fmt: skip


def _acts(request: Visit, known: library.Loaded, state: State) -> dict[str, Any]:
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
    request: Visit, school: School, pack: Pack, state: State, made: own.Decided
) -> dict[str, Any]:
    return {
        "answer": _shown(pack, state, made),
        "granted": made.granted,
        "to_ask": made.to_ask,
        "assumed": answering.assumed(pack, state),
        "ask_first": answering.head_of(made.asked),
        "link": request.build_absolute_uri(),
        "others": list(_others(school, state, made)),
        "document": reverse("policies:document", args=[school.slug]),
    }


def _shown(pack: Pack, state: State, made: own.Decided) -> answering.Shown:
    shown = answering.shown(pack, state, made.asked, made.answer)
    if made.to_ask and shown.tone == "no":
        return replace(shown, head="Not allowed yet")
    return shown


def _others(here: School, state: State, made: own.Decided) -> list[dict[str, Any]]:
    """Return what every school on this installation answers to the same question."""
    rows: list[dict[str, Any]] = []
    for policy in queries.policies(viewer=None):
        row: dict[str, Any] = {"school": policy.school, "here": policy.school == here}
        if policy.loaded is not None:
            pack = policy.loaded.pack
            theirs = steps.fitting(state, pack)
            answer = (
                made.answer
                if row["here"]
                else pack.book.decide(steps.question(theirs, pack, timezone.localtime()))
            )
            tone, head = answering.headline(answer)
            row |= {"tone": tone, "head": head, "text": answering.summary(pack, answer),
                    "clauses": answer.clauses, "query": theirs.query()}  # fmt: skip
        rows.append(row)
    return rows


@require_safe
@of_a_policy
def gaps(request: Visit, school: School, known: library.Loaded) -> HttpResponse:
    """What people asked and the policy does not settle: acts and how often, nobody's name."""
    rows = [
        (answering.act_said(known.pack, gap.action, gap.resource), gap.times,
         f"{gap.action}:{gap.resource}")
        for gap in queries.gaps(viewer=None, school=school)
    ]  # fmt: skip
    return render(request, "policies/gaps.html", {"school": school, "gaps": rows})
