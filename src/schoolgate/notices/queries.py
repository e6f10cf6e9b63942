"""Every read of notices; each starts from what the viewer may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from schoolgate.notices import owed, permissions, rules
from schoolgate.notices.models import LetterPart, LetterRun, Notice, Step, Telling
from schoolgate.notices.owed import ToTell
from schoolgate.notices.rules import Due, Group, Mark, Means, State
from schoolgate.people.models import Guardianship, Person, School
from schoolgate.people.rules import is_current
from schoolgate.policies import library
from schoolgate.policies import queries as policies


def _with(*marks: Mark) -> Exists:
    return Exists(Step.objects.filter(telling=OuterRef("pk"), kind__in=marks))


def open_ones(tellings: QuerySet[Telling]) -> QuerySet[Telling]:
    """Return those that somebody has still to read or to confirm; agrees with `rules.is_open`."""
    told = _with(*rules.KNOWS) | Q(means=Means.NEWSLETTER)
    printed = Q(_with(Mark.PRINTED), means=Means.LETTER)
    asked = Q(notice__asks=True) & ~Q(_with(*rules.ANSWERS))
    return tellings.filter(asked | (Q(notice__asks=False) & ~Q(told) & ~printed))


def mine(*, viewer: Person | None, on: date) -> QuerySet[Telling]:
    """Return what the viewer was told, newest first."""
    seen = permissions.tellings_visible_to(viewer, on=on).filter(person=viewer)
    linked = seen.select_related("notice", "notice__by", "notice__school")
    return linked.prefetch_related("steps").order_by("-notice__sent_at", "-pk")


def to_read(*, viewer: Person | None, on: date) -> list[Telling]:
    """Return what the viewer has still to read or to confirm, newest first."""
    return list(open_ones(mine(viewer=viewer, on=on)))


def notices(*, viewer: Person | None, on: date) -> QuerySet[Notice]:
    """Return the notices that the viewer may read, newest first."""
    return permissions.notices_visible_to(viewer, on=on).select_related("by", "school")


_SORTS: Final = {
    "told": ("-notice__sent_at", "person__name", "pk"), "who": ("person__name", "-pk"),
    "subject": ("notice__subject", "person__name", "pk"),
    "means": ("means", "person__name", "pk"),
}  # fmt: skip


def history(
    *, viewer: Person | None, on: date, words: str = "", which: str = "", sort: str = "",
    notice: int | None = None,
) -> QuerySet[Telling]:  # fmt: skip
    """Return who was told what: with these words, of one notice, `open` ones only, sorted."""
    found = permissions.tellings_visible_to(viewer, on=on)
    if notice is not None:
        found = found.filter(notice=notice)
    if words:
        found = found.filter(
            Q(person__name__icontains=words) | Q(notice__subject__icontains=words)
            | Q(notice__clause__iexact=words) | Q(means=words.lower())
        )  # fmt: skip
    if which == "open":
        found = open_ones(found)
    linked = found.select_related("person", "notice", "notice__by").prefetch_related("steps")
    return linked.order_by(*_SORTS.get(sort, _SORTS["told"]))


def counts(tellings: Iterable[Telling]) -> dict[State, int]:
    """Return how many tellings stand where."""
    found = Counter(one.state for one in tellings)
    return {state: found[state] for state in State if found[state]}


def persons(
    *, school: School, groups: Iterable[Group], class_name: str = "", on: date
) -> list[Person]:
    """Return who is meant on a day, by name; with a class, its pupils and whoever answers for
    them in place of all pupils and parents. For senders: who they are is shown before it is sent.
    """
    kinds: set[str] = set().union(*(rules.KINDS_OF[group] for group in groups))
    found = Person.objects.filter(school=school, kind__in=sorted(kinds))
    if class_name:
        guards = Guardianship.objects.filter(school=school, pupil__class_name=class_name)
        in_class = Q(kind="pupil", class_name=class_name)
        found = found.filter(~Q(kind__in=["pupil", "parent"]) | in_class
                             | Q(pk__in=guards.values("guardian")))  # fmt: skip
    here = found.order_by("name", "pk")
    return [one for one in here if is_current(on, one.starts_on, one.ends_on)]


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that the policy wants told, since when all have been told, and whether it is due;
    `left` are groups that were not told where others were."""

    one: ToTell
    told_at: datetime | None
    due: Due
    left: tuple[Group, ...] = ()


