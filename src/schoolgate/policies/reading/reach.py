"""Whom and what a policy covers, read off its boxes and rules. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from schoolgate.people.rules import Kind, role_of
from schoolgate.policies.english.wording import listed
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.reach import EQUIPMENT, OWN, PERSONS, binds

MOST_CLAUSES: Final = 3
# The kind of the register that each word means; pupils and staff have roles of their own.
KINDS: Final = {
    "supply staff": Kind.SUPPLY,
    "trainees": Kind.TRAINEE,
    "agents": Kind.CONTRACTOR,
    "contractors": Kind.CONTRACTOR,
    "volunteers": Kind.VOLUNTEER,
    "governors": Kind.GOVERNOR,
    "parents": Kind.PARENT,
    "relatives": Kind.RELATIVE,
    "visitors": Kind.VISITOR,
    "community users": Kind.COMMUNITY_USER,
}
_OWN_THINGS: Final = frozenset({"personal_device"})


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a policy covers a kind of person on equipment of an owner, and by which clauses."""

    person: str
    equipment: str
    clauses: tuple[str, ...]

    @property
    def covered(self) -> bool:
        """Tell whether it is in scope."""
        return bool(self.clauses)

    def __str__(self) -> str:
        if not self.clauses:
            return "Out of scope"
        return f"Covered by clause {listed(self.clauses)}"


def reach(pack: Pack, person: str, equipment: str) -> Reach:
    """Return whether a policy covers somebody on some equipment.

    First what its scope says; on a person's own equipment also the rules that speak of it.
    `person` is one of PERSONS, `equipment` one of EQUIPMENT. Source: POL-12.
    """
    said = [clause.ref for clause, box in pack.boxes("statement") if _holds(box, person, equipment)]
    if not said and equipment == OWN:
        said = list(_by_rules(pack, person))
    return Reach(person, equipment, tuple(dict.fromkeys(said))[:MOST_CLAUSES])


def _holds(box: Said, person: str, equipment: str) -> bool:
    bound = any(binds(one.lower(), person) for one in box.all("binds"))
    return bound and equipment in (one.lower() for one in box.all("on"))


def _by_rules(pack: Pack, person: str) -> Iterator[str]:
    roles = roles_of(pack, person)
    for rule in pack.book.rules():
        if rule.who & roles and any(thing in _OWN_THINGS for _, thing in rule.acts):
            yield rule.clause


def roles_of(pack: Pack, person: str) -> frozenset[str]:
    """Return the policy's own words for a kind of person."""
    known = pack.words.people(person)
    return known if known is not None else frozenset({role_of(KINDS[person])})


def every_reach(pack: Pack) -> list[tuple[str, list[Reach]]]:
    """Return a row for each kind of person, with a cell for each owner of equipment."""
    return [(person, [reach(pack, person, one) for one in EQUIPMENT]) for person in PERSONS]
