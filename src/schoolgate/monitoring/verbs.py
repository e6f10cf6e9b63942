"""The journal's verbs for monitoring, how they read, and who may read them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schoolgate.records.verbs import Meaning, Told


class MonitoringVerb(StrEnum):
    """What is done with alerts and look-ups."""

    ALERT_CLOSED = "monitoring:alert:closed"
    ALERT_DECIDED = "monitoring:alert:decided"
    ALERT_ESCALATED = "monitoring:alert:escalated"
    ALERT_LOOKED_AT = "monitoring:alert:looked-at"
    ALERT_RAISED = "monitoring:alert:raised"
    ALERTS_DROPPED = "monitoring:alerts:dropped"
    BUDGET_SET = "monitoring:budget:set"
    CANARY_SEEN = "monitoring:canary:seen"
    CANARY_SENT = "monitoring:canary:sent"
    CLASS_WATCHED = "monitoring:class:watched"
    HOLD_RELEASED = "monitoring:hold:released"
    LOOK_UP_ASKED = "monitoring:look-up:asked"
    LOOK_UP_DELAYED = "monitoring:look-up:delayed"
    LOOK_UP_DELIVERED = "monitoring:look-up:delivered"
    LOOK_UP_ENDED = "monitoring:look-up:ended"
    LOOK_UP_FINISHED = "monitoring:look-up:finished"
    LOOK_UP_NOTICED = "monitoring:look-up:noticed"
    LOOK_UP_READ = "monitoring:look-up:read"
    LOOK_UP_REFUSED = "monitoring:look-up:refused"
    LOOK_UP_REVIEWED = "monitoring:look-up:reviewed"
    MAIL_ALLOWANCE_SET = "monitoring:mail-allowance:set"
    MAIL_TEXT_JUDGED = "monitoring:mail-text:judged"
    MAIL_USE_READ = "monitoring:mail-use:read"
    OWN_DEVICES_AUDITED = "monitoring:own-devices:audited"
    PRIVATE_MAIL_READ = "monitoring:private-mail:read"
    REMOTE_BEGUN = "monitoring:remote:begun"
    REMOTE_ENDED = "monitoring:remote:ended"
    REMOTE_READ = "monitoring:remote:read"
    REPORT_READ = "monitoring:report:read"
    ROTA_FILLED = "monitoring:rota:filled"
    ROTA_PUBLISHED = "monitoring:rota:published"
    SUPPORT_RECORDED = "monitoring:support:recorded"
    USE_CHECKED = "monitoring:use:checked"


class PublishingVerb(StrEnum):
    """What is done about the school's own channels here; the duty names it so."""

    COMMENTS_CHECKED = "publishing:comments:checked"


class OversightVerb(StrEnum):
    """What packs call an act of oversight that is done in this room."""

    MONITORS_REVIEWED = "oversight:monitors-support:reviewed"


_AUDITORS: Final = frozenset({"auditor"})
_HEADS: Final = frozenset({"auditor", "headteacher"})
_ALERTS: Final = frozenset({"auditor", "dsl", "headteacher"})
_NUMBERS: Final = frozenset({"auditor", "chair", "dsl", "governor", "headteacher"})


def _meaning(words: str, readers: frozenset[str]) -> Meaning:
    def sentence(told: Told) -> str:
        return f"{told.actor} {words.format(told.object, **told.body)}."

    return Meaning(sentence, readers)


