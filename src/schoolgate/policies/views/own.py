"""Ask, for somebody who is signed in at their own school and asks about themselves.

Their leave is on record there: what was granted counts and is cited, what was not granted is not
so, and their own word for it is not asked. Everybody else is answered as a visitor.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from schoolgate.people import permissions
from schoolgate.people.models import Person, School
from schoolgate.people.visits import Visit
from schoolgate.policies import grants, library
from schoolgate.policies.asking import leave_shown, steps
from schoolgate.policies.asking.leave import Leave, kept_keys, leaves
from schoolgate.policies.asking.leave_shown import ToAskFor
from schoolgate.policies.asking.standing import actors_of
from schoolgate.policies.asking.steps import State
from schoolgate.policies.grants import Granted
from schoolgate.policies.rules import Answer, Question


@dataclass(frozen=True, slots=True)
class Decided:
    """A question with its answer, the leave that was used, and the leave that would help."""

    asked: Question
    answer: Answer
    granted: tuple[Granted, ...] = ()
    to_ask: tuple[ToAskFor, ...] = ()


def leaves_of(known: library.Loaded) -> dict[str, Leave]:
    """Return all leave that a policy speaks of, by key; worked out once."""
    return known.once("leaves", lambda: leaves(known.pack))


def actors(request: Visit, school: School, known: library.Loaded) -> tuple[str, ...]:
    """Return whom the policy sees in whoever is signed in at this school; nobody in a visitor."""
    person = request.person
    if person is None or person.school_id != school.pk:
        return ()
    roles = permissions.roles_of(person, on=timezone.localdate())
    return actors_of(known.pack.words, post=person.role, roles=roles, kind=person.kind)


def heard(request: Visit, school: School, known: library.Loaded, state: State) -> State:
    """Return the state without anyone's own word for leave, where leave is on record."""
    if state.who not in actors(request, school, known):
        return state
    return state.without(*kept_keys(leaves_of(known).values(), known.pack))


def decide(request: Visit, school: School, known: library.Loaded, state: State) -> Decided:
    """Decide a question now, with the leave that whoever asks has for exactly this."""
    now, pack = timezone.now(), known.pack
    asked = steps.question(state, pack, timezone.localtime(now))
    plain = pack.book.decide(asked)
    person = request.person
    if person is None or state.who not in actors(request, school, known):
        return Decided(asked, plain)
    found = tuple(grants.granted(to=person, question=asked, at=now))
    facts = {key: value for one in found for key, value in one.facts.items()}
    kept = kept_keys(leaves_of(known).values(), pack)
    mine = leave_shown.with_leave(asked, facts, kept)
    answer = pack.book.decide(mine)
    to_ask = _to_ask(person, known, state, answer, plain)
    return Decided(mine, answer, found if facts else (), to_ask)


def _to_ask(
    person: Person, known: library.Loaded, state: State, answer: Answer, plain: Answer
) -> tuple[ToAskFor, ...]:
    now = timezone.now()
    found = []
    for leave, text in leave_shown.would_help(leaves_of(known), answer, plain):
        page = grants.page_to_ask(leave=leave, state=state, by=person, at=now)
        found.append(ToAskFor(text, leave.given_by, leave.clause, page.url, page.is_asked))
    return tuple(found)
