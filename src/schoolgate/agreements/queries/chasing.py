"""Who has waited how long with a signature, and who was reminded (AGR-19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from schoolgate.agreements import permissions
from schoolgate.agreements.models import Chase, Chasing, Refusal
from schoolgate.agreements.queries import standing
from schoolgate.agreements.queries.own import first_asked
from schoolgate.agreements.queries.standing import Line
from schoolgate.agreements.rules.standing import State
from schoolgate.people.models import Person, School

REMIND_DAYS: Final = 7
HEAD_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Wait:
    """A signature that is missing: since when, of whom it is asked."""

    line: Line
    signer: int
    signer_name: str
    since: datetime

    @property
    def key(self) -> tuple[int, int, str]:
        """What it is: who, for whom, which words. The same wait is chased once."""
        return self.signer, self.line.person.pk, self.line.text.hash


def chasing(school: School) -> Chasing:
    """Return how missing signatures are chased: as set last, or as it begins."""
    last = Chasing.objects.filter(school=school).first()
    return last or Chasing(school=school, remind_days=REMIND_DAYS, head_days=HEAD_DAYS)


def waits(school: School, *, at: datetime) -> Iterator[Wait]:
    """Yield every signature that a school waits for, once for each who may give it.

    It has waited since its words were first asked for, and not before the first day of whoever
    is bound.
    """
    here = standing.bound(school, on=timezone.localdate(at)).order_by("name")
    found = [one for one in standing.lines(school, here, at=at)
             if one.state in {State.OUTSTANDING, State.CHANGED}]  # fmt: skip
    asked = first_asked(school, found)
    for one in found:
        first = asked.get(one.text.hash)
        if first is None:
            continue
        since = max(first, _first_day(one.person) or first)
        yield from (Wait(one, pk, name, since) for pk, name in _signers(one))


def _signers(line: Line) -> list[tuple[int, str]]:
    if line.document.by_parent:
        return [(one.pk, one.name) for one in line.guardians]
    return [(line.person.pk, line.person.name)]


def _first_day(person: Person) -> datetime | None:
    if person.starts_on is None:
        return None
    return timezone.make_aware(datetime.combine(person.starts_on, time.min))


def on_heads_list(*, viewer: Person | None, at: datetime) -> list[Wait]:
    """Return what waits so long that the headteacher is told, longest first."""
    if viewer is None or not permissions.sees_waits(viewer, on=timezone.localdate(at)):
        return []
    told = Chase.objects.filter(school=viewer.school, told_head=True)
    keys = set(told.values_list("person", "for_person", "text__hash"))
    found = [one for one in waits(viewer.school, at=at) if one.key in keys] if keys else []
    return sorted(found, key=lambda one: (one.since, one.signer_name))


def refusals(*, viewer: Person | None, at: datetime) -> QuerySet[Refusal]:
    """Return the refusals that the viewer deals with, those still open first."""
    seen = permissions.refusals_visible_to(viewer, on=timezone.localdate(at))
    return seen.select_related("person", "for_person", "text", "seen", "school")