V = MonitoringVerb
MEANINGS: Final = {
    V.ALERT_CLOSED: _meaning("closed {0}, after {minutes} minutes", _ALERTS),
    V.ALERT_DECIDED: _meaning("decided about {0}: {outcome}", _ALERTS),
    V.ALERT_ESCALATED: _meaning("told somebody else of {0}: nobody had read it", _ALERTS),
    V.ALERT_LOOKED_AT: _meaning("looked at {0} and at whose it is", _ALERTS),
    V.ALERT_RAISED: _meaning("raised {0}", _ALERTS),
    V.ALERTS_DROPPED: _meaning(
        "deleted {alerts} alerts with {findings} findings; {undecided} were never decided about",
        _NUMBERS,
    ),
    V.BUDGET_SET: _meaning(
        "allowed {a_week} alerts a week, {precision} of 100 worth it, and set large transfers at "
        "{gigabytes} GB an hour",
        _NUMBERS,
    ),
    V.CANARY_SEEN: _meaning("read {0}: {minutes} minutes after the event", _NUMBERS),
    V.CANARY_SENT: _meaning("put {0} into the log", _NUMBERS),
    V.CLASS_WATCHED: _meaning(
        "looked at class {class} online in a lesson, since {since}: {sites}", _ALERTS
    ),
    # It names a case: the headteacher would learn of one that governors lead about them.
    V.HOLD_RELEASED: _meaning("let go what the activity log held for {0}", _AUDITORS),
    V.LOOK_UP_ASKED: _meaning("authorised {0}: {scopes}; {days} days", _HEADS),
    V.LOOK_UP_DELAYED: _meaning("put off telling about {0} until {until}", _HEADS),
    V.LOOK_UP_DELIVERED: _meaning("told, or was told, of {0}: {means}", _HEADS),
    V.LOOK_UP_ENDED: _meaning("ended {0}", _HEADS),
    V.LOOK_UP_FINISHED: _meaning("finished {0}", _HEADS),
    V.LOOK_UP_NOTICED: _meaning("wrote the notice about {0}", _HEADS),
    V.LOOK_UP_READ: _meaning("looked: {0}, {query}, {rows} rows", _HEADS),
    V.LOOK_UP_REFUSED: _meaning("was refused: {0}, {query}", _HEADS),
    V.LOOK_UP_REVIEWED: _meaning("reviewed {0}", _HEADS),
    V.MAIL_ALLOWANCE_SET: _meaning(
        "allowed {messages} private messages a day, {refused} at times at which the policy allows "
        "none; domains of partners: {partners}",
        _NUMBERS,
    ),
    V.MAIL_TEXT_JUDGED: _meaning(
        "judged {messages} messages automatically; what lets it: {clauses}", _NUMBERS
    ),
    V.MAIL_USE_READ: _meaning(
        "read how many messages each of {people} employees sent and received from {week}, {form}",
        _HEADS,
    ),
    V.PRIVATE_MAIL_READ: _meaning(
        "read how much private mail {people} employees sent beyond what is allowed, {form}", _HEADS
    ),
    V.REMOTE_BEGUN: _meaning("{what} {machine} from afar, screen of {whose}: {reason}", _ALERTS),
    V.REMOTE_ENDED: _meaning("ended the remote session at {machine}", _ALERTS),
    V.REMOTE_READ: _meaning("read that {machine} was seen from afar", _ALERTS),
    V.OWN_DEVICES_AUDITED: _meaning(
        "went through people’s own devices: {devices}, {marked} without an agreement",
        _NUMBERS | {"esafety_coordinator", "it_technician", "network_manager"},
    ),
    V.REPORT_READ: _meaning("read what the monitoring found, in numbers", _NUMBERS),
    V.ROTA_FILLED: _meaning("put {who} on {0}: {what}", _NUMBERS),
    V.ROTA_PUBLISHED: _meaning("published {0}, {first} to {last}", _NUMBERS),
    V.SUPPORT_RECORDED: _meaning("wrote down a talk that supports {name}", _HEADS),
    V.USE_CHECKED: _meaning(
        "looked at how things are used ({areas}); found: {found}",
        _NUMBERS | {"it_technician", "network_manager"},
    ),
}
PUBLISHING_MEANINGS: Final = {
    PublishingVerb.COMMENTS_CHECKED: _meaning("looked at {what}", _NUMBERS),
}
OVERSIGHT_MEANINGS: Final = {
    OversightVerb.MONITORS_REVIEWED: _meaning(
        "went through how {people} people who monitor are checked and supported: {unreviewed} "
        "look-ups not reviewed, {untalked} people without a talk",
        _NUMBERS,
    ),
}
