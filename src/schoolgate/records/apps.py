"""The records room."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from schoolgate.records import verbs
from schoolgate.records.tenancy import scope, walls
from schoolgate.records.verbs import Meaning, RecordsVerb

_READERS = frozenset({"auditor", "chair", "governor", "headteacher"})


class Records(AppConfig):
    """The journal; later the evidence vault, retention and backup."""

    name = "schoolgate.records"
    verbose_name = "records"

    def ready(self) -> None:
        verbs.register("records", RecordsVerb, _MEANINGS)
        connection_created.connect(scope.on_connection, dispatch_uid="tenancy")
        # Sent for each room when every table is there; once is enough.
        post_migrate.connect(walls.put_up, sender=self, dispatch_uid="tenancy")


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
    RecordsVerb.JOURNAL_READ: Meaning(lambda told: f"{told.actor} read the journal.", _READERS),
}
