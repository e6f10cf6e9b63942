"""Tests of the filter: made by itself, by pressing a button, by hand on a device; what followed."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from schoolgate.access.actions.shared import UnableToRecord, words
from schoolgate.filtering import checking
from schoolgate.filtering.models import FilterCheck, FilterCheckLine, FilterCheckStep
from schoolgate.filtering.publishing import folder_of
from schoolgate.filtering.queries.lists import unlisted_of
from schoolgate.filtering.rules.checks import Found, Kind, Outcome, Tested
from schoolgate.filtering.rules.groups import closed_unlisted
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.policies import library
from schoolgate.policies.language.mistakes import PackError
from schoolgate.records import actions as journal
from schoolgate.records.parties import System


class ByHand(NamedTuple):
    """What somebody tried on a device, and what came of it: `expected` and `got` are verdicts."""

    device: str
    network: str
    profile: str
    tried: str
    expected: str
    got: str


def make_check(*, school: School, by: Person | System, at: datetime) -> FilterCheck:
    """Ask the school's filter about every category, and keep what it said.

    What a person does proves the duty to test; what happens by itself is written apart from it.
    Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.FILTER_CHECK_MAKE, school.pk, at)
    try:
        book = library.of(school).pack.book
    except PackError as error:
        raise UnableToRecord(
            "The policy cannot be read, so nobody knows what to expect."
        ) from error
    unlisted = closed_unlisted(unlisted_of(school))
    found = checking.check(folder_of(school), book, at, unlisted)
    kind = Kind.DAILY if isinstance(by, System) else Kind.NOW
    return _keep(school, found, kind, by, at)


def record_by_hand(
    *, school: School, tried: ByHand, followed: str, by: Person, at: datetime
) -> FilterCheck:
    """Write down what somebody tried on a device. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.FILTER_CHECK_MAKE, school.pk, at)
    what = words(tried.tried, "Say what you tried.")
    device = words(tried.device, "Say on which device.")
    network = words(tried.network, "Say on which network.")
    outcomes = {what: Outcome(tried.expected, tried.got)}
    tested = Tested(network, device, tried.profile, outcomes)
    with transaction.atomic():
        made = _keep(school, Found((tested,)), Kind.HAND, by, at)
        if said := " ".join(followed.split()):
            FilterCheckStep.objects.create(school=school, check_of=made, by=by, at=at, words=said)
    return made


@transaction.atomic
def follow(*, check: FilterCheck, followed: str, by: Person, at: datetime) -> FilterCheckStep:
    """Write down what followed from a test, and from those before it. Raises NotAllowed,
    UnableToRecord."""
    require(by, Capability.FILTER_CHECK_FOLLOW, check.school_id, at)
    said = words(followed, "Say what was done, or why nothing had to be done.")
    made = FilterCheckStep.objects.create(school=check.school, check_of=check, by=by, at=at,
                                          words=said)  # fmt: skip
    journal.write(school=check.school, by=by, at=at, verb=FilteringVerb.CHECK_FOLLOWED,
                  object=check, body={"words": said})  # fmt: skip
    return made


@transaction.atomic
def _keep(
    school: School, found: Found, kind: Kind, by: Person | System, at: datetime
) -> FilterCheck:
    made = FilterCheck.objects.create(
        school=school, kind=kind, by=by if isinstance(by, Person) else None, at=at,
        snapshot=found.snapshot, trouble=found.trouble[:500], count=found.asked, wrong=found.wrong,
    )  # fmt: skip
    FilterCheckLine.objects.bulk_create(_line(made, one) for one in found.tested)
    verb = FilteringVerb.SELF_TEST_MADE if kind is Kind.DAILY else FilteringVerb.CHECK_RECORDED
    journal.write(school=school, by=by, at=at, verb=verb, object=made,
                  body={"count": found.asked, "wrong": found.wrong})  # fmt: skip
    return made


def _line(check: FilterCheck, one: Tested) -> FilterCheckLine:
    return FilterCheckLine(
        school=check.school, check_of=check, network=one.network, device=one.device,
        profile=one.profile, expected={what: o.expected for what, o in one.outcomes.items()},
        got={what: o.got for what, o in one.outcomes.items()},
        why={what: o.why for what, o in one.wrong.items() if o.why},
    )  # fmt: skip
