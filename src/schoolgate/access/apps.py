"""The room of access."""

from __future__ import annotations

from django.apps import AppConfig

from schoolgate.records import verbs


class Access(AppConfig):
    """Who reaches what: rights, reviews, guests, joiners and leavers, declared links."""

    name = "schoolgate.access"
    verbose_name = "access"

    def ready(self) -> None:
        from schoolgate.access import demonstration, gates, waiting
        from schoolgate.access.queries.gates import why_closed
        from schoolgate.access.verbs import MEANINGS, AccessVerb
        from schoolgate.accounts import bars

        verbs.register("access", AccessVerb, MEANINGS)
        gates.add_those_kept_by_hand()
        bars.add("access:gates", why_closed)
        waiting.add_all()
        demonstration.show()
