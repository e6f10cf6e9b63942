"""Every write about sources."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from schoolgate.gateways.models import Source
from schoolgate.gateways.sources import rules
from schoolgate.gateways.verbs import GatewaysVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

_LONGEST_QUIET: Final = 24 * 60  # hours
_MINUTE: Final = timedelta(minutes=1)
_LOG: Final = "web-log"
_READER: Final = System("activity", "The activity log")


class UnableToKeep(Exception):
    """Nothing was written. The message says what to do."""


class Counts(NamedTuple):
    """What became of the records of a file: new, there already, new and not fully understood."""

    taken: int
    there: int
    aside: int


@transaction.atomic
def add_source(  # noqa: PLR0913 a source is all of these
    *, school: School, name: str, kind: str, by: Person | System, at: datetime, address: str = "",
    networks: str = "", domains: str = "", quiet_hours: int = 24,
) -> Source:  # fmt: skip
    """Enter a system that sends. Raises NotAllowed, UnableToKeep."""
    require(by, Capability.SOURCE_KEEP, school.pk, at)
    values = _checked(name, kind, address, networks, domains)
    _refuse_quiet(quiet_hours)
    try:
        with transaction.atomic():
            made = Source.objects.create(school=school, kind=kind, quiet_hours=quiet_hours,
                                         added_at=at, added_by=str(by), **values)  # fmt: skip
    except IntegrityError:
        raise UnableToKeep("Another source has this name or address. Choose another.") from None
    journal.write(school=school, by=by, at=at, verb=GatewaysVerb.SOURCE_ADDED, object=made,
                  body={"kind": rules.KINDS[kind], "address": made.address})  # fmt: skip
    return made


@transaction.atomic
def change_quiet(*, source: Source, quiet_hours: int, by: Person | System, at: datetime) -> None:
    """Say after how many hours silence is told. Raises NotAllowed, UnableToKeep."""
    require(by, Capability.SOURCE_KEEP, source.school_id, at)
    _refuse_quiet(quiet_hours)
    here = Source.objects.filter(pk=source.pk, ended_at=None)
    if here.update(quiet_hours=quiet_hours) != 1:
        raise UnableToKeep("It is off the list already.")
    journal.write(school=source.school, by=by, at=at, verb=GatewaysVerb.SOURCE_CHANGED,
                  object=source, body={"hours": quiet_hours})  # fmt: skip


@transaction.atomic
def end_source(*, source: Source, by: Person | System, at: datetime) -> None:
    """Take no more from a source; what it sent stays. Raises NotAllowed, UnableToKeep."""
    require(by, Capability.SOURCE_KEEP, source.school_id, at)
    if Source.objects.filter(pk=source.pk, ended_at=None).update(ended_at=at) != 1:
        raise UnableToKeep("It is off the list already.")
    journal.write(school=source.school, by=by, at=at, verb=GatewaysVerb.SOURCE_ENDED,
                  object=source)  # fmt: skip


@transaction.atomic
def note_taken(
    *, source: Source, file: str, counts: Counts, by: Person | System, at: datetime
) -> None:
    """Note that somebody took in a file: what was new, there already, and not understood."""
    journal.write(
        school=source.school, by=by, at=at, verb=GatewaysVerb.FILE_TAKEN, object=source,
        body={"file": file[-80:], **counts._asdict()},
    )  # fmt: skip


def note_received(*, source: Source, events: int, not_understood: int, at: datetime) -> None:
    """Note when something last came; no act of anybody, so the journal says nothing of it.

    What came within a minute of the last is counted with what comes after.
    """
    said: dict[str, Any] = {"events": F("events") + events,
                            "not_understood": F("not_understood") + not_understood}  # fmt: skip
    Source.objects.filter(pk=source.pk).update(**said)
    stale = Q(last_at=None) | Q(last_at__lt=at - _MINUTE)
    Source.objects.filter(stale, pk=source.pk).update(last_at=at)


def note_log(school: School, events: int, aside: int, at: datetime) -> None:
    """Note that a log of the web was taken in. Where the school never entered one, it is entered
    as Squid's, and its silence is told from then on; one that somebody ended stays ended."""
    logs = Source.objects.filter(Q(kind__in=rules.LOGS) | Q(name=_LOG), school=school)
    source = logs.filter(ended_at=None).order_by("pk").first()
    if source is None and not logs.exists():
        source = add_source(school=school, name=_LOG, kind="squid", by=_READER, at=at)
    if source is not None:
        note_received(source=source, events=events, not_understood=aside, at=at)


def _checked(name: str, kind: str, address: str, networks: str, domains: str) -> dict[str, Any]:
    if kind not in rules.KINDS:
        raise UnableToKeep(f"“{kind}” is no kind of source. There are: {', '.join(rules.KINDS)}.")
    try:
        return {
            "name": rules.name(name), "address": rules.address(address, kind),
            "networks": rules.networks(networks), "domains": rules.domains(domains),
        }  # fmt: skip
    except rules.BadSource as error:
        raise UnableToKeep(str(error)) from None


def _refuse_quiet(hours: int) -> None:
    if not 1 <= hours <= _LONGEST_QUIET:
        raise UnableToKeep(f"Silence counts from 1 to {_LONGEST_QUIET:,} hours of school days.")
