"""A calendar feed: a secret address that a calendar program reads without signing in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Final

from django.db import transaction

from schoolgate.duties.models import Feed
from schoolgate.duties.verbs import DutiesVerb
from schoolgate.people.models import Person
from schoolgate.records import actions as journal

_BYTES: Final = 32


def digest(token: str) -> str:
    """Return what is kept of a secret address. It is 256 random bits, so one hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def open_feed(*, by: Person, at: datetime) -> str:
    """Open a feed of somebody's own duties and return the secret part of its address: it is shown
    once and kept nowhere. An earlier address stops working."""
    Person.objects.select_for_update().get(pk=by.pk)  # two tabs at once: one after the other
    Feed.objects.filter(person=by, closed_at=None).update(closed_at=at)
    token = secrets.token_urlsafe(_BYTES)
    made = Feed.objects.create(school=by.school, person=by, digest=digest(token), opened_at=at)
    journal.write(school=by.school, by=by, at=at, verb=DutiesVerb.FEED_OPENED, object=made)
    return token


@transaction.atomic
def close_feed(*, by: Person, at: datetime) -> bool:
    """Close somebody's own feed; False when none is open."""
    open_ = Feed.objects.filter(person=by, closed_at=None)
    made = open_.first()
    if made is None or open_.filter(pk=made.pk).update(closed_at=at) != 1:
        return False
    journal.write(school=by.school, by=by, at=at, verb=DutiesVerb.FEED_CLOSED, object=made)
    return True
