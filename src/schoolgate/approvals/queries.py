"""Every read of requests for leave, and what may be asked for under a school's policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from schoolgate.approvals import permissions, rules
from schoolgate.approvals.models import Approval, Reading
from schoolgate.approvals.rules import Deciders, Outcome, State
from schoolgate.people import permissions as people_permissions
from schoolgate.people import queries as people
from schoolgate.people.models import Person, School
from schoolgate.policies import library
from schoolgate.policies.asking.leave import Leave, leaves
from schoolgate.policies.asking.standing import actors_of

_LINKED = ("asker", "about", "doer", "decision__by", "revocation__by", "school")


def leaves_of(school: School) -> dict[str, Leave]:
    """Return all leave that a school's policy speaks of, by key. Raises PackError."""
    known = library.of(school)
    return known.once("leaves", lambda: leaves(known.pack))


def actors(person: Person, *, on: date) -> tuple[str, ...]:
    """Return whom the policy of their school sees in somebody; nobody in a leaver."""
    held = people_permissions.roles_of(person, on=on)
    if not held:
        return ()
    words = library.of(person.school).pack.words
    return actors_of(words, post=person.role, roles=held, kind=person.kind)


def may_ask(leave: Leave, *, viewer: Person | None, on: date) -> bool:
    """Tell whether somebody may ask for leave: whom the clause names, and the chair where it names
    the headteacher (for what is about the headteacher)."""
    if viewer is None:
        return False
    mine = actors(viewer, on=on)
    if not leave.askers.isdisjoint(mine):
        return True
    held = people_permissions.roles_of(viewer, on=on)
    return leave.by_own_request and "chair" in held and "headteacher" in leave.givers


def to_ask_for(*, viewer: Person | None, on: date) -> list[Leave]:
    """Return all that somebody may ask for at their school, in the order of its policy."""
    if viewer is None:
        return []
    known = leaves_of(viewer.school).values()
    return [leave for leave in known if may_ask(leave, viewer=viewer, on=on)]


def approvals(*, viewer: Person | None, on: date) -> QuerySet[Approval]:
    """Return the requests that the viewer may see, newest first."""
    return permissions.visible_to(viewer, on=on).select_related(*_LINKED)


def mine(*, viewer: Person | None, on: date) -> QuerySet[Approval]:
    """Return what the viewer asked for or was told to do, newest first."""
    return approvals(viewer=viewer, on=on).filter(Q(asker=viewer) | Q(doer=viewer))


def to_decide(*, viewer: Person | None, at: datetime) -> list[Approval]:
    """Return the requests that wait for the viewer's decision, oldest first."""
    on = timezone.localdate(at)
    waiting = approvals(viewer=viewer, on=on).filter(decision=None, until_at__gt=at)
    held = Holders(on)
    return [] if viewer is None else [
        one for one in waiting.order_by("asked_at", "pk")
        if deciders(one, holders=held).role_of(viewer.pk)
    ]  # fmt: skip


def to_read(*, viewer: Person | None, at: datetime) -> list[Approval]:
    """Return what was decided or revoked for the viewer by somebody else, and not read yet."""
    asked = approvals(viewer=viewer, on=timezone.localdate(at)).filter(asker=viewer)
    decided = Q(decision__isnull=False, revocation=None) & ~Q(decision__by=viewer)
    revoked = Q(revocation__isnull=False) & ~Q(revocation__by=viewer)
    unread_decision = decided & ~Q(readings__person=viewer)
    unread_revocation = revoked & ~Q(pk__in=_read(viewer, revoked=True))
    return list(asked.filter(unread_decision | unread_revocation).order_by("asked_at", "pk"))


def _read(viewer: Person | None, *, revoked: bool) -> list[int]:
    readings = Reading.objects.filter(person=viewer, revoked=revoked)
    return list(readings.values_list("approval", flat=True))


class Holders:
    """Who may act in a role on one day, each looked up once."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._known: dict[tuple[int, str, bool], list[Person]] = {}

    def of(self, school: School, role: str, *, delegates: bool) -> list[Person]:
        """Return who holds a role or stands in while it is vacant, and on request its delegates."""
        key = (school.pk, role, delegates)
        if key not in self._known:
            find = people.entrusted if delegates else people.holders
            self._known[key] = find(school=school, role=role, on=self.on)
        return self._known[key]

    def deciding(self, approval: Approval, role: str) -> list[Person]:
        """Return who may decide a request in a role. Nobody's own delegate decides for them."""
        if role == "staff":
            return _teachers(approval.asker, self.on) or self.of(
                approval.school, "headteacher", delegates=False
            )
        held = self.of(approval.school, role, delegates=False)
        if {approval.asker_id, approval.about_id}.isdisjoint(person.pk for person in held):
            return self.of(approval.school, role, delegates=True)
        return held


