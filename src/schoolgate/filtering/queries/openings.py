"""What is open, off or held to a list: for the pages, and for the overlay that gateways read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from schoolgate.accounts.models import Account
from schoolgate.filtering import naming, permissions
from schoolgate.filtering.models import Download, LessonMode, OpeningRequest, SwitchOff, Withdrawal
from schoolgate.filtering.queries import downloads, withdrawals
from schoolgate.filtering.rules.openings import Outcome, State, roles_of
from schoolgate.filtering.rules.places import Place
from schoolgate.people.models import Person, School
from schoolgate.people.rules import Kind

_LINKED: Final = ("asker", "asker__school", "school", "decision__by", "end__by", "use")
_OFF: Final = ("asker", "person", "agreed_by", "ended_by", "process", "school")


class OpenSite(NamedTuple):
    """A site opened: from `from_at` until `until_at` (UNIX seconds), and for nobody after.

    For whoever has one of `roles`; where `class_name` is set, only for `users`, the names under
    which that class signs in. An empty `path` is the whole site.
    """

    token: str
    host: str
    path: str
    roles: tuple[str, ...]
    class_name: str
    users: tuple[str, ...]
    clause: str
    from_at: float
    until_at: float


class Marked(NamedTuple):
    """A download for lesson work, open to `users` from `from_at` until `until_at`."""

    token: str
    place: Place
    users: tuple[str, ...]
    from_at: float
    until_at: float


class SwitchedOff(NamedTuple):
    """The filter off from `from_at` until `until_at`, but for the floor.

    `for_all` or for `users` alone: somebody without an account is nobody to the filter.
    """

    token: str
    for_all: bool
    users: tuple[str, ...]
    clause: str
    from_at: float
    until_at: float


class OnlyThese(NamedTuple):
    """A class held to some sites and no other from `from_at` until `until_at`."""

    token: str
    class_name: str
    users: tuple[str, ...]
    places: tuple[Place, ...]
    from_at: float
    until_at: float


class Withdrawn(NamedTuple):
    """The internet closed to `users` from `from_at` until `until_at`; 0: until somebody decides."""

    users: tuple[str, ...]
    from_at: float
    until_at: float


class InForce(NamedTuple):
    """All that holds now, or begins later and needs nobody to begin it: each carries its end."""

    openings: tuple[OpenSite, ...]
    switch_offs: tuple[SwitchedOff, ...]
    lessons: tuple[OnlyThese, ...]
    downloads: tuple[Marked, ...]
    withdrawn: tuple[Withdrawn, ...]


def in_force(school: School, at: datetime) -> InForce:
    """Return what holds at an instant or from some later one on; for rooms, not for pages.

    What has ended, was closed early, or was never decided is not in it; nor is what is for one
    person or class whom the filter cannot know, because no user name is theirs.
    """
    granted = OpeningRequest.objects.filter(
        school=school, decision__outcome=Outcome.GRANTED, decision__until_at__gt=at, end=None
    ).select_related("decision")
    off = SwitchOff.objects.filter(
        school=school, agreed_at__isnull=False, ended_at=None, until_at__gt=at
    )
    held = LessonMode.objects.filter(school=school, ended_at=None, until_at__gt=at)
    offs = [_off(one) for one in off.order_by("pk")]
    lessons = [_only(one) for one in held.select_related("list").order_by("pk")]
    return InForce(
        tuple(_open(one) for one in granted.order_by("pk")),
        tuple(one for one in offs if one.for_all or one.users),
        tuple(one for one in lessons if one.users),
        tuple(one for one in map(_marked, downloads.open_at(school, at)) if one.users),
        tuple(map(_withdrawn, withdrawals.open_at(school, at))),
    )


def _open(one: OpeningRequest) -> OpenSite:
    span = one.decision.span
    if span is None:
        raise ValueError("A site is granted for a time; the database holds that.")
    return OpenSite(
        one.token, one.host, one.path, roles_of(one.group), one.class_name,
        users_of_class(one.school_id, one.class_name), one.clause, span.from_at.timestamp(),
        span.until_at.timestamp(),
    )  # fmt: skip


def _marked(one: Download) -> Marked:
    return Marked(one.token, one.place, users_of(one.person), one.said_at.timestamp(),
                  one.until_at.timestamp())  # fmt: skip


def _withdrawn(one: Withdrawal) -> Withdrawn:
    return Withdrawn(users_of(one.person) or ("?",), one.from_at.timestamp(),
                     one.until_at.timestamp() if one.until_at else 0)  # fmt: skip


def _off(one: SwitchOff) -> SwitchedOff:
    return SwitchedOff(
        one.token, one.person_id is None, users_of(one.person) if one.person else (), one.clause,
        one.begins_at.timestamp(), one.until_at.timestamp(),
    )  # fmt: skip


def _only(one: LessonMode) -> OnlyThese:
    return OnlyThese(
        one.token, one.class_name, users_of_class(one.school_id, one.class_name), one.list.places,
        one.from_at.timestamp(), one.until_at.timestamp(),
    )  # fmt: skip


def users_of(person: Person) -> tuple[str, ...]:
    """Return under which name somebody signs in; none without an account in use."""
    accounts = Account.objects.filter(person=person, is_active=True)
    return tuple(accounts.values_list("username", flat=True))


def users_of_class(school: int, name: str) -> tuple[str, ...]:
    """Return under which names a class signs in: its pupils', and the class's own."""
    if not name:
        return ()
    theirs = Q(class_name=name) | Q(person__class_name=name, person__kind=Kind.PUPIL)
    accounts = Account.objects.filter(theirs, school=school, is_active=True)
    return tuple(accounts.order_by("username").values_list("username", flat=True))


_SORTS: Final = {
    "asked": ("-asked_at", "-pk"), "site": ("host", "path", "-pk"), "who": ("asker__name", "-pk"),
    "until": ("-until_at", "-pk"),
}  # fmt: skip


def openings(*, viewer: Person | None, on: date) -> QuerySet[OpeningRequest]:
    """Return the requests that the viewer may see, newest first."""
    return permissions.openings_visible_to(viewer, on=on).select_related(*_LINKED)


def found(
    *, viewer: Person | None, at: datetime, which: str = "", words: str = "", sort: str = ""
) -> QuerySet[OpeningRequest]:
    """Return requests with these words: `mine`, `open`, `waiting` or all, sorted."""
    seen = openings(viewer=viewer, on=timezone.localdate(at))
    if which == "mine":
        seen = seen.filter(asker=viewer)
    if which == "open":
        seen = seen.filter(decision__outcome=Outcome.GRANTED, decision__until_at__gt=at,
                           decision__from_at__lte=at, end=None)  # fmt: skip
    if which == "waiting":
        seen = seen.filter(decision=None, until_at__gt=at)
    if words:
        seen = seen.filter(
            Q(host__icontains=words) | Q(lesson__icontains=words) | Q(reason__icontains=words)
            | Q(asker__name__icontains=words) | Q(class_name__iexact=words)
        )  # fmt: skip
    return seen.order_by(*_SORTS.get(sort, _SORTS["asked"]))


def to_decide(*, viewer: Person, at: datetime) -> list[OpeningRequest]:
    """Return the requests that wait for the viewer's decision, oldest first."""
    on = timezone.localdate(at)
    waiting = openings(viewer=viewer, on=on).filter(decision=None, until_at__gt=at)
    own = naming.for_openings(viewer.school, on=on).own if waiting else False
    return [
        one for one in waiting.order_by("asked_at", "pk")
        if naming.deciders(one.roles, asker=one.asker, own=own, on=on).role_of(viewer.pk)
    ]  # fmt: skip


