"""A home–school agreement or brochure comes out: only with every topic that it needs."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.agreements.rules import families
from schoolgate.agreements.verbs import AgreementsVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.policies import library
from schoolgate.records import actions as journal
from schoolgate.records.models import Entry
from schoolgate.records.parties import Thing


class UnableToPublish(Exception):
    """The draft lacks something; nothing was written. The message says what."""


@transaction.atomic
def publish_home_school_text(
    *, name: str, draft: str, published_on: date, by: Person, at: datetime
) -> Entry:
    """Record that a home–school agreement or a brochure came out with every topic that it needs.

    Raises NotAllowed, UnableToPublish, PackError.
    """
    require(by, Capability.HOME_SCHOOL_TEXT_CHECK, by.school_id, at)
    said = " ".join(name.split())[:80]
    if not said:
        raise UnableToPublish("Say what it is: the home–school agreement, the brochure.")
    if published_on > timezone.localdate(at):
        raise UnableToPublish("That day is still to come. Record it when it is out.")
    asked = families.topics(library.of(by.school).pack)
    lacking = [one.topic.title for one in families.check(draft, asked) if not one.words]
    if lacking:
        raise UnableToPublish(f"The draft does not speak of this yet: {'; '.join(lacking)}.")
    digest = hashlib.sha256(draft.encode()).hexdigest()
    return journal.write(
        school=by.school, by=by, at=at, verb=AgreementsVerb.HOME_SCHOOL_TEXT_PUBLISHED,
        object=Thing("agreements.text", digest[:16], said),
        body={"on": str(published_on), "hash": digest, "topics": [one.key for one in asked]},
    )  # fmt: skip
