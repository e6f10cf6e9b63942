"""The people room."""

from __future__ import annotations

from django.apps import AppConfig

from schoolgate.people.verbs import MEANINGS, PeopleVerb
from schoolgate.records import verbs


class People(AppConfig):
    """Schools, the people in them, and the roles that they hold."""

    name = "schoolgate.people"
    verbose_name = "people"

    def ready(self) -> None:
        from schoolgate.people import needs, waiting  # when the models are there

        needs.add("people:vacant-roles", waiting.vacant_roles)
        needs.add("people:failed-jobs", waiting.failed_jobs)
        verbs.register("people", PeopleVerb, MEANINGS)
