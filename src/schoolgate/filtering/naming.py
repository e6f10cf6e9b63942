"""Whom the policy names to decide: about a blocked site, about switching the filter off, and whom
a fault is told to. Read off its boxes and rules; nothing is listed by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from schoolgate.approvals import queries as approvals
from schoolgate.approvals import rules
from schoolgate.approvals.rules import Deciders
from schoolgate.concerns import routing
from schoolgate.concerns.rules import routes
from schoolgate.concerns.rules.facts import Facts
from schoolgate.people import permissions
from schoolgate.people import queries as people
from schoolgate.people.models import Person, School
from schoolgate.policies import library
from schoolgate.policies.asking.leave import Leave
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.mistakes import PackError

_OPENING: Final = frozenset({("request", "website_unblock"), ("unblock", "website")})
_SWITCHING: Final = ("switch_off", "web_filter")
_FAULT: Final = "filter-failure"
_MISUSE: Final = "staff-misuse"  # misuse of the school's systems; pupils' too, by the same clause
_KEEPERS: Final = ("network_manager", "it_technician")
_PROVIDER: Final = "whoever provides the filter"


class Post(NamedTuple):
    """Who decides about a blocked site: in the policy's words, and as appointments spell it.

    `own` says that the policy lets whoever asks decide; `clause` is empty where it names nobody,
    and so is `key`, by which permissions know it.
    """

    given_by: str
    givers: tuple[str, ...]
    clause: str = ""
    own: bool = False
    lasts: str = ""
    never: str = ""
    key: str = ""


def pack_of(school: School) -> Pack | None:
    """Return the policy in force; None while it has mistakes."""
    try:
        return library.of(school).pack
    except PackError:
        return None


def for_openings(school: School, *, on: date) -> Post:
    """Return who decides about a blocked site: whom the approval box beside the rules on unblocking
    names; else whoever keeps the network."""
    pack = pack_of(school)
    if pack is not None:
        spoken = {rule.clause for rule in pack.book.rules() if not _OPENING.isdisjoint(rule.acts)}
        for leave in approvals.leaves_of(school).values():
            if leave.clause in spoken and "#" in leave.key and leave.givers:
                return Post(leave.given_by, leave.givers, leave.clause, leave.by_own_request,
                            leave.lasts, leave.never, leave.key)  # fmt: skip
    vacant = people.vacant_roles(school=school, roles=_KEEPERS, on=on)
    role = next((one for one in _KEEPERS if one not in vacant), _KEEPERS[0])
    return Post(f"the {role.replace('_', ' ').replace('it ', 'IT ')}", (role,))


def for_switching_off(school: School) -> Leave | None:
    """Return the permission that the policy asks for before the filter is switched off."""
    if pack_of(school) is None:
        return None
    known = approvals.leaves_of(school).values()
    return next((leave for leave in known if _SWITCHING in leave.acts), None)


def for_withdrawing(person: Person, *, by: Person, on: date) -> tuple[Post, str]:
    """Return who decides about somebody's access to the internet: whom the policy's route tells of
    misuse, and who comes next where they are in it or nobody holds the role; and the role in which
    `by` is one of them, empty where they are not, or decide about themselves."""
    shut_out = permissions.roles_of(person, on=on)
    facts = Facts(shut_out=shut_out, vacant=routing.vacant(person.school, on=on))
    route = routes.route_for(routing.pack_of(person.school), _MISUSE, facts)
    givers = route.roles or ("chair",)
    said = " or ".join(f"the {role.replace('_', ' ')}" for role in givers)
    held = frozenset() if by.pk == person.pk else permissions.roles_of(by, on=on)
    role = next((one for one in givers if one in held), "")
    return Post(said, givers, next(iter(route.clauses), "")), role


def withdraws(by: Person, *, on: date) -> bool:
    """Tell whether somebody may decide about anybody's access to the internet at all."""
    vacant = routing.vacant(by.school, on=on)
    pack, held = routing.pack_of(by.school), permissions.roles_of(by, on=on)
    of_others = routes.route_for(pack, _MISUSE, Facts(vacant=vacant))
    of_the_head = Facts(shut_out=frozenset({"headteacher"}), vacant=vacant)
    of_head = routes.route_for(pack, _MISUSE, of_the_head)
    return not held.isdisjoint({*of_others.roles, *of_head.roles})


def provider(school: School) -> tuple[str, str]:
    """Return whom a fault of the filter is told, and the clause that says so."""
    pack = pack_of(school)
    for clause, box in pack.boxes("route") if pack else ():
        if box.one("kind") == _FAULT and box.one("outside"):
            return box.one("outside"), clause.ref
    return _PROVIDER, ""


def deciders(roles: Iterable[str], *, asker: Person, own: bool, on: date) -> Deciders:
    """Return who decides what somebody asked, in the roles that the policy names: never the asker
    nor, while they hold the role, their own delegates; unless the policy says so."""
    held = approvals.Holders(on)

    def holders(role: str) -> list[int]:
        there = held.of(asker.school, role, delegates=False)
        if own or asker.pk not in {one.pk for one in there}:
            there = held.of(asker.school, role, delegates=True)
        return [one.pk for one in there]

    barred = frozenset() if own else frozenset({asker.pk})
    return rules.deciders(roles=tuple(roles), holders=holders, barred=barred)


def names(found: Deciders) -> list[Person]:
    """Return the people who decide, by name."""
    return approvals.names(found)
