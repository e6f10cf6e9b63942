"""Guests invited, their last day moved, and the weekly act that closes what is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from schoolgate.access.actions.shared import UnableToRecord, name_of, words
from schoolgate.access.models import Guest
from schoolgate.access.verbs import AccessVerb
from schoolgate.accounts import actions as accounts
from schoolgate.accounts.models import Account
from schoolgate.people import actions as people
from schoolgate.people import rules
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.people.rules import STAFF_KINDS, Kind
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

KINDS = (Kind.VISITOR, Kind.TRAINEE, Kind.CONTRACTOR, Kind.VOLUNTEER, Kind.COMMUNITY_USER)
LONGEST = timedelta(days=366)


@transaction.atomic
def invite_guest(  # noqa: PLR0913 a visit is all of these
    *,
    school: School,
    name: str,
    kind: Kind,
    sponsor: Person,
    purpose: str,
    from_on: date,
    last_day: date,
    by: Person | System,
    at: datetime,
    email: str = "",
) -> Guest:
    """Enter a guest. No account is opened by this: gates come first (`open_login`).

    Raises NotAllowed, UnableToRecord, people.UnableToChange.
    """
    require(by, Capability.GUEST_INVITE, school.pk, at)
    called = words(name, "Enter the guest’s name.")
    purpose = words(purpose, "Say what the visit is for.")
    if kind not in KINDS:
        raise UnableToRecord("A guest is a visitor, trainee, contractor, volunteer or the like.")
    _refuse_days(from_on, last_day, timezone.localdate(at))
    _refuse_sponsor(sponsor, school, timezone.localdate(at))
    until_on = last_day + timedelta(days=1)
    with journal.one_act():
        person = people.add_person(school=school, name=called, kind=kind, email=email, by=by,
                                   at=at, starts_on=from_on, ends_on=until_on)  # fmt: skip
        guest = Guest.objects.create(
            school=school, person=person, sponsor=sponsor, purpose=purpose, from_on=from_on,
            until_on=until_on, invited_at=at, invited_by=name_of(by),
        )  # fmt: skip
        body = {"until": str(last_day), "sponsor": str(sponsor), "purpose": purpose}
        journal.write(school=school, by=by, at=at, verb=AccessVerb.GUEST_INVITED, object=guest,
                      body=body)  # fmt: skip
    return guest


@transaction.atomic
def move_last_day(*, guest: Guest, last_day: date, by: Person | System, at: datetime) -> Guest:
    """Let a visit end earlier or later. One that is over is not revived: invite them anew.

    Raises NotAllowed, UnableToRecord, people.UnableToChange.
    """
    require(by, Capability.GUEST_INVITE, guest.school_id, at)
    today, until_on = timezone.localdate(at), last_day + timedelta(days=1)
    if guest.until_on <= today:
        raise UnableToRecord(f"The visit of {guest} is over. Invite them anew.")
    if until_on < today:
        raise UnableToRecord("The last day lies in the past. Yesterday is the earliest.")
    if last_day < guest.from_on or until_on - guest.from_on > LONGEST:
        raise UnableToRecord("The last day is on or after the first, and within a year of it.")
    here = Guest.objects.filter(pk=guest.pk, until_on=guest.until_on, swept_at=None)
    with journal.one_act():
        if here.update(until_on=until_on) != 1:
            raise UnableToRecord(
                f"Somebody else has just changed the visit of {guest}. Look again."
            )
        people.record_leaving(person=guest.person, last_day=last_day, by=by, at=at)
        guest.until_on = until_on
        journal.write(school=guest.school, by=by, at=at, verb=AccessVerb.GUEST_MOVED, object=guest,
                      body={"last_day": str(last_day)})  # fmt: skip
    return guest


@transaction.atomic
def close_guest_logins(*, school: School, by: Person | System, at: datetime) -> int:
    """Close the accounts of guests past their date: weekly, and it says so when there were none.

    Their sign-in ended with the day itself; this also takes away the account. Raises NotAllowed.
    """
    require(by, Capability.ACCOUNT_CLOSE, school.pk, at)
    over = Guest.objects.filter(school=school, swept_at=None, until_on__lte=timezone.localdate(at))
    with journal.one_act():
        closed = 0
        for guest in over.select_related("person").order_by("pk"):
            if Guest.objects.filter(pk=guest.pk, swept_at=None).update(swept_at=at) != 1:
                continue
            for account in Account.objects.filter(person=guest.person, is_active=True):
                accounts.close_account(account=account, by=by, at=at, because="the visit is over")
                closed += 1
        journal.write(school=school, by=by, at=at, verb=AccessVerb.GUEST_LOGINS_CLOSED,
                      object=school, body={"count": closed})  # fmt: skip
    return closed


def _refuse_days(from_on: date, last_day: date, today: date) -> None:
    if last_day < from_on:
        raise UnableToRecord("The last day comes before the first. Give a later one.")
    if last_day < today:
        raise UnableToRecord("The last day lies in the past. Give a later one.")
    if last_day - from_on >= LONGEST:
        raise UnableToRecord("A visit lasts a year at most. Give an earlier last day.")


def _refuse_sponsor(sponsor: Person, school: School, today: date) -> None:
    here = sponsor.school_id == school.pk and sponsor.kind in STAFF_KINDS
    if not here or not rules.is_current(today, sponsor.starts_on, sponsor.ends_on):
        raise UnableToRecord("The sponsor is a member of staff who works here now.")