def _teachers(pupil: Person, on: date) -> list[Person]:
    seen = Person.objects.filter(school=pupil.school_id, teaching__class_name=pupil.class_name)
    there = [one for one in seen if people_permissions.roles_of(one, on=on)]
    return there if pupil.class_name else []


def deciders(approval: Approval, *, holders: Holders) -> Deciders:
    """Return who decides a request on that day, by the roles that its clause names."""
    barred = {approval.asker_id, *([approval.about_id] if approval.about_id else [])}
    return rules.deciders(
        roles=approval.roles,
        holders=lambda role: [person.pk for person in holders.deciding(approval, role)],
        barred=barred,
    )


def names(found: Deciders) -> list[Person]:
    """Return the people who decide, by name."""
    return list(Person.objects.filter(pk__in=found.people).order_by("name"))


def grants_in_force(
    *, school: School, for_: str, at: datetime, about: Person | None = None, thing: str = ""
) -> list[Approval]:
    """Return the leave in force at an instant, newest first; for rooms, not for pages.

    `for_` is a clause (`14.1`) or the key of one leave in it (`14.1#0`). With `about` or `thing`,
    only leave that names exactly that person or thing.
    """
    return [
        one for one in _asked_for(school, for_, about, thing) if one.state(at) is State.IN_FORCE
    ]


def _asked_for(school: School, for_: str, about: Person | None, thing: str) -> QuerySet[Approval]:
    found = Approval.objects.filter(Q(key=for_) | Q(clause=for_), school=school)
    if about is not None:
        found = found.filter(about=about)
    if thing:
        found = found.filter(thing__iexact=thing.strip())
    return found.select_related(*_LINKED)


def asked_for(
    *, school: School, for_: str, about: Person | None = None, thing: str = ""
) -> Sequence[Approval]:
    """Return every request of this kind, whatever became of it, newest first; for rooms."""
    return list(_asked_for(school, for_, about, thing))


def waiting(key: str, *, by: Person, act: str, at: datetime) -> Approval | None:
    """Return somebody's own request for this leave and act that waits for a decision, if any."""
    theirs = Approval.objects.filter(school=by.school_id, asker=by, key=key, act__in=("", act))
    return theirs.filter(decision=None, until_at__gt=at).first()


def granted_to(person: Person, *, at: datetime) -> QuerySet[Approval]:
    """Return the leave that somebody has at an instant, as asker or as the one who is to do it."""
    theirs = Approval.objects.filter(Q(asker=person) | Q(doer=person), school=person.school_id)
    now = theirs.filter(decision__from_at__lte=at, decision__until_at__gt=at, revocation=None)
    return now.filter(decision__outcome=Outcome.GRANTED).select_related(*_LINKED)


def counts(*, viewer: Person | None, at: datetime) -> dict[State, int]:
    """Return how many requests of the school stand where, for those who may know numbers alone."""
    if viewer is None or not permissions.may_count(viewer, on=timezone.localdate(at)):
        return {}
    every = Approval.objects.filter(school=viewer.school_id).select_related(
        "decision", "revocation"
    )
    found = Counter(one.state(at) for one in every)
    return {state: found[state] for state in State if found[state]}


_SORTS: Final = {
    "asked": ("-asked_at", "-pk"), "who": ("asker__name", "-pk"), "clause": ("clause", "-pk"),
    "until": ("until_at", "pk"),
}  # fmt: skip


def found(
    *, viewer: Person | None, at: datetime, which: str = "", words: str = "", sort: str = ""
) -> QuerySet[Approval]:
    """Return the requests that the viewer may see: `mine` or all, with these words, sorted."""
    on = timezone.localdate(at)
    seen = (mine if which == "mine" else approvals)(viewer=viewer, on=on)
    if words:
        seen = seen.filter(
            Q(words__icontains=words) | Q(purpose__icontains=words) | Q(scope__icontains=words)
            | Q(clause__iexact=words) | Q(asker__name__icontains=words)
        )  # fmt: skip
    return seen.order_by(*_SORTS.get(sort, _SORTS["asked"]))
