"""The hours of named times that a policy leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.kernel import canonical
from schoolgate.people import permissions as people
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.policies import library
from schoolgate.policies.actions.storing import UnableToDraft
from schoolgate.policies.models import SchoolTimes
from schoolgate.policies.rules.bands import NAMED, bands
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records import actions as journal


@transaction.atomic
def set_times(
    *, school: School, hours: Mapping[str, str], by: Person, at: datetime
) -> SchoolTimes | None:
    """Set the hours of named times, all at once; None when nothing changes.

    Rules that speak of these times follow at once. Raises NotAllowed, UnableToDraft, PackError.
    """
    if not people.may(by, Capability.POLICY_DRAFT, school=school.pk, on=timezone.localdate(at)):
        raise NotAllowed("The headteacher and the e-safety coordinator set the times.")
    plain = {name: hours[name].strip() for name in NAMED if hours.get(name, "").strip()}
    try:
        bands(plain)
    except ValueError as error:
        raise UnableToDraft(f"{error}.") from None
    if library.states_times(school):
        raise UnableToDraft("The policy itself states its times. Draft a version to change them.")
    stored = canonical.text(plain)
    if stored == (library.times_set(school) or "{}"):
        return None
    made = SchoolTimes.objects.create(school=school, hours=stored, by=by, set_at=at)
    journal.write(school=school, by=by, at=at, verb=PoliciesVerb.TIMES_SET, object=made, body=plain)
    return made
