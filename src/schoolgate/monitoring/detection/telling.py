"""Who is told of a finding, when, and what happens if nobody looks. Times are passed in."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from .findings import Severity


class About(StrEnum):
    """Whose act it was."""

    PUPIL = "pupil"
    STAFF = "staff"
    HEADTEACHER = "headteacher"
    UNKNOWN = "unknown"


class Told(NamedTuple):
    """Who is told (roles), from when, whether numbers to call are shown, and why."""

    roles: tuple[str, ...]
    at: datetime
    numbers: bool
    reasons: tuple[str, ...]


class Hours(NamedTuple):
    """Whether the school is open, and when it opens next; the caller has the calendar."""

    open: bool
    opens_at: datetime


_WAITS: Final = {
    Severity.URGENT: timedelta(minutes=15),
    Severity.SERIOUS: timedelta(hours=2),
    Severity.CONCERN: timedelta(days=1),
}
_FIRST: Final = {
    About.PUPIL: ("safeguarding_lead",),
    About.STAFF: ("headteacher",),
    About.HEADTEACHER: ("chair_of_governors",),
    About.UNKNOWN: ("safeguarding_lead",),
}
_SECOND: Final = {
    About.PUPIL: ("deputy_safeguarding_lead", "headteacher"),
    About.STAFF: ("chair_of_governors",),
    About.HEADTEACHER: ("local_authority",),
    About.UNKNOWN: ("deputy_safeguarding_lead", "headteacher"),
}
_WHY: Final = {
    About.PUPIL: "What a pupil does is for the safeguarding lead.",
    About.STAFF: "What a member of staff does is for the headteacher alone (MON-05).",
    About.HEADTEACHER: "What the headteacher does is for the chair of governors.",
    About.UNKNOWN: "Nobody is known, so it is taken for a pupil’s.",
}


def told(about: About, severity: Severity, *, at: datetime, hours: Hours) -> Told:
    """Whom a finding goes to and from when.

    Urgent ones go at once, by day and night; out of hours they come with numbers to call, because
    the reader may be alone. Others wait until the school opens.
    """
    reasons = [_WHY[about]]
    if hours.open:
        return Told(_FIRST[about], at, False, tuple(reasons))
    if severity is Severity.URGENT:
        reasons.append("The school is closed; an urgent matter does not wait.")
        return Told(_FIRST[about], at, True, tuple(reasons))
    reasons.append("The school is closed; it waits until it opens.")
    return Told(_FIRST[about], hours.opens_at, False, tuple(reasons))


class Step(NamedTuple):
    """Whom else to tell because nobody has looked, and why."""

    roles: tuple[str, ...]
    reasons: tuple[str, ...]


def escalate(about: About, severity: Severity, *, told_at: datetime, at: datetime) -> Step | None:
    """Whom to tell of an alert that nobody has opened; None while there is time, or for notes.

    Urgent after 15 minutes, serious after 2 hours, a concern after a day. Matters of staff never
    reach anybody below the head.
    """
    wait = _WAITS.get(severity)
    if wait is None or at - told_at < wait:
        return None
    minutes = int((at - told_at).total_seconds() // 60)
    allowed = int(wait.total_seconds() // 60)
    says = f"Nobody has opened it for {minutes} minutes; {allowed} are allowed."
    return Step(_SECOND[about], (says,))
