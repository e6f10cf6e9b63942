"""Watching the school's own channels while it is closed (MON-20): published, filled, looked at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from schoolgate.monitoring import permissions
from schoolgate.monitoring.actions.storing import FASTER, UnableToAct, require, stored
from schoolgate.monitoring.models import Rota, Watch, WatchLook
from schoolgate.monitoring.queries import rotas as queries
from schoolgate.monitoring.rules import rotas as rules
from schoolgate.monitoring.rules.rotas import Days, Slot
from schoolgate.monitoring.verbs import MonitoringVerb, PublishingVerb
from schoolgate.notices import actions as notices
from schoolgate.notices.models import Notice
from schoolgate.notices.rules import Group, How
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal

_NOT_YOURS: Final = "The headteacher, the deputy or the e-safety coordinator keeps rotas."
_SUBJECT: Final = "We look at our own pages, also when school is closed"


@dataclass(frozen=True, slots=True)
class Published:
    """A rota as somebody publishes it."""

    name: str
    first_on: date
    last_on: date
    channels: tuple[str, ...]
    days: Days = Days.EVERY
    ticket: UUID = field(default_factory=uuid4)


@transaction.atomic
def publish(*, rota: Published, by: Person, at: datetime) -> Rota:
    """Publish a rota, and tell pupils that the channels are watched. The same ticket twice is once.
    Raises UnableToAct."""
    sent = Rota.objects.filter(school=by.school_id, by=by, ticket=rota.ticket)
    if before := sent.first():
        return before
    require(by, Capability.ROTA_KEEP, at, _NOT_YOURS)
    _refuse(rota, timezone.localdate(at))
    with journal.one_act():
        made = stored(Rota(
            school=by.school, ticket=rota.ticket, name=rota.name.strip(), first_on=rota.first_on,
            last_on=rota.last_on, days=rota.days, channels="\n".join(rota.channels), by=by,
            published_at=at, notice=_told(rota, by, at)), FASTER)  # fmt: skip
        journal.write(
            school=by.school, by=by, at=at, verb=MonitoringVerb.ROTA_PUBLISHED, object=made,
            clause=queries.clause_of(by.school),
            body={"first": f"{rota.first_on:%-d %B %Y}", "last": f"{rota.last_on:%-d %B %Y}"},
        )  # fmt: skip
    return made


def _refuse(rota: Published, today: date) -> None:
    if not rota.name.strip():
        raise UnableToAct("Give the rota a name, such as Easter holiday.")
    if not 1 <= len(rota.channels) <= rules.MOST:
        raise UnableToAct(f"Name the channels, one a line, {rules.MOST} at most.")
    if max(map(len, (rota.name, *rota.channels))) > rules.LONGEST_NAME:
        raise UnableToAct(f"Names have at most {rules.LONGEST_NAME} characters.")
    if rota.last_on < rota.first_on or rota.last_on < today:
        raise UnableToAct("The last day comes after the first, and is not over.")
    if (rota.last_on - rota.first_on).days >= rules.LONGEST:
        raise UnableToAct(f"A rota has at most {rules.LONGEST} days. Make two.")
    if not rules.slots(rota.first_on, rota.last_on, rota.days, rota.channels):
        raise UnableToAct("There is no Saturday or Sunday in this time.")


def _told(rota: Published, by: Person, at: datetime) -> Notice | None:
    """Tell every pupil, on their own page. A school that has none here yet tells nobody."""
    wanted = queries.told_to_pupils(by.school)
    draft = notices.Draft(
        subject=_SUBJECT, body=_words(rota), groups=(Group.PUPILS,), how=How.PAGE,
        key=wanted.key if wanted else "", clause=wanted.clause if wanted else "",
        ticket=rota.ticket,
    )  # fmt: skip
    try:
        return notices.send(draft=draft, by=by, at=at)
    except notices.UnableToSend:
        return None


def _words(rota: Published) -> str:
    when = f"From {rota.first_on:%-d %B %Y} to {rota.last_on:%-d %B %Y}"
    return "\n".join([
        f"{when} somebody from school looks at our pages: {', '.join(rota.channels)}.", "",
        "We do this so that nobody is unkind to anybody there.", "",
        "If you see something there that worries you, tell a grown-up, or tell us here.",
    ])  # fmt: skip


@transaction.atomic
def fill(
    *, rota: Rota, slots: Collection[Slot], person: Person | None, by: Person, at: datetime
) -> None:
    """Say who watches some channels on some days, or that nobody does. Raises UnableToAct."""
    require(by, Capability.ROTA_KEEP, at, _NOT_YOURS)
    if rota.school_id != by.school_id or not slots or not {*slots} <= {*rota.slots}:
        raise UnableToAct("Choose days of this rota.")
    if person is not None and not permissions.may_watch(person, rota, on=timezone.localdate(at)):
        raise UnableToAct("Choose somebody who works at your school.")
    with journal.one_act():
        for slot in sorted(slots):
            stored(Watch(school=rota.school, rota=rota, on=slot.on, channel=slot.channel,
                         person=person, by=by, at=at), FASTER)  # fmt: skip
        journal.write(
            school=rota.school, by=by, at=at, verb=MonitoringVerb.ROTA_FILLED, object=rota,
            body={"who": str(person) if person else "nobody",
                  "what": "; ".join(map(str, sorted(slots)))},
        )  # fmt: skip


@transaction.atomic
def looked(*, rota: Rota, slot: Slot, by: Person, at: datetime) -> None:
    """Write down that whoever watches a channel looked at it on their day. Raises UnableToAct."""
    today = timezone.localdate(at)
    plan = queries.plan_of(rota)
    if plan.watching.get(slot) != by:
        raise UnableToAct("Somebody else watches this channel on that day.")
    if slot.on > today:
        raise UnableToAct("That day is still to come.")
    if slot in plan.looked:
        raise UnableToAct("You wrote this down before.")
    with journal.one_act():
        stored(WatchLook(school=rota.school, rota=rota, on=slot.on, channel=slot.channel, by=by,
                         at=at), FASTER)  # fmt: skip
        journal.write(
            school=rota.school, by=by, at=at, verb=PublishingVerb.COMMENTS_CHECKED, object=rota,
            clause=queries.clause_of(rota.school), body={"what": str(slot)},
        )  # fmt: skip
