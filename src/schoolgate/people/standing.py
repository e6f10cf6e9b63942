"""Who holds which role of the policy, and who stands in: read for a whole page at once.

Says the same as `queries.holders`, role by role; a test proves it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from schoolgate.people import permissions, rules
from schoolgate.people.models import Appointment, Delegation, Person, School
from schoolgate.people.named_roles import NamedRole


@dataclass(slots=True)
class Standing:
    """A role of the policy: who holds it by post and by appointment, its deputies and delegates.

    `head` is who acts where nobody else does.
    """

    role: NamedRole
    posts: list[Person] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    deputies: list[Appointment] = field(default_factory=list)
    delegations: list[Delegation] = field(default_factory=list)
    head: list[Person] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The role as appointments spell it."""
        return rules.role_slug(self.role.name)

    @property
    def is_vacant(self) -> bool:
        """Tell whether nobody holds it."""
        return self.role.needed and not (self.posts or self.appointments)

    @property
    def stand_ins(self) -> list[Person]:
        """Return who acts while it is vacant: delegates, else deputies, else the headteacher."""
        delegates = [one.to for one in self.delegations]
        return delegates or [one.person for one in self.deputies] or self.head

    @property
    def why(self) -> str:
        """Say in a word how those who stand in come to it."""
        if self.delegations:
            return "handed on"
        return "deputy" if self.deputies else "headteacher"


def of(*, school: School, roles: Iterable[NamedRole], on: date) -> list[Standing]:
    """Return how each role stands on a day; roles are public within the school."""
    found = [Standing(role) for role in roles]
    by_slug = {one.slug: one for one in found}
    wanted = {*by_slug, "headteacher"}
    posts = _there(school, on, role__in=wanted)
    appointments = _appointments(school, on)
    for person in posts:
        if person.role in by_slug:
            by_slug[person.role].posts.append(person)
    for one in appointments:
        _put(one, by_slug)
    for given in _delegations(school, on):
        if given.appointment.role in by_slug:
            by_slug[given.appointment.role].delegations.append(given)
    head = [one for one in posts if one.role == "headteacher"]
    head += [one.person for one in appointments
             if one.role == "headteacher" and not one.deputy_of_id]  # fmt: skip
    for standing in found:
        appointed = {one.person_id for one in standing.appointments}
        standing.posts = [one for one in standing.posts if one.pk not in appointed]
        standing.head = head if standing.slug != "headteacher" else []
    return found


def _put(one: Appointment, by_slug: dict[str, Standing]) -> None:
    role = one.deputy_of.role if one.deputy_of is not None else one.role
    if role in by_slug:
        kept = by_slug[role].deputies if one.deputy_of_id else by_slug[role].appointments
        kept.append(one)


def _there(school: School, on: date, **more: object) -> list[Person]:
    here = Person.objects.filter(school=school, **more).order_by("name")
    return [one for one in here if rules.is_current(on, one.starts_on, one.ends_on)]


def _appointments(school: School, on: date) -> list[Appointment]:
    found = Appointment.objects.filter(permissions.in_force(on), school=school)
    rows = found.select_related("person", "deputy_of").order_by("person__name")
    return [one for one in rows
            if rules.is_current(on, one.person.starts_on, one.person.ends_on)]  # fmt: skip


def _delegations(school: School, on: date) -> list[Delegation]:
    found = Delegation.objects.filter(
        permissions.in_force(on), permissions.in_force(on, "appointment__"), school=school
    )
    rows = found.select_related("to", "appointment__person").order_by("to__name")
    return [one for one in rows
            if rules.is_current(on, one.to.starts_on, one.to.ends_on)]  # fmt: skip
