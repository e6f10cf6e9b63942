"""Every write of the room: who acts (`by`) and when (`at`) is always said."""

from __future__ import annotations

from schoolgate.monitoring.actions.asking import Request, ask, ask_for_case
from schoolgate.monitoring.actions.auditing import note_audit, review_monitors
from schoolgate.monitoring.actions.canaries import send_canary
from schoolgate.monitoring.actions.checking import Looked, check_use
from schoolgate.monitoring.actions.classes import Watched, watch_class
from schoolgate.monitoring.actions.deciding import look_at, no_concern, to_concern
from schoolgate.monitoring.actions.ending import end, end_what_is_over, may_end
from schoolgate.monitoring.actions.forgetting import forget_alerts
from schoolgate.monitoring.actions.judging_mail import MESSAGES_AT_ONCE, judge_mail
from schoolgate.monitoring.actions.letting_go import let_go
from schoolgate.monitoring.actions.looking import AT_ONCE, Seen, export, look
from schoolgate.monitoring.actions.mail_use import read_mail_use
from schoolgate.monitoring.actions.overseeing import escalate, note_report_read, set_budget
from schoolgate.monitoring.actions.private_mail import (
    read_private_mail,
    set_mail_allowance,
    weigh_private_mail,
)
from schoolgate.monitoring.actions.raising import MACHINE, raise_alert, read_on
from schoolgate.monitoring.actions.remote import (
    Remote,
    begin_remote,
    end_remote,
    read_remote,
)
from schoolgate.monitoring.actions.rotas import Published, fill, looked, publish
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
from schoolgate.monitoring.placing import Found

__all__ = [
    "AT_ONCE", "FOLLOWS", "MACHINE", "MEANS", "MESSAGES_AT_ONCE", "Delay", "Found", "Looked",
    "Published", "Remote", "Request", "Seen", "Talk", "UnableToAct", "Watched", "ask",
    "ask_for_case", "begin_remote", "check_use", "deliver", "end", "end_remote",
    "end_what_is_over", "escalate", "export", "fill", "finish", "forget_alerts", "judge_mail",
    "let_go", "look", "look_at", "looked", "may_end", "may_review", "may_tell", "no_concern",
    "note_audit", "note_read", "note_report_read", "publish", "put_off", "raise_alert",
    "read_mail_use", "read_on", "read_private_mail", "read_remote", "record_talk", "review",
    "review_monitors", "send_canary", "set_budget", "set_mail_allowance", "to_concern",
    "watch_class", "weigh_private_mail",
]  # fmt: skip
