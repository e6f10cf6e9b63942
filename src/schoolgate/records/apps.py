"""The records room."""

from __future__ import annotations

from django.apps import AppConfig

from schoolgate.records import verbs
from schoolgate.records.verbs import Meaning, RecordsVerb

_READERS = frozenset({"auditor", "governor", "headteacher"})


class Records(AppConfig):
    """The journal; later the evidence vault, retention and backup."""

    name = "schoolgate.records"
    verbose_name = "records"

    def ready(self) -> None:
        verbs.register("records", RecordsVerb, _MEANINGS)


_MEANINGS = {
    RecordsVerb.BODY_ERASED: Meaning(
        lambda told: (
            f"{told.actor} erased the words of {told.object} because: {told.body['because']}."
        ),
        _READERS,
    ),
    RecordsVerb.JOURNAL_EXPORTED: Meaning(
        lambda told: f"{told.actor} exported the journal up to entry {told.body['up_to']}.",
        _READERS,
    ),
}
