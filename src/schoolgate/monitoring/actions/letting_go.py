"""What the log holds for a case is let go when the case's own time is over, never before."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.activity import copies_of
from schoolgate.activity.opening import keeps_log, store_of
from schoolgate.activity.store import Store
from schoolgate.concerns.models import Case
from schoolgate.monitoring import keeping
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people.models import School
from schoolgate.records import actions as journal
from schoolgate.records import storing
from schoolgate.records.parties import System


def let_go(*, school: School, by: System, at: datetime) -> int:
    """End the holds of cases whose time is over; return how many cases. The journal says so first:
    whoever is stopped before the log has done it says it once more. What went of the log is proved
    by its own entry, in the next night's run. Raises OSError, duckdb.Error, sqlite3.Error,
    PackError, records.sealing.UnableToOpen.
    """
    if not keeps_log(school):
        return 0
    store = store_of(school)
    over = [
        one for one in store.kept.cases()
        if _write_over(school, one, by, at) and _release(store, school, one, at)
    ]  # fmt: skip
    if over:
        copies_of.release(school)
    return len(over)


@transaction.atomic
def _write_over(school: School, token: str, by: System, at: datetime) -> bool:
    """Write that a hold ends, if it does."""
    case = _locked(school, token)
    if not _is_over(school, token, case, at):
        return False
    journal.write(school=school, by=by, at=at, verb=MonitoringVerb.HOLD_RELEASED,
                  object=case or school)  # fmt: skip
    return True


@transaction.atomic
def _release(store: Store, school: School, token: str, at: datetime) -> bool:
    """Let the log go of a case, if it still may: somebody may have opened it again since that was
    written, and nobody does while it goes."""
    if not _is_over(school, token, _locked(school, token), at):
        return False
    store.release(token)
    return True


def _is_over(school: School, token: str, case: Case | None, at: datetime) -> bool:
    if case is None:
        return not _comes_to_be(school, token)
    return keeping.is_over(case, timezone.localdate(at))


def _locked(school: School, token: str) -> Case | None:
    """Return the case of a hold; nobody opens it again before the transaction ends."""
    case = Case.objects.filter(school=school, token=token).first()
    if case is None:
        return None
    Case.objects.select_for_update().get(pk=case.into_id or case.pk)
    return Case.objects.select_related("school", "into").get(pk=case.pk)


def _comes_to_be(school: School, token: str) -> bool:
    """Tell whether somebody was opening the case just now: a hold is made within that act, which is
    over, or undone, once the journal is ours."""
    storing.hold_the_end(school.pk)
    return Case.objects.filter(school=school, token=token).exists()
