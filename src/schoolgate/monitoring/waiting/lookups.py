"""What look-ups put on people's Do lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from schoolgate.monitoring import actions
from schoolgate.monitoring.models import LookUp
from schoolgate.monitoring.queries import lookups as queries
from schoolgate.monitoring.rules.lookups import Stage, Step
from schoolgate.people.models import Person
from schoolgate.people.needs import Need


def needs(person: Person, at: datetime) -> Iterator[Need]:
    """Yield what somebody looks at, tells, reviews, finishes or reads; and to governors what is
    overdue, without names."""
    seen = queries.look_ups(viewer=person, on=timezone.localdate(at))
    for one in seen.exclude(steps__kind=Step.FINISHED):
        yield from _of(one, person, at)
    for one in queries.about_me(viewer=person, at=at):
        if Step.DELIVERED not in one.written:
            yield Need("Read: somebody looked at what you did", _page("my-notice", one),
                       one.written[Step.NOTICED].at, str(one.asker), one.clause)  # fmt: skip
    numbers = queries.numbers(viewer=person, at=at)
    if numbers is not None and numbers.overdue:
        yield Need(f"Overdue: {numbers.overdue} employees are not told of a look",
                   reverse("monitoring:look-ups", args=[person.school.slug]), at,
                   due=timezone.localdate(at) - timedelta(days=1))  # fmt: skip


def _of(one: LookUp, person: Person, at: datetime) -> Iterator[Need]:
    stage, since = one.stage(at), one.asked_at
    if person.pk == one.doer_id and stage is Stage.OPEN:
        yield Need(f"Carry out look-up {one.pk}", _page("look-up", one), since, str(one.asker),
                   one.clause, due=timezone.localdate(one.said.span.until_at))  # fmt: skip
    if actions.may_review(one, by=person, at=at):
        yield Need(f"Review look-up {one.pk}", _page("look-up-review", one), since, str(one.asker),
                   one.clause)  # fmt: skip
    if stage is Stage.TO_TELL and actions.may_tell(one, by=person, at=at):
        yield Need(f"Tell {one.about} of look-up {one.pk}", _page("look-up", one), since,
                   clause=one.clause, due=one.due_on(at))  # fmt: skip
    done = stage is Stage.TOLD and Step.REVIEWED in one.written
    if done and person.pk == one.asker_id:
        yield Need(f"Finish look-up {one.pk}", _page("look-up", one), since, clause=one.clause)


def _page(name: str, one: LookUp) -> str:
    return reverse(f"monitoring:{name}", args=[one.school.slug, one.pk])
