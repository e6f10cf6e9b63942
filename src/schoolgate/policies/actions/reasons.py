"""Reasons for departures from standards, and waivers of findings that block an approval."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.people import permissions as people
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.policies.models import Reason
from schoolgate.policies.models.proposals import LONGEST
from schoolgate.policies.queries.blocking import Weighed
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records import actions as journal


class UnableToWaive(Exception):
    """No reason was written down. The message says why and what to do."""


@transaction.atomic
def give_reason(
    *, school: School, about: Weighed, because: str, by: Person, at: datetime
) -> Reason:
    """Write down why a policy departs from a standard. Raises UnableToWaive."""
    on = timezone.localdate(at)
    if not people.may(by, Capability.POLICY_DRAFT, school=school.pk, on=on):
        raise UnableToWaive("This is for those who write the policy. Ask the headteacher.")
    if about.waivable:
        raise UnableToWaive("This needs a waiver with the day on which it ends.")
    return _written(school, about, because, by, at, None)


@transaction.atomic
def waive(
    *, school: School, about: Weighed, because: str, until_on: date, by: Person, at: datetime
) -> Reason:
    """Let a finding not block an approval until a day. Raises UnableToWaive."""
    on = timezone.localdate(at)
    if not people.may(by, Capability.FINDING_WAIVE, school=school.pk, on=on):
        raise UnableToWaive("A waiver is for the headteacher or the chair of governors.")
    if not about.waivable:
        raise UnableToWaive("This needs a reason, and no waiver.")
    if until_on <= on:
        raise UnableToWaive("Give a day that is still to come.")
    return _written(school, about, because, by, at, until_on)


def _written(
    school: School, about: Weighed, because: str, by: Person, at: datetime, until_on: date | None
) -> Reason:
    text = because.strip()
    if not text:
        raise UnableToWaive("Write down the reason.")
    if len(text) > LONGEST:
        raise UnableToWaive(f"Write at most {LONGEST} characters.")
    finding, verb = about.finding, PoliciesVerb.DEPARTURE_REASONED
    made = Reason.objects.create(
        school=school, what=Reason.WAIVER if about.waivable else Reason.DEPARTURE,
        finding=about.mark, kind=finding.kind, text=finding.text,
        clause=finding.clauses[0] if finding.clauses else "", because=text, by=by, given_at=at,
        from_on=timezone.localdate(at), until_on=until_on,
    )  # fmt: skip
    body = {"because": text}
    if until_on is not None:
        verb, body = PoliciesVerb.FINDING_WAIVED, body | {"until": until_on.isoformat()}
    journal.write(school=school, by=by, at=at, verb=verb, object=made, clause=made.clause,
                  body=body)  # fmt: skip
    return made