def owed_by(*, viewer: Person | None, at: datetime) -> list[Owed]:
    """Return all that the viewer's school must tell, in the order of its policy; to senders only.

    Raises policies.language.mistakes.PackError.
    """
    on = timezone.localdate(at)
    if viewer is None or not permissions.may_send(viewer, on=on):
        return []
    school = viewer.school
    told = _last_told(school)
    version = policies.version_in_force(school=school, at=on)
    since = version.from_on if version else None
    return [
        _owed(one, told.get(key, {}), since, on)
        for key, one in owed.to_tell(library.of(school)).items()
    ]


def _last_told(school: School) -> dict[str, dict[str, datetime]]:
    """Return when each group was told last, by key; telling one class alone does not count."""
    found: dict[str, dict[str, datetime]] = {}
    sent = Notice.objects.filter(school=school, class_name="").exclude(key="").order_by("sent_at")
    for key, groups, at in sent.values_list("key", "groups", "sent_at"):
        found.setdefault(key, {}).update(dict.fromkeys(groups.split(), at))
    return found


def _owed(one: ToTell, told: dict[str, datetime], since: date | None, on: date) -> Owed:
    """Return how one thing stands: as the group stands that was told longest ago, or never."""
    left = tuple(group for group in one.groups if group not in told)
    times = [told[group] for group in one.groups if group in told] or list(told.values())
    at = min(times, default=None)
    told_on = timezone.localdate(at) if at and not left else None
    due = rules.due(one.every, told_on=told_on, in_force_from=since, on=on)
    return Owed(one, at, due, left if at else ())


def to_print(notice: Notice) -> QuerySet[Telling]:
    """Return those who need a letter of a notice and have none: by letter from the start, or
    because the e-mail did not arrive. Those in a run that is being printed are left out."""
    waiting = notice.runs.filter(parts__made_at=None).values_list("parts__tellings", flat=True)
    asked = {int(one) for part in waiting for one in part.split()}
    every = Telling.objects.filter(notice=notice).exclude(_with(Mark.PRINTED))
    needed = every.filter(Q(means=Means.LETTER) | Q(_with(Mark.UNDELIVERABLE)))
    return needed.exclude(pk__in=asked).order_by("person__name", "pk")


def runs(*, notice: Notice, viewer: Person | None, on: date) -> list[LetterRun]:
    """Return the letter runs of a notice, newest first, with their parts; to senders only."""
    if viewer is None or not permissions.may_send(viewer, on=on):
        return []
    here = LetterRun.objects.filter(notice=notice, school=viewer.school_id)
    return list(here.prefetch_related("parts").order_by("-asked_at"))


def part(*, pk: int, viewer: Person | None, on: date) -> LetterPart | None:
    """Return one file of letters that is made; to senders only."""
    if viewer is None or not permissions.may_send(viewer, on=on):
        return None
    made = LetterPart.objects.filter(pk=pk, school=viewer.school_id, made_at__isnull=False)
    return made.select_related("run", "run__notice").first()


def to_chase(*, school: School, at: datetime) -> QuerySet[Telling]:
    """Return the tellings by e-mail that nobody opened for a week and of which nobody was reminded;
    for the job that reminds."""
    old = Telling.objects.filter(
        school=school, means=Means.EMAIL, notice__sent_at__lte=at - rules.CHASED_AFTER
    )
    unread = open_ones(old).exclude(_with(Mark.CHASED, Mark.UNDELIVERABLE))
    return unread.select_related("notice", "person").order_by("notice", "pk")


def still_unread(*, viewer: Person, at: datetime) -> list[tuple[Notice, int]]:
    """Return the viewer's own notices that some have not read two weeks on, with how many."""
    on = timezone.localdate(at)
    mine = permissions.tellings_visible_to(viewer, on=on).filter(
        notice__by=viewer,
        notice__sent_at__lte=at - rules.LISTED_AFTER,
        notice__sent_at__gt=at - rules.LISTED_UNTIL,
    )
    if not permissions.may_send(viewer, on=on):
        return []
    left = Counter(open_ones(mine).values_list("notice", flat=True))
    found = Notice.objects.filter(pk__in=left).select_related("school").order_by("sent_at")
    return [(notice, left[notice.pk]) for notice in found]
