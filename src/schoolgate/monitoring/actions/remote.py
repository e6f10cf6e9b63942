"""Remote view and control of machines (MON-13): written down before it begins, told to who sat
there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from schoolgate.monitoring import permissions
from schoolgate.monitoring.actions.storing import FASTER, UnableToAct, require, stored
from schoolgate.monitoring.models import RemoteSession
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal

_MACHINE: Final = 80
_REASON: Final = 300


@dataclass(frozen=True, slots=True)
class Remote:
    """A remote session that somebody is about to begin."""

    machine: str
    reason: str
    is_control: bool
    person: Person | None = None
    ticket: UUID = field(default_factory=uuid4)


@transaction.atomic
def begin_remote(*, remote: Remote, by: Person, at: datetime) -> RemoteSession:
    """Write down that a session begins. The same ticket twice is once. Raises UnableToAct."""
    sent = RemoteSession.objects.filter(school=by.school_id, by=by, ticket=remote.ticket)
    if before := sent.first():
        return before
    require(by, Capability.REMOTE_BEGIN, at, "Staff look at screens from afar, nobody else.")
    _refuse(remote, by, at)
    with journal.one_act():
        made = stored(RemoteSession(
            school=by.school, ticket=remote.ticket, by=by, machine=remote.machine.strip(),
            person=remote.person, is_control=remote.is_control, reason=remote.reason.strip(),
            began_at=at), FASTER)  # fmt: skip
        _write(made, MonitoringVerb.REMOTE_BEGUN, by, at)
    return made


def _refuse(remote: Remote, by: Person, at: datetime) -> None:
    for words, what, most in ((remote.machine, "which machine it is", _MACHINE),
                              (remote.reason, "why", _REASON)):  # fmt: skip
        if not words.strip() or len(words) > most:
            raise UnableToAct(f"Say {what}, in {most} characters at most.")
    if remote.person is None:
        return
    if remote.person.school_id != by.school_id or remote.person.pk == by.pk:
        raise UnableToAct("Name somebody else of your school.")
    if not permissions.may_see_screen(by, remote.person, on=timezone.localdate(at)):
        raise UnableToAct("You see pupils’ screens. A colleague’s only the network manager sees.")


@transaction.atomic
def end_remote(*, remote: RemoteSession, by: Person, at: datetime) -> None:
    """Write down that a session is over; whoever began it does. Raises UnableToAct."""
    mine = RemoteSession.objects.filter(pk=remote.pk, by=by, ended_at=None)
    if not mine.update(ended_at=at):
        raise UnableToAct("This session is over, or somebody else’s.")
    _write(remote, MonitoringVerb.REMOTE_ENDED, by, at)


@transaction.atomic
def read_remote(*, remote: RemoteSession, by: Person, at: datetime) -> None:
    """Note that whoever sat there opened their notice; once, and nobody else."""
    mine = RemoteSession.objects.filter(pk=remote.pk, person=by, read_at=None)
    if mine.update(read_at=at):
        _write(remote, MonitoringVerb.REMOTE_READ, by, at)


def _write(remote: RemoteSession, verb: MonitoringVerb, by: Person, at: datetime) -> None:
    what = "took over" if remote.is_control else "looked at"
    journal.write(school=remote.school, by=by, at=at, verb=verb, object=remote,
                  body={"machine": remote.machine, "what": what,
                        "whose": str(remote.person or "nobody"),
                        "reason": remote.reason})  # fmt: skip
