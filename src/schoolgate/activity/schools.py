"""Does school by school what is done with logs: one that cannot be read stops no other school."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final, Protocol

from django.utils import timezone

from schoolgate.activity.opening import UNREADABLE
from schoolgate.people import queries as people
from schoolgate.people.models import School
from schoolgate.policies.language.mistakes import PackError
from schoolgate.records.parties import System
from schoolgate.records.tenancy import acting_for

_log: Final = logging.getLogger(__name__)


class Act(Protocol):
    """What is done at one school."""

    def __call__(self, *, school: School, by: System, at: datetime) -> object: ...


def at_each(act: Act, else_says: str, *, by: System) -> None:
    """Carry out an act at every school. Where a log or a policy cannot be read that is said, with
    the school and the trouble put into the two `%s`, and it is tried again the next time."""
    for school in people.schools():
        with acting_for(school.pk):
            try:
                act(school=school, by=by, at=timezone.now())
            except (*UNREADABLE, PackError) as error:
                _log.error(else_says, school.slug, error)
