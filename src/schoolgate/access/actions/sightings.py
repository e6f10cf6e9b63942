"""“I saw something I should not”, told in one step; and ways in that are not approved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.access import permissions
from schoolgate.access.actions.shared import UnableToRecord, name_of, words
from schoolgate.access.models import RouteReport, Sighting
from schoolgate.access.rules.sightings import Recipient
from schoolgate.access.verbs import AccessVerb
from schoolgate.people.actions import NotAllowed, require
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal


@transaction.atomic
def tell(*, recipient: Recipient, where: str, by: Person, at: datetime, what: str = "") -> Sighting:
    """Tell of something seen by accident. It is no misuse, and no clause of misuse is named.

    Raises NotAllowed, UnableToRecord.
    """
    place = words(where, "Say where you saw it: which folder, page or screen.")
    made = Sighting.objects.create(
        school_id=by.school_id,
        person=by,
        recipient=recipient,
        where=place,
        what=" ".join(what.split()),
        told_at=at,
    )
    journal.write(school=by.school, by=by, at=at, verb=AccessVerb.SIGHTING_TOLD, object=made)
    return made


@transaction.atomic
def answer(*, sighting: Sighting, said: str, by: Person, at: datetime) -> Sighting:
    """Record what was done about it. Raises NotAllowed, UnableToRecord."""
    if not permissions.answers(by, sighting, on=timezone.localdate(at)):
        raise NotAllowed("This was told to somebody else.")
    line = words(said, "Say what was done, so that whoever told you can read it.", shortest=3)
    here = Sighting.objects.filter(pk=sighting.pk, answered_at=None)
    if here.update(answered_at=at, answered_by=name_of(by), answer=line) != 1:
        raise UnableToRecord("Somebody has answered this already. Look again.")
    sighting.refresh_from_db()
    journal.write(school=sighting.school, by=by, at=at, verb=AccessVerb.SIGHTING_ANSWERED,
                  object=sighting)  # fmt: skip
    return sighting


@transaction.atomic
def record_look(*, sighting: Sighting, by: Person, at: datetime) -> None:
    """Record that somebody other than the teller read what was told."""
    journal.write(school=sighting.school, by=by, at=at, verb=AccessVerb.SIGHTING_SEEN,
                  object=sighting)  # fmt: skip


@transaction.atomic
def report_route(*, route: str, by: Person, at: datetime, who: str = "") -> RouteReport:
    """Report a way in from outside that is not on the list. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.ROUTE_REPORT, by.school_id, at)
    way = words(route, "Say which way in was used: a program, a site, a shared account.")
    made = RouteReport.objects.create(school_id=by.school_id, route=way,
                                      who=" ".join(who.split()), noted_at=at,
                                      noted_by=name_of(by))  # fmt: skip
    journal.write(school=by.school, by=by, at=at, verb=AccessVerb.ROUTE_REPORTED, object=made,
                  body={"route": way})  # fmt: skip
    return made


@transaction.atomic
def settle_route(*, report: RouteReport, outcome: str, by: Person, at: datetime) -> RouteReport:
    """Record how it was settled. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.RIGHT_CHANGE, report.school_id, at)
    line = words(outcome, "Say how it was settled.", shortest=3)
    here = RouteReport.objects.filter(pk=report.pk, settled_at=None)
    if here.update(settled_at=at, settled_by=name_of(by), outcome=line) != 1:
        raise UnableToRecord("This is settled already.")
    report.refresh_from_db()
    journal.write(school=report.school, by=by, at=at, verb=AccessVerb.ROUTE_SETTLED,
                  object=report, body={"outcome": line})  # fmt: skip
    return report
