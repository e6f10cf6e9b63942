"""What is recorded about a version: its revision record, who was consulted, related documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.people import permissions as people
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.policies import judging
from schoolgate.policies.models import Consultation, RelatedPolicy, Revision, Version
from schoolgate.policies.models.life import LONGEST
from schoolgate.policies.rules.life import Stage
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records import actions as journal


class UnableToRecord(Exception):
    """This cannot be recorded; nothing was."""


@transaction.atomic
def revise(
    *, version: Version, on: date, revisers: Sequence[str], change: str, by: Person, at: datetime
) -> Revision:
    """Add a line to the revision record of a version that is not in force yet.

    `revisers` are names or roles, one or several. The clauses that differ from the version before
    are linked by the machine. Raises NotAllowed, UnableToRecord.
    """
    today = _drafter(by, version, at)
    named = [one.strip() for one in revisers if one.strip()]
    if not named or not change.strip():
        raise UnableToRecord("Say who revised it and what changed.")
    _refuse_long_or_late(change, on, today)
    _refuse_closed(version, Stage.DRAFT, Stage.CONSULTED, Stage.APPROVED)
    made = Revision.objects.create(
        school=version.school, version=version, on=on, revisers="\n".join(named),
        change=change.strip(), clauses=" ".join(judging.changed(version, on=today)),
        written_by=by, written_at=at,
    )  # fmt: skip
    journal.write(school=version.school, by=by, at=at, verb=PoliciesVerb.REVISION_RECORDED,
                  object=version, body={"revisers": named, "clauses": made.clauses})  # fmt: skip
    return made


@transaction.atomic
def consult(  # noqa: PLR0913 a line of the record is all of these
    *, version: Version, group: str, on: date, channel: str, comments: str, by: Person, at: datetime
) -> Consultation:
    """Add a line to the consultation record of a draft. Raises NotAllowed, UnableToRecord."""
    today = _drafter(by, version, at)
    if not group.strip() or not channel.strip():
        raise UnableToRecord("Say which group was consulted and how.")
    _refuse_long_or_late(comments, on, today)
    _refuse_closed(version, Stage.DRAFT, Stage.CONSULTED)
    made = Consultation.objects.create(
        school=version.school, version=version, group=group.strip()[:80], on=on,
        channel=channel.strip()[:200], comments=comments.strip(), written_by=by, written_at=at,
    )  # fmt: skip
    journal.write(school=version.school, by=by, at=at, verb=PoliciesVerb.DRAFT_COMMENTED,
                  object=version, body={"group": made.group, "on": on.isoformat(),
                                        "channel": made.channel})  # fmt: skip
    return made


@transaction.atomic
def relate(*, name: str, place: str, by: Person, at: datetime) -> RelatedPolicy:
    """Put a document on the register of related policies. Raises NotAllowed, UnableToRecord."""
    _drafter_at(by, by.school_id, timezone.localdate(at))
    if not name.strip():
        raise UnableToRecord("Say what the document is called.")
    made = RelatedPolicy(
        school=by.school, name=name.strip()[:200], place=place.strip()[:300], added_by=by,
        added_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise UnableToRecord(f"“{made.name}” is on the register already.") from None
    journal.write(school=by.school, by=by, at=at, verb=PoliciesVerb.POLICY_RELATED, object=made,
                  body={"place": made.place})  # fmt: skip
    return made


@transaction.atomic
def supersede(
    *, related: RelatedPolicy, on: date, instead: str, by: Person, at: datetime
) -> RelatedPolicy:
    """Say that another document took the place of one on the register.

    Raises NotAllowed, UnableToRecord.
    """
    _drafter_at(by, related.school_id, timezone.localdate(at))
    if not instead.strip():
        raise UnableToRecord("Say what takes its place.")
    there = RelatedPolicy.objects.filter(pk=related.pk, superseded_on=None)
    if there.update(superseded_on=on, superseded_by=instead.strip()[:200]) != 1:
        raise UnableToRecord("It is marked as superseded already.")
    related.refresh_from_db()
    journal.write(school=by.school, by=by, at=at, verb=PoliciesVerb.POLICY_SUPERSEDED,
                  object=related, body={"on": on.isoformat(),
                                        "instead": related.superseded_by})  # fmt: skip
    return related


def _drafter(by: Person, version: Version, at: datetime) -> date:
    return _drafter_at(by, version.school_id, timezone.localdate(at))


def _drafter_at(by: Person, school: int, on: date) -> date:
    if not people.may(by, Capability.POLICY_DRAFT, school=school, on=on):
        raise NotAllowed("The headteacher and the e-safety coordinator keep this record.")
    return on


def _refuse_long_or_late(text: str, on: date, today: date) -> None:
    if len(text) > LONGEST:
        raise UnableToRecord(f"Write at most {LONGEST} characters.")
    if on > today:
        raise UnableToRecord("That day has not come yet. Give the day on which it was.")


def _refuse_closed(version: Version, *open_: Stage) -> None:
    if version.stage not in open_ or version.from_on is not None:
        raise UnableToRecord("This version is past that. Its record stays as it is.")
