"""The journal's verbs for the activity log, how they read, and who may read them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schoolgate.records.verbs import Meaning, Sentence


class ActivityVerb(StrEnum):
    """What is done about the log itself."""

    DAYS_DROPPED = "activity:days:dropped"
    LOG_TAKEN = "activity:log:taken"
    PATHS_SET = "activity:paths:set"
    REPORT_EXPORTED = "activity:report:exported"
    REPORT_SENT = "activity:report:sent"
    SESSIONS_TAKEN = "activity:sessions:taken"


_KEEPERS: Final = frozenset({
    "chair", "dsl", "esafety_coordinator", "governor", "headteacher", "it_technician",
    "network_manager",
})  # fmt: skip
_READERS: Final = frozenset({"auditor", "chair", "dsl", "governor", "headteacher"})


def _plain(words: str) -> Sentence:
    return lambda told: f"{told.actor} {words.format(told.object, **told.body)}."


MEANINGS: Final = {
    ActivityVerb.DAYS_DROPPED: Meaning(
        _plain("deleted {rows} rows of activity from before {before}; holds keep {held}"), _KEEPERS
    ),
    ActivityVerb.LOG_TAKEN: Meaning(
        _plain("took {events} of {lines} lines of a log in; {aside} were set aside"), _KEEPERS
    ),
    ActivityVerb.PATHS_SET: Meaning(_plain("set what is kept of addresses: {kept}"), _KEEPERS),
    ActivityVerb.REPORT_EXPORTED: Meaning(
        _plain("took away how the internet was used from {first} to {last}, as {form}: {purpose}"),
        _READERS,
    ),
    ActivityVerb.REPORT_SENT: Meaning(
        _plain("sent {0} for {first} to {last}, to {roles}"), _READERS
    ),
    ActivityVerb.SESSIONS_TAKEN: Meaning(
        _plain("noted {sessions} sessions of who sat at which computer; {aside} were left out"),
        _KEEPERS,
    ),
}
