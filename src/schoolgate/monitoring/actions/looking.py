"""A look carried out: by the person named, in scope and time, written down before a row is shown.

What lies outside is refused, and the attempt is written down too (MON-06, MON-08, MON-22).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from schoolgate.approvals.actions import UnableToUse, use_grant
from schoolgate.monitoring import reading
from schoolgate.monitoring.actions.storing import UnableToAct
from schoolgate.monitoring.models import Look, LookUp
from schoolgate.monitoring.queries import lookups as queries
from schoolgate.monitoring.reading import Row
from schoolgate.monitoring.rules import lookups as rules
from schoolgate.monitoring.rules.lookups import Kind, Stage, Wanted
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.records import actions as journal

AT_ONCE: Final = 200
IN_A_FILE: Final = 50_000
_LONGEST_WHY: Final = 300
_NOT_OPEN: Final = {
    Stage.NOT_BEGUN: "The time that was authorised has not begun. Wait.",
    Stage.TO_TELL: "This is over. Whoever needs more asks again.",
    Stage.DELAYED: "This is over. Whoever needs more asks again.",
    Stage.TOLD: "This is over. Whoever needs more asks again.",
    Stage.FINISHED: "This is finished. Whoever needs more asks again.",
}


class TooLong(Exception):
    """A file would be too long. The message says what to do; nothing was read out."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look gave: the record of it, the rows of one page, whether there are more; or why it
    was refused."""

    look: Look
    rows: tuple[Row, ...] = ()
    more: bool = False

    @property
    def refused(self) -> str:
        """Why nothing is shown; empty where rows are."""
        return self.look.refused


def look(
    *, look_up: LookUp, wanted: Wanted, by: Person, at: datetime, page: int = 1, message: str = ""
) -> Seen:  # fmt: skip
    """Carry out one query, at most 200 rows of it; `message` names one message to open.

    The record of it (who, when, whose data, which query, under what authorisation, how many rows)
    is stored in the transaction that reads the rows. Never raises for what is not allowed: that is
    recorded, and says why; but UnableToAct for somebody of another school, whom no record of this
    one may name.
    """
    return _carry_out(Look(page=max(page, 1), message=message[:40]), look_up, wanted, by, at)


def export(*, look_up: LookUp, wanted: Wanted, by: Person, at: datetime) -> Seen:
    """Carry out one query and give all its rows, for a file: a look like any other, and written
    down as one. What messages say is in no file. Where it would be too long, it is refused."""
    return _carry_out(Look(page=1, as_file=True), look_up, wanted, by, at)


def _carry_out(
    asked: Look, look_up: LookUp, wanted: Wanted, by: Person, at: datetime
) -> Seen:  # fmt: skip
    if by.school_id != look_up.school_id:
        raise UnableToAct("That is of another school. Nothing was read.")
    asked.school, asked.look_up, asked.by, asked.at = look_up.school, look_up, by, at
    asked.scope, asked.from_at, asked.until_at = wanted.scope, wanted.from_at, wanted.until_at
    if fault := _fault(look_up, wanted, by, at):
        return _refuse(asked, fault)
    try:
        with transaction.atomic(), journal.one_act():
            if look_up.approval is not None:
                used = use_grant(school=look_up.school, for_=look_up.approval.key, by=by, at=at,
                                 about=look_up.about, reviewer=_reviewer(look_up))  # fmt: skip
                if used.pk != look_up.approval.pk:
                    raise UnableToUse("Another permission is in force. Use that look-up.")
            return _seen(asked, wanted)
    except (UnableToUse, TooLong) as error:
        return _refuse(asked, str(error))


def _reviewer(look_up: LookUp) -> Person | None:
    """Return who reviews, unless the flagged exception lets whoever approved do it."""
    return None if look_up.exception else look_up.reviewer


def _fault(look_up: LookUp, wanted: Wanted, by: Person, at: datetime) -> str:
    """Return why this look is not allowed, read anew at this moment; empty where it is."""
    on = timezone.localdate(at)
    now = queries.one(viewer=by, pk=look_up.pk, on=on)
    if now is None or by.pk != now.doer_id:
        return "Only whoever is named to carry this out looks. Ask the headteacher."
    stage = now.stage(at)
    if stage is not Stage.OPEN:
        return _NOT_OPEN[stage]
    if now.kind == Kind.PUPIL and not _has_case(now, by, at):
        return "The case is closed, or is not yours to see. Without a case nobody looks."
    return rules.outside(wanted, now.terms)


def _has_case(look_up: LookUp, by: Person, at: datetime) -> bool:
    on, case = timezone.localdate(at), look_up.case
    if case is None or "dsl" not in people.roles_of(by, on=on):
        return False
    return queries.may_look_for(case, look_up.about, viewer=by, on=on)


def _seen(asked: Look, wanted: Wanted) -> Seen:
    """Read, write down how much was read, and only then hand it out."""
    most = IN_A_FILE if asked.as_file else AT_ONCE
    found = reading.rows_of(asked.look_up.about, wanted, message=asked.message,
                            first=(asked.page - 1) * most, most=most + 1,
                            under=f"look-up {asked.look_up_id}")  # fmt: skip
    if asked.as_file and len(found) > most:
        raise TooLong(f"That is more than {IN_A_FILE:,} rows. Choose fewer days.")
    rows = tuple(found[:most])
    asked.rows = len(rows)
    asked.save(force_insert=True)
    _write(asked, MonitoringVerb.LOOK_UP_READ)
    return Seen(asked, rows, len(found) > most)


@transaction.atomic
def _refuse(asked: Look, why: str) -> Seen:
    asked.pk, asked.rows, asked.refused = None, 0, why[:_LONGEST_WHY]
    asked.save(force_insert=True)
    _write(asked, MonitoringVerb.LOOK_UP_REFUSED)
    return Seen(asked)


def _write(asked: Look, verb: MonitoringVerb) -> None:
    up = asked.look_up
    days = f"{timezone.localtime(asked.from_at):%d/%m/%Y %H:%M} to " \
           f"{timezone.localtime(asked.until_at):%d/%m/%Y %H:%M}"  # fmt: skip
    query = f"{asked.scope}, {days}, {'as a file' if asked.as_file else f'page {asked.page}'}"
    query += f", message {asked.message}" if asked.message else ""
    body = {"query": query, "rows": asked.rows, "look": asked.pk, "about": f"person:{up.about_id}",
            "under": f"approval:{up.approval_id}" if up.approval_id else f"case:{up.case_id}",
            "why": asked.refused}  # fmt: skip
    journal.write(school=up.school, by=asked.by, at=asked.at, verb=verb, object=up,
                  clause=up.clause, body=body)  # fmt: skip
