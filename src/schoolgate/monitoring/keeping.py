"""Until when the log keeps rows for a case, read; and what pages say of that and of
alerts."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from django.utils import timezone

from schoolgate.activity import actions as activity
from schoolgate.activity import days
from schoolgate.activity.opening import UNREADABLE, store_of
from schoolgate.activity.rules import ALERTS
from schoolgate.concerns import finding, holding
from schoolgate.concerns.models import Case
from schoolgate.monitoring.models import Alert
from schoolgate.monitoring.rules import keeping as rules
from schoolgate.people.models import School
from schoolgate.policies.language.mistakes import PackError

_OPEN: Final = "They are kept while the case is open."
_HELD: Final = "They are kept as long as its evidence is held for the police or a court."
_LOGS: Final = "the period of the log, counted from the day of closing: no clause states another"
_UNCLEAR: Final = "They are kept until the mistakes in the policy are mended."

_ALERTS_UNCLEAR: Final = "Alerts are kept until the mistakes in the policy are mended."
_log = logging.getLogger(__name__)


class Kept(NamedTuple):
    """The last day on which rows are held for a case, None while none is known; and a sentence."""

    on: date | None
    says: str


def until(case: Case) -> Kept:
    """Return until when the log keeps rows for a case. Raises PackError."""
    whole = case.into or case
    if whole.closed_at is None:
        return Kept(None, _OPEN)
    if holding.is_held(case):
        return Kept(None, _HELD)
    evidence = holding.kept_until(case).on
    closed_on = timezone.localdate(whole.closed_at)
    last = rules.last_day(closed_on, evidence, activity.periods(case.school))
    why = "as long as its evidence" if evidence else _LOGS
    return Kept(last, f"They are kept until {last:%-d %B %Y}, {why}.")


def is_over(case: Case, today: date) -> bool:
    """Tell whether the log keeps nothing for a case any more. Raises PackError."""
    last = until(case).on
    return last is not None and last < today


def of_alerts(school: School) -> str:
    """Return in a sentence how long alerts are kept."""
    try:
        longs = activity.periods(school)
    except PackError:
        return _ALERTS_UNCLEAR
    if ALERTS in longs:
        long = f"for {rules.said(longs[ALERTS])}, as the policy says"
    else:
        long = (f"as long as the log that they are made from: {rules.said(longs['web'])} (sites), "
                f"{rules.said(longs['mail'])} (mail)")  # fmt: skip
    return f"Alerts are kept {long}. What became a concern stays with its case."


def told(case: Case) -> Iterator[str]:
    """Yield what the log keeps for a case, and until when: for its page, without a name."""
    for one in (case, *finding.merged_into(case)):
        if Alert.objects.filter(case=one).exists():
            yield from _told(one)


def _told(case: Case) -> Iterator[str]:
    try:
        held = store_of(case.school).held(str(case.token))
    except UNREADABLE as error:
        _log.error("What the log of %s keeps for a case was not read: %s", case.school.slug, error)
        yield f"What the activity log keeps for case {case.name} cannot be read now."
        return
    if not held:
        return
    first = timezone.localtime(days.moment(min(hold.since for hold, _ in held)))
    last = timezone.localtime(days.moment(max(hold.until for hold, _ in held)))
    what = " and ".join(sorted({"sites" if hold.tab == "web" else "mail" for hold, _ in held}))
    try:
        says = until(case).says
    except PackError:
        says = _UNCLEAR
    yield (f"Rows of the activity log kept for case {case.name}: {sum(rows for _, rows in held)} "
           f"({what}, {first:%-d %B %Y, %H:%M} to {last:%-d %B %Y, %H:%M}). {says}")  # fmt: skip
