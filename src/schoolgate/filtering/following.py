"""When other rooms change who asks, or what holds, the filter follows at once: it hears of it from
the journal.

Who asks (posts, logins, nominated users) is written as soon as it is committed, once for each
transaction however many entries it has. What holds (policy, hours, terms) is a job, stored with the
act: the lists stay as they are, so it takes about a second.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.filtering import publishing
from schoolgate.people.models import School
from schoolgate.people.verbs import PeopleVerb
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records import followers

_log = logging.getLogger(__name__)
WHO_ASKS: Final = (
    AccountsVerb.ACCOUNT_CLOSED, AccountsVerb.ACCOUNT_OPENED, AccountsVerb.ACCOUNT_REOPENED,
    PeopleVerb.DEMONSTRATION_SET_UP, PeopleVerb.LEAVING_CONFIRMED, PeopleVerb.PERSON_ADDED,
    PeopleVerb.PERSON_CHANGED, PeopleVerb.PERSON_HELD, PeopleVerb.PERSON_LEFT,
    PeopleVerb.PERSON_RETURNED, PeopleVerb.ROLE_APPOINTED, PeopleVerb.ROLE_DELEGATED,
    PeopleVerb.ROLE_ENDED, PeopleVerb.ROSTER_TAKEN_IN,
)  # fmt: skip
WHAT_HOLDS: Final = (
    PeopleVerb.CALENDAR_KEPT, PoliciesVerb.POLICY_PUBLISHED, PoliciesVerb.TIMES_SET,
    PoliciesVerb.VERSION_ADOPTED, PoliciesVerb.VERSION_ENDED, PoliciesVerb.VERSION_WITHDRAWN,
)  # fmt: skip


def offer() -> None:
    """Follow the journal."""
    followers.follow(WHO_ASKS, _who_asks)
    followers.follow(WHAT_HOLDS, _what_holds)


@dataclass(frozen=True, slots=True)
class _Rewrite:
    """Write a school's overlay; two of the same school are alike. The act that asked for it stands
    whatever happens here: `write_overlays` comes again."""

    school: int

    def __call__(self) -> None:
        try:
            school = School.objects.get(pk=self.school)
            if publishing.folder_of(school).exists():  # somebody has asked for a filter
                publishing.write_overlay(school, timezone.now())
        except (DatabaseError, OSError) as error:
            _log.error("The filter of school %s was not told who asks: %s", self.school, error)


def _who_asks(school: int) -> None:
    wanted = _Rewrite(school)
    if all(waiting[1] != wanted for waiting in connection.run_on_commit):
        transaction.on_commit(wanted)


def _what_holds(school: int) -> None:
    if publishing.folder_of(School.objects.get(pk=school)).exists():
        publishing.follow_policy.enqueue(school)
