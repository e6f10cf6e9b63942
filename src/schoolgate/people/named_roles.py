"""The roles that a school's policy names. Policies are a room above: it tells us at start-up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from schoolgate.people.models import School


class NamedRole(NamedTuple):
    """A role as the policy spells it, and the clause that names it. `needed` is False for a role
    that the program offers and no policy asks for: it is never vacant."""

    name: str
    clause: str
    needed: bool = True


Teller = Callable[[School], Sequence[NamedRole]]
_tellers: list[Teller] = []


_offered: list[NamedRole] = []


def offer(name: str) -> None:
    """Let schools appoint to a role of the program from now on."""
    role = NamedRole(name, "", needed=False)
    if role not in _offered:
        _offered.append(role)


def offered() -> list[NamedRole]:
    """Return the roles that the program offers beside those of the policy."""
    return list(_offered)


def told_by(teller: Teller) -> None:
    """Ask this from now on."""
    _tellers[:] = [teller]


def of(school: School) -> list[NamedRole]:
    """Return the roles of the school's policy in its own order; none if it cannot be read."""
    return [role for teller in _tellers for role in teller(school)]
