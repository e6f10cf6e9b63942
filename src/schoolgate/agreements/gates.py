"""The gates of access that a signature opens, in place of those that were recorded by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import timezone

from schoolgate.access import gates
from schoolgate.access.gates import Missing, Passed
from schoolgate.access.models import GateRecord
from schoolgate.access.queries.gates import binds
from schoolgate.accounts import bars
from schoolgate.agreements import queries
from schoolgate.agreements.queries import Line
from schoolgate.agreements.rules.kinds import GROUP_WORDS, Kind
from schoolgate.agreements.rules.standing import State
from schoolgate.people.demonstration import SOURCE
from schoolgate.people.models import Person
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.people.rules import Kind as PersonKind

_FOR: Final = (
    ("staff-agreement", "Agreement for staff signed", STAFF_KINDS),
    ("pupil-agreement", "Agreement for pupils signed", frozenset({PersonKind.PUPIL})),
    ("community-agreement", "Agreement for community users signed",
     frozenset({PersonKind.COMMUNITY_USER})),
    ("guest-agreement", "Agreement for guests signed",
     frozenset({PersonKind.CONTRACTOR, PersonKind.GOVERNOR, PersonKind.VISITOR,
                PersonKind.VOLUNTEER})),
)  # fmt: skip
_PUPILS_GATE: Final = "pupil-agreement"


def open_by_signing() -> None:
    """Put these gates in place of the ones by hand, and bar pupils’ accounts until they sign."""
    for name, title, kinds in _FOR:
        gates.add(name, _is_of(kinds), passed, title=title)
    bars.add("agreements:pupils", why_no_account)


def _is_of(kinds: frozenset[PersonKind]) -> gates.Applies:
    return lambda person: person.kind in kinds


def passed(person: Person, at: datetime) -> Passed | Missing:
    """Tell whether somebody has signed all that comes before using the school’s systems."""
    asked = before_use(person, at)
    if not asked:
        group = GROUP_WORDS[queries.group_of(person)]
        return Passed(f"The policy asks no agreement of {group}.")
    left = [one for one in asked if one.state is not State.SIGNED]
    if left:
        return Missing(" ".join(_sentence(one) for one in left))
    last = max(one.signed.at for one in asked if one.signed is not None)
    titles = ", ".join(f"“{one.document.title}”" for one in asked)
    return Passed(f"Signed: {titles}", timezone.localdate(last))


def before_use(person: Person, at: datetime) -> list[Line]:
    """Return the agreements that somebody must sign before they use the school’s systems."""
    on = timezone.localdate(at)
    known = queries.in_force(person.school, on=on).values()
    keys = [
        one.document.key for one in known
        if one.document.must and not one.document.on_demand
        and one.document.group is queries.group_of(person)
        and (one.document.about_use or one.document.kind is Kind.CLASS_RULES)
    ]  # fmt: skip
    found = (queries.line(person.school, person, key, at=at) for key in keys)
    return [one for one in found if one is not None]


def _sentence(line: Line) -> str:
    if line.state is State.DECLINED:
        return f"“{line.document.title}” was declined."
    if line.state is State.CHANGED:
        return f"“{line.document.title}” has changed and is to be signed again."
    return f"“{line.document.title}” is not signed yet."


def why_no_account(person: Person, at: datetime) -> str:
    """Return why a pupil has no account yet (002 L176): not only for those who join.

    Whoever was here before the policy was kept here has no first day, and keeps what they have.
    """
    if person.kind != PersonKind.PUPIL or person.starts_on is None or person.source == SOURCE:
        return ""
    if binds(person, at):  # the gates of access say it already
        return ""
    if GateRecord.objects.filter(person=person, gate=_PUPILS_GATE).exists():
        return ""
    found = passed(person, at)
    return found.sentence if isinstance(found, Missing) else ""
