"""The school's own list of social media services."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.people import permissions as people
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.policies.actions.recording import UnableToRecord
from schoolgate.policies.models import SocialService
from schoolgate.policies.rules.social import host
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records import actions as journal


@transaction.atomic
def list_service(
    *, school: School, name: str, domain: str, by: Person, at: datetime
) -> SocialService:
    """Put a service on the school's list. Raises NotAllowed, UnableToRecord."""
    _may(by, school, at)
    plain = " ".join(name.split())
    if not plain:
        raise UnableToRecord("Write the name of the service.")
    try:
        with transaction.atomic():
            made = SocialService.objects.create(
                school=school, name=plain, domain=host(domain), by=by, added_at=at
            )
    except IntegrityError:
        raise UnableToRecord(f"{plain} is on the list already.") from None
    journal.write(school=school, by=by, at=at, verb=PoliciesVerb.SERVICE_LISTED, object=made,
                  body={"domain": made.domain})  # fmt: skip
    return made


@transaction.atomic
def unlist_service(*, service: SocialService, by: Person, at: datetime) -> None:
    """Take a service off the school's list. Raises NotAllowed, UnableToRecord."""
    _may(by, service.school, at)
    held = SocialService.objects.filter(pk=service.pk, taken_off_at=None)
    if held.update(taken_off_at=at, taken_off_by=by) != 1:
        raise UnableToRecord(f"{service} is not on the list any more.")
    journal.write(school=service.school, by=by, at=at, verb=PoliciesVerb.SERVICE_UNLISTED,
                  object=service, body={"domain": service.domain})  # fmt: skip


def _may(by: Person, school: School, at: datetime) -> None:
    if not people.may(by, Capability.POLICY_DRAFT, school=school.pk, on=timezone.localdate(at)):
        raise NotAllowed("The headteacher and the e-safety coordinator keep this list.")
