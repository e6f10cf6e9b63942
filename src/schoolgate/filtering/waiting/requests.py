"""What this room puts on people's Do lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from django.urls import reverse
from django.utils import timezone

from schoolgate.filtering import actions, permissions
from schoolgate.filtering.queries import openings, reports, withdrawals
from schoolgate.filtering.rules.openings import Outcome, left
from schoolgate.people.models import Person
from schoolgate.people.needs import Need
from schoolgate.people.rights import Capability


def needs(person: Person, at: datetime) -> Iterator[Need]:
    """Yield what somebody decides, reads, agrees to or keeps an eye on."""
    yield from chain(_openings(person, at), _off(person, at), _reports(person, at),
                     _faults(person, at), _withdrawn(person, at))  # fmt: skip


def _openings(person: Person, at: datetime) -> Iterator[Need]:
    for one in openings.to_decide(viewer=person, at=at):
        yield Need(f"Decide: open {one.place}, for {one.lesson}",
                   _page("opening-decide", person, one.pk), one.asked_at, str(one.asker),
                   one.clause)  # fmt: skip
    for one in openings.to_read(viewer=person, at=at):
        decided = one.decided
        if decided is None:
            continue
        opened = decided.outcome == Outcome.GRANTED
        ends = one.ends_at
        said = (f"{one.place} is open: {left(ends, at)} left" if opened and ends > at
                else f"{one.place} was {decided.outcome}")  # fmt: skip
        yield Need(said, _page("opening", person, one.pk), decided.decided_at, str(decided.by),
                   one.clause)  # fmt: skip


def _off(person: Person, at: datetime) -> Iterator[Need]:
    for one in openings.to_agree(viewer=person, at=at):
        if actions.may_agree(one, by=person, at=at):
            yield Need(f"Agree or not: switch the filter off for {one.whom}",
                       _page("switch-off", person, one.pk), one.asked_at, str(one.asker),
                       one.clause)  # fmt: skip
    for one in openings.off_now(viewer=person, at=at):
        yield Need(f"The filter is off for {one.whom}: {left(one.until_at, at)} left",
                   _page("switch-off", person, one.pk), one.begins_at, str(one.asker),
                   one.clause)  # fmt: skip


def _withdrawn(person: Person, at: datetime) -> Iterator[Need]:
    """Yield that one's own access is withdrawn, and what is to be looked at again."""
    for one in withdrawals.to_read(viewer=person, at=at):
        yield Need("Read why your access to the internet is withdrawn",
                   _page("withdrawal", person, one.pk), one.from_at, str(one.by),
                   one.clause)  # fmt: skip
    for one in withdrawals.to_review(viewer=person, at=at):
        yield Need(f"Review the withdrawn access of {one.person}",
                   _page("withdrawal", person, one.pk), one.from_at, str(one.by), one.clause,
                   due=one.review_on)  # fmt: skip


def _reports(person: Person, at: datetime) -> Iterator[Need]:
    on = timezone.localdate(at)
    if permissions.may(person, Capability.WRONG_CATEGORY_ANSWER, on=on):
        for one in reports.wrong_categories(viewer=person, on=on).filter(answered_at=None):
            yield Need(f"Is it sorted wrongly? {one.place}", _page("wrong-answer", person, one.pk),
                       one.reported_at, str(one.reporter))  # fmt: skip
    for one in reports.answers_to_read(viewer=person, on=on):
        yield Need(f"Read the answer about {one.place}", _page("wrong", person, one.pk),
                   one.answered_at or one.reported_at, str(one.answered_by))  # fmt: skip


def _faults(person: Person, at: datetime) -> Iterator[Need]:
    """Yield faults of which the provider is not told; late ones say so."""
    on = timezone.localdate(at)
    if not permissions.may(person, Capability.FAULT_KEEP, on=on):
        return
    for one in reports.faults(viewer=person, on=on).filter(told_at=None, mended_at=None):
        late = "Late: tell" if one.is_late(at) else "Tell"
        yield Need(f"{late} {one.provider} of a fault of the filter",
                   _page("fault-told", person, one.pk), one.found_at, str(one.finder), one.clause,
                   due=timezone.localdate(one.found_at))  # fmt: skip


def _page(name: str, person: Person, pk: int) -> str:
    return reverse(f"filtering:{name}", args=[person.school.slug, pk])
