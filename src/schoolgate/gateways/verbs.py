"""The journal's verbs of the gateways, how they read, and who may read them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schoolgate.records.verbs import Meaning, Sentence


class GatewaysVerb(StrEnum):
    """What is done about where the activity log comes from."""

    FILE_TAKEN = "gateways:file:taken"
    SOURCE_ADDED = "gateways:source:added"
    SOURCE_CHANGED = "gateways:source:changed"
    SOURCE_ENDED = "gateways:source:ended"


_READERS: Final = frozenset({
    "chair", "dsl", "esafety_coordinator", "governor", "headteacher", "it_technician",
    "network_manager",
})  # fmt: skip


def _meaning(words: str) -> Meaning:
    says: Sentence = lambda told: f"{told.actor} {words.format(told.object, **told.body)}."  # noqa: E731
    return Meaning(says, _READERS)


MEANINGS: Final = {
    GatewaysVerb.FILE_TAKEN: _meaning(
        "took {taken} records from the file {file} into {0}: {there} were there, "
        "{aside} were not understood"
    ),
    GatewaysVerb.SOURCE_ADDED: _meaning("added the source {0} ({kind})"),
    GatewaysVerb.SOURCE_CHANGED: _meaning("will be told when {0} is silent for {hours} hours"),
    GatewaysVerb.SOURCE_ENDED: _meaning("took the source {0} off the list"),
}
