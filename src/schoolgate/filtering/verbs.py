"""The journal's verbs for filtering, how they read, and who may read them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schoolgate.filtering.rules.profiles import profile_name
from schoolgate.records.verbs import Meaning, Sentence, Told


class FilteringVerb(StrEnum):
    """What is done about the filter."""

    CHANGE_LOG_SIGNED = "filtering:change-log:signed"
    CHANGE_CONFIRMED = "filtering:change:confirmed"
    CHECK_FOLLOWED = "filtering:check:followed"
    CHECK_RECORDED = "filtering:check:recorded"
    CONCERN_FORM_ANSWERED = "filtering:concern-form:answered"
    CONCERN_FORM_READ = "filtering:concern-form:read"
    CONCERN_FORM_SENT = "filtering:concern-form:sent"
    DECISIONS_RECORDED = "filtering:decisions:recorded"
    DEVICE_ADDED = "filtering:device:added"
    DEVICE_ENDED = "filtering:device:ended"
    DOWNLOAD_ALLOWED = "filtering:download:allowed"
    DOWNLOAD_REFUSED = "filtering:download:refused"
    DOWNLOAD_USED = "filtering:download:used"
    FAULT_FOUND = "filtering:fault:found"
    FAULT_MENDED = "filtering:fault:mended"
    FAULT_TOLD = "filtering:fault:told"
    FILTER_MAINTAINED = "filtering:filter:maintained"
    LESSON_LIST_KEPT = "filtering:lesson-list:kept"
    LESSON_LIST_TAKEN_OFF = "filtering:lesson-list:taken-off"
    LESSON_ENDED = "filtering:lesson:ended"
    LESSON_STARTED = "filtering:lesson:started"
    LIST_ADDED = "filtering:list:added"
    LIST_CHANGED = "filtering:list:changed"
    LIST_REFUSED = "filtering:list:refused"
    NETWORK_ADDED = "filtering:network:added"
    NETWORK_ENDED = "filtering:network:ended"
    OPENING_ASKED = "filtering:opening:asked"
    OPENING_ENDED = "filtering:opening:ended"
    OPENING_GRANTED = "filtering:opening:granted"
    OPENING_READ = "filtering:opening:read"
    OPENING_REFUSED = "filtering:opening:refused"
    OPENING_USED = "filtering:opening:used"
    OPENING_WITHDRAWN = "filtering:opening:withdrawn"
    SELF_TEST_MADE = "filtering:self-test:made"
    SNAPSHOT_MADE = "filtering:snapshot:made"
    SWITCH_OFF_AGREED = "filtering:switch-off:agreed"
    SWITCH_OFF_ASKED = "filtering:switch-off:asked"
    SWITCH_OFF_ENDED = "filtering:switch-off:ended"
    WITHDRAWAL_ENDED = "filtering:withdrawal:ended"
    WITHDRAWAL_MADE = "filtering:withdrawal:made"
    WITHDRAWAL_READ = "filtering:withdrawal:read"


class OversightVerb(StrEnum):
    """What packs call an act of oversight that is done in this room."""

    FILTER_LOG_READ = "oversight:filter-log:read"


_KEEPERS: Final = frozenset({
    "chair", "dsl", "esafety_coordinator", "governor", "headteacher", "it_technician",
    "network_manager",
})  # fmt: skip
_DECIDERS: Final = frozenset({"chair", "deputy_headteacher", "headteacher"})
_SHOWN: Final = 5


def _plain(words: str) -> Sentence:
    return lambda told: f"{told.actor} {words.format(told.object, **told.body)}."


def _of_profile(words: str) -> Sentence:
    def said(told: Told) -> str:
        return f"{told.actor} {words} {told.object}: {profile_name(told.body['profile'])}."

    return said


def _change(told: Told) -> str:
    """What was changed, before and after, why."""
    body = told.body
    said = [f"{told.actor} {body['what']}"]
    said += [f"{name}: {_some(body[name])}" for name in ("before", "after") if body[name]]
    said += [f"because {body['why'].rstrip('.')}"] if body["why"] else []
    return "; ".join(said) + "."


def _some(lines: list[str]) -> str:
    more = f" and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
    return ", ".join(lines[:_SHOWN]) + more


def _meaning(words: str) -> Meaning:
    return Meaning(_plain(words), _KEEPERS)


MEANINGS: Final = {
    FilteringVerb.CHANGE_LOG_SIGNED: Meaning(
        _plain("signed with {second} that the log of the filter is read up to {up_to}"), _KEEPERS
    ),
    FilteringVerb.CHANGE_CONFIRMED: Meaning(
        _plain("confirmed a change by {author}: {what}"), _KEEPERS
    ),
    FilteringVerb.CHECK_FOLLOWED: Meaning(
        _plain("wrote down what followed from {}: {words}"), _KEEPERS
    ),
    FilteringVerb.CHECK_RECORDED: Meaning(
        _plain("tested the filter: {wrong} of {count} answers were wrong"), _KEEPERS
    ),
    FilteringVerb.DECISIONS_RECORDED: Meaning(_change, _KEEPERS),
    FilteringVerb.DEVICE_ADDED: Meaning(_of_profile("told the filter of the device"), _KEEPERS),
    FilteringVerb.DEVICE_ENDED: Meaning(
        _plain("took the device {} away from the filter"), _KEEPERS
    ),
    FilteringVerb.FILTER_MAINTAINED: Meaning(_change, _KEEPERS),
    FilteringVerb.LIST_ADDED: Meaning(_change, _KEEPERS),
    FilteringVerb.LIST_CHANGED: Meaning(_change, _KEEPERS),
    FilteringVerb.LIST_REFUSED: Meaning(_change, _KEEPERS),
    FilteringVerb.NETWORK_ADDED: Meaning(_of_profile("told the filter of the network"), _KEEPERS),
    FilteringVerb.NETWORK_ENDED: Meaning(
        _plain("took the network {} away from the filter"), _KEEPERS
    ),
    FilteringVerb.SELF_TEST_MADE: Meaning(
        _plain("tested the filter: {wrong} of {count} answers were wrong"), _KEEPERS
    ),
    FilteringVerb.SNAPSHOT_MADE: Meaning(
        _plain("made the filter anew from {names} names and policy {policy}"), _KEEPERS
    ),
    FilteringVerb.CONCERN_FORM_ANSWERED: _meaning("answered {0}: {outcome}"),
    FilteringVerb.CONCERN_FORM_READ: _meaning("read the answer to {0}"),
    FilteringVerb.CONCERN_FORM_SENT: _meaning("said that a site is sorted wrongly: {0}"),
    FilteringVerb.DOWNLOAD_ALLOWED: _meaning("said what {0} is for, and it is open: {purpose}"),
    FilteringVerb.DOWNLOAD_REFUSED: _meaning("was refused {0}: {purpose}"),
    FilteringVerb.DOWNLOAD_USED: _meaning("saw {0} fetched for the first time: {purpose}"),
    FilteringVerb.FAULT_FOUND: _meaning("wrote down a fault of the filter"),
    FilteringVerb.FAULT_MENDED: _meaning("wrote down that {0} is mended"),
    FilteringVerb.FAULT_TOLD: _meaning("told {provider} of {0}"),
    FilteringVerb.LESSON_LIST_KEPT: _meaning("kept {0} of sites looked at on {checked}"),
    FilteringVerb.LESSON_LIST_TAKEN_OFF: _meaning("took {0} off"),
    FilteringVerb.LESSON_ENDED: _meaning("ended the lesson of {0}"),
    FilteringVerb.LESSON_STARTED: _meaning("held {0}, until {until}"),
    FilteringVerb.OPENING_ASKED: _meaning("asked to open {0} for {whom}"),
    FilteringVerb.OPENING_ENDED: _meaning("closed {0} before its time"),
    FilteringVerb.OPENING_GRANTED: _meaning("opened {0} for {whom}, as {role}, until {until}"),
    FilteringVerb.OPENING_READ: _meaning("read what was decided about {0}"),
    FilteringVerb.OPENING_REFUSED: _meaning("refused to open {0}, as {role}"),
    FilteringVerb.OPENING_USED: _meaning("saw {0} used for the first time"),
    FilteringVerb.OPENING_WITHDRAWN: _meaning("took back the request to open {0}"),
    FilteringVerb.SWITCH_OFF_AGREED: _meaning("agreed to {0}, until {until}"),
    FilteringVerb.SWITCH_OFF_ASKED: _meaning("asked for {0}, until {until}"),
    FilteringVerb.SWITCH_OFF_ENDED: _meaning("switched the filter on again: {0}"),
    FilteringVerb.WITHDRAWAL_ENDED: Meaning(_plain("gave back the {0}"), _DECIDERS),
    FilteringVerb.WITHDRAWAL_MADE: Meaning(
        _plain("withdrew the {0}, as {role}, until {until}"), _DECIDERS
    ),
    FilteringVerb.WITHDRAWAL_READ: Meaning(
        _plain("read that the {0} is withdrawn until {until}"), _DECIDERS
    ),
}
MEANINGS_OF_OVERSIGHT: Final = {
    OversightVerb.FILTER_LOG_READ: Meaning(
        _plain("read the log of the filter and its changes up to {up_to}"), _KEEPERS
    ),
}
