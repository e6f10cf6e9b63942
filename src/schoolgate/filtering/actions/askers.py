"""Networks and devices of a school: told to the filter, and taken away again."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from schoolgate.access.actions.shared import UnableToRecord, words
from schoolgate.filtering import publishing
from schoolgate.filtering.models import Device, Network
from schoolgate.filtering.rules import profiles
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System


@transaction.atomic
def add_network(
    *, school: School, name: str, cidr: str, profile: str, by: Person | System, at: datetime
) -> Network:
    """Tell the filter of a network and its profile. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.FILTER_KEEP, school.pk, at)
    called = words(name, "Enter the network’s name.")
    try:
        net = profiles.network(cidr)
        with transaction.atomic():
            made = Network.objects.create(school=school, name=called, cidr=net, profile=profile,
                                          added_at=at)  # fmt: skip
    except ValueError as error:
        raise UnableToRecord(str(error)) from None
    except IntegrityError:
        raise UnableToRecord(f"{net} is in the list already.") from None
    journal.write(school=school, by=by, at=at, verb=FilteringVerb.NETWORK_ADDED, object=made,
                  body={"profile": profile})  # fmt: skip
    publishing.publish_overlay(school)
    return made


@transaction.atomic
def end_network(*, network: Network, by: Person | System, at: datetime) -> None:
    """Take a network away: its devices count as unknown. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.FILTER_KEEP, network.school_id, at)
    if Network.objects.filter(pk=network.pk, ended_at=None).update(ended_at=at) != 1:
        raise UnableToRecord("It is off the list already.")
    journal.write(school=network.school, by=by, at=at, verb=FilteringVerb.NETWORK_ENDED,
                  object=network)  # fmt: skip
    publishing.publish_overlay(network.school)


@transaction.atomic
def add_device(  # noqa: PLR0913 a device is all of these
    *, school: School, name: str, address: str, person: Person | None, profile: str,
    by: Person | System, at: datetime, is_personal: bool = False,
) -> Device:  # fmt: skip
    """Tell the filter of a device: somebody's, or with a profile of its own.

    Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.FILTER_KEEP, school.pk, at)
    called = words(name, "Enter the device’s name.")
    if (person is None) == (not profile):
        raise UnableToRecord("Choose whose the device is, or the profile it gets: one of the two.")
    if is_personal and person is None:
        raise UnableToRecord("Choose whose own device it is.")
    if person is not None and person.school_id != school.pk:
        raise UnableToRecord("Choose somebody of this school.")
    try:
        where = profiles.device(address)
        with transaction.atomic():
            made = Device.objects.create(school=school, name=called, address=where, person=person,
                                         profile=profile, is_personal=is_personal,
                                         added_at=at)  # fmt: skip
    except ValueError as error:
        raise UnableToRecord(str(error)) from None
    except IntegrityError:
        raise UnableToRecord(f"{where} is in the list already.") from None
    journal.write(school=school, by=by, at=at, verb=FilteringVerb.DEVICE_ADDED, object=made,
                  body={"profile": profile or str(person)})  # fmt: skip
    publishing.publish_overlay(school)
    return made


@transaction.atomic
def end_device(*, device: Device, by: Person | System, at: datetime) -> None:
    """Take a device away: it counts by its network. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.FILTER_KEEP, device.school_id, at)
    if Device.objects.filter(pk=device.pk, ended_at=None).update(ended_at=at) != 1:
        raise UnableToRecord("It is off the list already.")
    journal.write(school=device.school, by=by, at=at, verb=FilteringVerb.DEVICE_ENDED,
                  object=device)  # fmt: skip
    publishing.publish_overlay(device.school)
