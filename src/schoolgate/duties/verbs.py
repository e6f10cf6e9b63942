"""The journal's verbs for duties, how they read, and who may read them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schoolgate.records.verbs import Meaning, Sentence, Told


class DutiesVerb(StrEnum):
    """What happens to duties."""

    DUTY_ACKNOWLEDGED = "duties:duty:acknowledged"
    DUTY_DONE = "duties:duty:done"
    DUTY_HANDED_OVER = "duties:duty:handed-over"
    DUTY_SKIPPED = "duties:duty:skipped"
    EVIDENCE_SEEN = "duties:evidence:seen"
    FEED_CLOSED = "duties:feed:closed"
    FEED_OPENED = "duties:feed:opened"
    PERIOD_CHOSEN = "duties:period:chosen"
    WEEK_TOLD = "duties:week:told"


_READERS: Final = frozenset({"chair", "esafety_coordinator", "governor", "headteacher"})
_OFFICE: Final = frozenset({"headteacher"})


def _plain(words: str) -> Sentence:
    return lambda told: f"{told.actor} {words.format(told.object, **told.body)}."


def _handed(told: Told) -> str:
    to = told.body["to"]
    return f"{told.actor} handed “{told.object}” {f'to {to}' if to else 'back'}."


MEANINGS: Final = {
    DutiesVerb.DUTY_ACKNOWLEDGED: Meaning(_plain("acknowledged “{}” for {when}"), _READERS),
    DutiesVerb.DUTY_DONE: Meaning(_plain("did “{}” for {when}"), _READERS),
    DutiesVerb.DUTY_HANDED_OVER: Meaning(_handed, _READERS),
    DutiesVerb.DUTY_SKIPPED: Meaning(_plain("left out “{}” for {when}: {because}"), _READERS),
    DutiesVerb.EVIDENCE_SEEN: Meaning(_plain("looked at what proves {}"), _READERS),
    DutiesVerb.FEED_CLOSED: Meaning(_plain("closed the {}"), _OFFICE),
    DutiesVerb.FEED_OPENED: Meaning(_plain("opened the {}"), _OFFICE),
    DutiesVerb.PERIOD_CHOSEN: Meaning(_plain("chose {period} for “{}”"), _READERS),
    DutiesVerb.WEEK_TOLD: Meaning(_plain("wrote to {} what falls due this week"), _OFFICE),
}
