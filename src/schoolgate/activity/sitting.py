"""Who sat at which address of the school's own network: told by sign-ins, and by files.

Only the log keeps it, under its pseudonyms, and no longer than its rows.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from django.db import transaction

from schoolgate.activity import days, registering
from schoolgate.activity.intake import session_files
from schoolgate.activity.intake.session_files import Plan, Sat
from schoolgate.activity.intake.sessions import Session
from schoolgate.activity.opening import keeps_log, store_of
from schoolgate.activity.verbs import ActivityVerb
from schoolgate.people.models import School
from schoolgate.records import actions as journal
from schoolgate.records.parties import System
from schoolgate.records.tenancy import acting_for

_log: Final = logging.getLogger(__name__)


def take(*, school: School, path: Path, by: System, at: datetime) -> Plan:
    """Note the sessions of a file; the same file again changes nothing. Raises OSError,
    session_files.UnableToRead; then nothing was noted."""
    plan = session_files.plan(path.read_bytes())
    body = {"file": path.name, "sessions": str(len(plan.sessions)),
            "aside": str(sum(plan.aside.values()))}  # fmt: skip
    with acting_for(school.pk), transaction.atomic():
        journal.write(school=school, by=by, at=at, verb=ActivityVerb.SESSIONS_TAKEN,
                      object=school, body=body)  # fmt: skip
        known = registering.known(school)
        _sit(school, ((one, known(one.user).kind) for one in plan.sessions))
    return plan


def used(
    *, school: School, address: str, user: str, kind: str, since: datetime, until: datetime
) -> None:
    """Note that an account was in use at an address; `kind` is "person" or "class".

    Only addresses of a network of its own say which computer it was: behind a public one there is
    a whole school. Where no log is kept nothing is noted; a sign-in never fails for this.
    """
    if not _is_a_computers(address) or not keeps_log(school):
        return
    first, last = days.instant(since), days.instant(until)
    try:
        sat = Sat(str(ip_address(address)), user, first, max(last, first + 1))
        _sit(school, [(sat, kind)])
    except (OSError, sqlite3.Error) as error:
        _log.error("Who sat where at %s was not noted: %s", school.slug, error)


def _is_a_computers(address: str) -> bool:
    try:
        one = ip_address(address)
    except ValueError:
        return False
    return one.is_private and not (one.is_loopback or one.is_link_local or one.is_unspecified)


def _sit(school: School, sessions: Iterable[tuple[Sat, str]]) -> None:
    store = store_of(school)
    store.sit(
        Session(store.pseudonym("device", one.address), store.pseudonym(kind, one.user),
                one.since, one.until)
        for one, kind in sessions
    )  # fmt: skip