def to_read(*, viewer: Person, at: datetime) -> list[OpeningRequest]:
    """Return what was decided for the viewer by somebody else and is not read yet."""
    seen = openings(viewer=viewer, on=timezone.localdate(at)).filter(asker=viewer)
    decided = seen.filter(decision__isnull=False, decision__read_at=None)
    return list(decided.exclude(decision__by=viewer).order_by("asked_at", "pk"))


def switch_offs(*, viewer: Person | None, on: date) -> QuerySet[SwitchOff]:
    """Return the switch-offs that the viewer may see, newest first."""
    return permissions.switch_offs_visible_to(viewer, on=on).select_related(*_OFF)


def off_now(*, viewer: Person, at: datetime) -> list[SwitchOff]:
    """Return the switch-offs that are in force, for who sees them."""
    seen = switch_offs(viewer=viewer, on=timezone.localdate(at))
    running = seen.filter(agreed_at__isnull=False, ended_at=None, until_at__gt=at)
    return [one for one in running if one.state(at) is State.IN_FORCE]


def to_agree(*, viewer: Person, at: datetime) -> list[SwitchOff]:
    """Return the requests to switch off that wait for a second person."""
    seen = switch_offs(viewer=viewer, on=timezone.localdate(at))
    return list(seen.filter(agreed_at=None, ended_at=None, until_at__gt=at, clause=""))
