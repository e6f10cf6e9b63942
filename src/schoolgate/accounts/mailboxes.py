"""Which pupil gets a mailbox of their own, and which class shares one: asked of the policy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from schoolgate.accounts import rules
from schoolgate.people.models import Person
from schoolgate.policies.rules import Level, Question, RuleBook

_ACT = ("use", "school_email")
_OWN = {"mailbox": "individual", "purpose": "educational", "account": "school"}


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox to set up: the part before the @, whose it is, and the clause that says so."""

    name: str
    whose: str
    is_shared: bool
    clause: str


def wanted(pupils: Iterable[Person], book: RuleBook) -> list[Mailbox]:
    """Return the mailboxes that a policy gives to pupils, by name.

    One for each pupil whose own the policy allows, one for each class of those whose own it does
    not allow; none where the policy says nothing (Thatto Heath Comms.b5 is the one that does).
    """
    answers = {}
    taken: set[str] = set()
    found: dict[str, Mailbox] = {}
    for pupil in sorted(pupils, key=lambda one: (one.class_name, one.name, one.pk)):
        if pupil.role not in answers:
            answers[pupil.role] = book.decide(Question(pupil.role, *_ACT, _OWN))
        answer = answers[pupil.role]
        clause = answer.clauses[0] if answer.clauses else ""
        if answer.level > Level.ALLOWED and pupil.class_name:
            name = "class-" + re.sub(r"[^a-z0-9]+", "-", pupil.class_name.lower()).strip("-")
            found[name] = Mailbox(name, pupil.class_name, True, clause)
        elif answer.level == Level.ALLOWED:
            name = _name(pupil, taken)
            found[name] = Mailbox(name, pupil.name, False, clause)
    return [found[name] for name in sorted(found)]


def _name(pupil: Person, taken: set[str]) -> str:
    given, _, family = pupil.name.partition(" ")
    name = next(name for name in rules.usernames(pupil.given_name or given,
                                                 pupil.family_name or family)
                if name not in taken)  # fmt: skip
    taken.add(name)
    return name
