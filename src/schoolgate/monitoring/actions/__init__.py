"""Every write of the room: who acts (`by`) and when (`at`) is always said."""

from __future__ import annotations

from schoolgate.monitoring.actions.asking import Request, ask, ask_for_case
from schoolgate.monitoring.actions.auditing import note_audit
from schoolgate.monitoring.actions.canaries import send_canary
from schoolgate.monitoring.actions.deciding import Found, look_at, no_concern, to_concern
from schoolgate.monitoring.actions.ending import end, end_what_is_over, may_end
from schoolgate.monitoring.actions.looking import AT_ONCE, Seen, look
from schoolgate.monitoring.actions.overseeing import escalate, note_report_read, set_budget
from schoolgate.monitoring.actions.raising import MACHINE, raise_alert, read_on
from schoolgate.monitoring.actions.storing import UnableToAct
from schoolgate.monitoring.actions.supporting import FOLLOWS, Talk, record_talk
from schoolgate.monitoring.actions.telling import (
    MEANS,
    Delay,
    deliver,
    finish,
    may_review,
    may_tell,
    note_read,
    put_off,
    review,
)

__all__ = [
    "AT_ONCE",
    "FOLLOWS",
    "MACHINE",
    "MEANS",
    "Delay",
    "Found",
    "Request",
    "Seen",
    "Talk",
    "UnableToAct",
    "ask",
    "ask_for_case",
    "deliver",
    "end",
    "end_what_is_over",
    "escalate",
    "finish",
    "look",
    "look_at",
    "may_end",
    "may_review",
    "may_tell",
    "no_concern",
    "note_audit",
    "note_read",
    "note_report_read",
    "put_off",
    "raise_alert",
    "read_on",
    "record_talk",
    "review",
    "send_canary",
    "set_budget",
    "to_concern",
]  # fmt: skip
