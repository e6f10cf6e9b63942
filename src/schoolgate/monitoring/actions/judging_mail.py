"""Messages judged by the machine: opened in its own process, each once, for whom a clause lets it.

What is found says kind, rule, gravity and time. Not a word of a message leaves this file but to the
detector, which keeps none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags

from schoolgate.activity import copies_of, days
from schoolgate.activity.events import MailEvent
from schoolgate.activity.mail import using
from schoolgate.activity.mail.copies import UnableToOpen
from schoolgate.activity.opening import store_of
from schoolgate.activity.store import Store
from schoolgate.monitoring import detecting, naming, whose
from schoolgate.monitoring.actions.raising import LATEST, raise_alert
from schoolgate.monitoring.detection.items import Item, Kind
from schoolgate.monitoring.models import Reached
from schoolgate.monitoring.rules.judged import May
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.monitoring.whose import Whose
from schoolgate.people.models import School
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

TABLE: Final = "mail"
MESSAGES_AT_ONCE: Final = 200


class _Judged(NamedTuple):
    """A message that may be judged: whose it counts as, and the clause that lets the machine."""

    event: MailEvent
    who: str
    whose: Whose
    clause: str


def judge_mail(
    *, school: School, by: System, at: datetime, most: int = MESSAGES_AT_ONCE
) -> int:  # fmt: skip
    """Judge the messages that came since the last time; return how many came. What no clause lets
    the machine open stays shut, also when a clause comes later; and so does what is a week old.
    """
    with detecting.forgotten_if_undone(), transaction.atomic(), journal.one_act():
        Reached.objects.get_or_create(school=school, table=TABLE, defaults={"at": at})
        mark = Reached.objects.select_for_update().get(school=school, table=TABLE)
        store = store_of(school)
        events, cursor = store.since(TABLE, mark.cursor, most)
        since = days.instant(at - LATEST)
        fresh = [one for one in events if isinstance(one, MailEvent) and one.at >= since]
        chosen = list(_chosen(school, store, fresh, at)) if fresh else []
        for one in chosen:
            _judge(school, one, by, at)
        if chosen:
            _note(school, chosen, by, at)
        mark.cursor, mark.at = cursor, at
        mark.save(update_fields=["cursor", "at"])
    return len(events)


def _chosen(
    school: School, store: Store, events: list[MailEvent], at: datetime
) -> Iterator[_Judged]:  # fmt: skip
    """Yield the messages that a clause lets the machine open; by their rows, before any is."""
    may, on = naming.for_judging(school), timezone.localdate(at)
    pupils, staff = (of(school, store, on=on) for of in (whose.pupils, whose.employees))
    first, last = (one(event.at for event in events) for one in (min, max))
    to: dict[str, list[str]] = {}
    for one in using.recipients_of(store, since=first, until=last + 1):
        to.setdefault(one.message, []).append(one.who)
    for event in events:
        whom = [event.sender] if event.inside else to.get(event.message, [])
        yield from _allowed(event, whom, pupils, staff, may)


def _allowed(
    event: MailEvent, whom: Iterable[str], pupils: dict[str, Whose], staff: dict[str, Whose],
    may: May,
) -> Iterator[_Judged]:  # fmt: skip
    """Yield a message as a pupil's who wrote it, or to whom somebody outside wrote; or as that of
    the employee who wrote it."""
    pupil = next((who for who in whom if who in pupils), "")
    if pupil and (clause := may.of_pupils(event.kind)):
        yield _Judged(event, pupil, pupils[pupil], clause)
    elif event.inside and event.sender in staff and may.staff:
        yield _Judged(event, event.sender, staff[event.sender], may.staff)


def _judge(school: School, one: _Judged, by: System, at: datetime) -> None:
    for finding in detecting.judge_all(_items(school, one)):
        if not finding.excused:
            raise_alert(school=school, finding=finding, known=one.whose, by=by, at=at, table=TABLE)


def _items(school: School, one: _Judged) -> Iterator[Item]:
    """Yield subject and words of a message; of one whose copy is gone, nothing."""
    try:
        subject, words, pages = copies_of.words_for_the_machine(school, one.event.body)
    except UnableToOpen:
        return
    plain = Item(one.event.at, one.who, one.whose.group, one.whose.person.role, Kind.MAIL_SUBJECT,
                 subject, source=str(one.event.number))  # fmt: skip
    yield plain
    kind = Kind.CHAT if one.event.kind == "chat" else Kind.MAIL_TEXT
    for text in words or tuple(strip_tags(page) for page in pages):
        yield plain._replace(kind=kind, text=text)


def _note(school: School, chosen: list[_Judged], by: System, at: datetime) -> None:
    clauses = sorted({one.clause for one in chosen})
    journal.write(school=school, by=by, at=at, verb=MonitoringVerb.MAIL_TEXT_JUDGED, object=school,
                  clause=clauses[0],
                  body={"messages": len(chosen), "clauses": ", ".join(clauses)})  # fmt: skip
