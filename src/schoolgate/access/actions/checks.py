"""Checks: of administrator accounts, of what groups reach, of one's own profiles."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from schoolgate.access.actions.shared import UnableToRecord, words
from schoolgate.access.models import Check
from schoolgate.access.rules.checks import Sort
from schoolgate.access.verbs import AccessVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal

MAY: Final = {
    Sort.ADMIN_ACCOUNTS: Capability.CHECK_RECORD,
    Sort.GROUP_ACCESS: Capability.CHECK_RECORD,
    Sort.PRIVACY_SETTINGS: Capability.PROFILES_CONFIRM,
}
_VERBS: Final = {
    Sort.ADMIN_ACCOUNTS: AccessVerb.ADMIN_ACCOUNTS_CHECKED,
    Sort.GROUP_ACCESS: AccessVerb.GROUP_ACCESS_CHECKED,
    Sort.PRIVACY_SETTINGS: AccessVerb.PRIVACY_SETTINGS_CONFIRMED,
}


@transaction.atomic
def record_check(*, sort: Sort, found: str, on: date, by: Person, at: datetime) -> Check:
    """Record what a check found on a day. Raises NotAllowed, UnableToRecord.

    The journal tells what was found; of one's own profiles only that they were checked.
    """
    require(by, MAY[sort], by.school_id, at)
    line = words(found, "Say what was found, in a few words.", shortest=3)
    if on > timezone.localdate(at):
        raise UnableToRecord("This day has not come yet. Give the day of the check.")
    made = Check.objects.create(school_id=by.school_id, sort=sort, person=by, checked_on=on,
                                found=line, recorded_at=at)  # fmt: skip
    private = sort == Sort.PRIVACY_SETTINGS
    journal.write(school=by.school, by=by, at=at, verb=_VERBS[sort], object=made,
                  body={} if private else {"found": line})  # fmt: skip
    return made
